import type { promisify } from 'node:util';
import type { Callback } from './types.js';

/** What is one argument for Redis. */
export type Value = string | number | bigint | boolean | Buffer | Date;

/** The name of a key. */
export type Key = string | number | Buffer;

/** A number, or its text. */
export type Numeric = number | bigint | string;

/** Arguments in an array, also within arrays. */
export type List = readonly (Value | List)[];

/** One argument, or several in an array. */
export type Item = Value | List;

/** Fields and values as one argument. */
export type Fields = { readonly [field: string]: Value } | ReadonlyMap<Value, Value>;

/** A word of a command, as Redis's documentation writes it or in lower case. */
export type Token<Word extends string> = Word | Lowercase<Word>;

/** An entry of a stream: its id, and fields and values one after the other. */
export type StreamEntry = [id: string, fieldsAndValues: string[]];

/**
 * What a caller may say that a reply is, beyond what it is by default: strings may
 * be Buffers, and part of what there may be may be left out.
 */
export type Expected<Reply> =
  | Reply
  | (Reply extends string
      ? string | Buffer
      : Reply extends Readonly<Record<string, string>>
        ? object
        : { [Index in keyof Reply]: Expected<Reply[Index]> });

/** A form of a command on the cluster: answers the callback, or returns a promise where there is none. */
export interface ClusterCall<Args extends readonly unknown[], Reply> {
  <T extends Expected<Reply> = Reply>(...args: [...args: Args, callback: Callback<T>]): boolean;
  <T extends Expected<Reply> = Reply>(...args: Args): Promise<NoInfer<T>>;
  // Of code that passes its own caller's callback on, if there is one.
  <T extends Expected<Reply> = Reply>(
    ...args: [...args: Args, callback: Callback<T> | undefined]
  ): boolean | Promise<NoInfer<T>>;
  readonly [promisify.custom]: <T extends Expected<Reply> = Reply>(...args: Args) => Promise<NoInfer<T>>;
}

/** A form of a command in a batch: takes the call, and returns the batch. */
export type BatchCall<Args extends readonly unknown[], Reply, Chain> = <T extends Expected<Reply> = Reply>(
  ...args: [...args: Args, callback?: Callback<T> | undefined]
) => Chain;

/** What a call with a callback returns. */
export type Sent<Chain> = [Chain] extends [never] ? boolean : Chain;

/** A form of a command: in a batch that is a `Chain`, on the cluster where that is `never`. */
export type Call<Args extends readonly unknown[], Reply, Chain> = [Chain] extends [never]
  ? ClusterCall<Args, Reply>
  : BatchCall<Args, Reply, Chain>;
