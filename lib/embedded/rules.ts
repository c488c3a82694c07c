import { describe } from '../errors.js';
import type { Reply } from './resp.js';

/** What a node is told to do with commands that match, instead of what it would do. */
export interface FaultRule {
  /** The name of the command, in any case; with its subcommand, as `'cluster slots'`. Any, where it is missing. */
  command?: string;
  /** An argument that must be among its own. */
  key?: string;
  /** For how many commands it holds; `Infinity`: until `revive`. Default: 1. */
  times?: number;
  /** Answer with this error and execute nothing: `'LOADING Redis is loading the dataset in memory'`. */
  error?: string;
  /** Answer with this and execute nothing: strings, numbers, null, arrays of them. */
  reply?: Reply;
  /** Cut the connection: before the command is executed, or after it was and before its reply. */
  drop?: 'before' | 'after';
}

const FIELDS = ['command', 'key', 'times', 'error', 'reply', 'drop'];

/** @throws TypeError for a rule that says nothing to do, or something unknown */
export function checkRule(rule: FaultRule): void {
  for (const field of Object.keys(rule)) {
    if (!FIELDS.includes(field)) {
      throw new TypeError(`Expected a rule with ${FIELDS.join(', ')}, got \`${field}\``);
    }
  }
  if (rule.error === undefined && rule.reply === undefined && rule.drop === undefined) {
    throw new TypeError('Expected a rule with `error`, `reply` or `drop`');
  }
  if (rule.drop !== undefined && rule.drop !== 'before' && rule.drop !== 'after') {
    throw new TypeError(`Expected \`drop\` to be 'before' or 'after', got ${describe(rule.drop)}`);
  }
  const { times = 1 } = rule;
  if (times !== Number.POSITIVE_INFINITY && (!Number.isInteger(times) || times < 1)) {
    throw new TypeError(`Expected \`times\` to be a whole number from 1 up, or Infinity, got ${describe(times)}`);
  }
}

/** The rules of a node, in the order in which they were given. */
export class FaultRules {
  #rules: { rule: FaultRule; left: number }[] = [];

  add(rule: FaultRule): void {
    this.#rules.push({ rule, left: rule.times ?? 1 });
  }

  clear(): void {
    this.#rules = [];
  }

  /** The first rule that matches, which it holds for once less from now on. */
  take(name: string, args: readonly string[]): FaultRule | undefined {
    if (this.#rules.length === 0) {
      return undefined;
    }
    const found = this.#rules.find(({ rule }) => matches(rule, name, args));
    if (found === undefined) {
      return undefined;
    }
    found.left -= 1;
    if (found.left === 0) {
      this.#rules = this.#rules.filter((other) => other !== found);
    }
    return found.rule;
  }
}

function matches({ command, key }: FaultRule, name: string, args: readonly string[]): boolean {
  const [wanted, subcommand] = command?.toLowerCase().split(' ') ?? [];
  return (
    (wanted === undefined || wanted === name) &&
    (subcommand === undefined || subcommand === args[0]?.toLowerCase()) &&
    (key === undefined || args.includes(key))
  );
}
