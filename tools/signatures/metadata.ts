/** What is known of the commands: of a server of version 7.0 what it says itself, of newer commands a list. */
import newer from './newer.json';
import redis from './redis-7.0.json';

/** One argument as `COMMAND DOCS` describes it, without what signatures do not need. */
export interface Argument {
  readonly name: string;
  readonly type: 'key' | 'string' | 'pattern' | 'integer' | 'unix-time' | 'double' | 'pure-token' | 'oneof' | 'block';
  /** The word before it, or, of a `pure-token`, that it consists of. */
  readonly token?: string;
  readonly optional?: boolean;
  readonly multiple?: boolean;
  /** What a `oneof` or a `block` consists of. */
  readonly arguments?: readonly Argument[];
}

export interface CommandDoc {
  readonly summary: string;
  readonly since: string;
  readonly complexity?: string;
  readonly arguments?: readonly Argument[];
  readonly subcommands?: Readonly<Record<string, CommandDoc>>;
}

/** What is known of every command, by its name. */
export const DOCS: Readonly<Record<string, CommandDoc>> = {
  ...(newer.commands as Record<string, CommandDoc>),
  ...(redis.commands as unknown as Record<string, CommandDoc>),
};
