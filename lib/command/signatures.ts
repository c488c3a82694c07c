// Written by `npm run signatures`, from what is in tools/signatures. What it says of commands up to 7.0 is from
// redis-server 7.0: Copyright (c) 2006-2020, Salvatore Sanfilippo, BSD-3-Clause.

import type { Call, Fields, Item, Key, List, Numeric, Sent, StreamEntry, Token, Value } from './call.js';
import type { Callback } from './types.js';

/**
 * Commands with all their forms, as methods of a batch that is a `Chain`, or of the cluster where that is
 * `never`. Each comment is there twice, since some editors show that of a property, and others that of a form.
 */
export interface Signatures<Chain> {
  /**
   * A container for Access List Control commands.
   * Complexity: Depends on subcommand.
   * Since Redis 6.0.0.
   * @see https://redis.io/docs/latest/commands/acl/
   */
  acl: {
    /**
     * A container for Access List Control commands.
     * Complexity: Depends on subcommand.
     * Since Redis 6.0.0.
     * @see https://redis.io/docs/latest/commands/acl/
     */
    (...args: [subcommand: Token<'CAT'>, callback: Callback<string[]>]): Sent<Chain>;
  } & Call<[subcommand: Token<'CAT'>] | [subcommand: Token<'CAT'>, categoryname: Value], string[], Chain> &
    Call<[subcommand: Token<'DELUSER'>, ...username: Item[]], number, Chain> &
    Call<[subcommand: Token<'GENPASS'>] | [subcommand: Token<'GENPASS'>, bits: Numeric], string, Chain> &
    Call<[subcommand: Token<'LIST'>], string[], Chain> &
    Call<[subcommand: Token<'USERS'>], string[], Chain> &
    Call<[subcommand: Token<'WHOAMI'>], string, Chain> &
    Call<[subcommand: string, ...args: Item[]], unknown, Chain> &
    Call<[args: List], unknown, Chain> &
    Call<[subcommand: string, rest: List], unknown, Chain>;
  /**
   * Append a value to a key.
   * Complexity: O(1). The amortized time complexity is O(1) assuming the appended value is small and the already
   * present value is of any size, since the dynamic string library used by Redis will double the free space
   * available on every reallocation.
   * Since Redis 2.0.0.
   * @see https://redis.io/docs/latest/commands/append/
   */
  append: {
    /**
     * Append a value to a key.
     * Complexity: O(1). The amortized time complexity is O(1) assuming the appended value is small and the already
     * present value is of any size, since the dynamic string library used by Redis will double the free space
     * available on every reallocation.
     * Since Redis 2.0.0.
     * @see https://redis.io/docs/latest/commands/append/
     */
    (...args: [key: Key, value: Value, callback: Callback<number>]): Sent<Chain>;
  } & Call<[key: Key, value: Value], number, Chain> &
    Call<[args: List], number, Chain> &
    Call<[key: Key, rest: List], number, Chain>;
  /**
   * Count the elements of an array that are there.
   * Complexity: O(1).
   * Since Redis 8.8.0.
   * @see https://redis.io/docs/latest/commands/arcount/
   */
  arcount: {
    /**
     * Count the elements of an array that are there.
     * Complexity: O(1).
     * Since Redis 8.8.0.
     * @see https://redis.io/docs/latest/commands/arcount/
     */
    (...args: [key: Key, callback: Callback<number>]): Sent<Chain>;
  } & Call<[key: Key], number, Chain> &
    Call<[args: List], number, Chain>;
  /**
   * Delete the elements at some indices of an array.
   * Complexity: O(N), where N is the number of indices.
   * Since Redis 8.8.0.
   * @see https://redis.io/docs/latest/commands/ardel/
   */
  ardel: {
    /**
     * Delete the elements at some indices of an array.
     * Complexity: O(N), where N is the number of indices.
     * Since Redis 8.8.0.
     * @see https://redis.io/docs/latest/commands/ardel/
     */
    (...args: [key: Key, ...index: Item[], callback: Callback<number>]): Sent<Chain>;
  } & Call<[key: Key, ...index: Item[]], number, Chain> &
    Call<[args: List], number, Chain>;
  /**
   * Delete the elements in some ranges of an array.
   * Complexity: O(N), where N is the number of elements that are in the ranges.
   * Since Redis 8.8.0.
   * @see https://redis.io/docs/latest/commands/ardelrange/
   */
  ardelrange: {
    /**
     * Delete the elements in some ranges of an array.
     * Complexity: O(N), where N is the number of elements that are in the ranges.
     * Since Redis 8.8.0.
     * @see https://redis.io/docs/latest/commands/ardelrange/
     */
    (...args: [key: Key, ...startAndEnd: Item[], callback: Callback<number>]): Sent<Chain>;
  } & Call<[key: Key, ...startAndEnd: Item[]], number, Chain> &
    Call<[args: List], number, Chain>;
  /**
   * Get the element at an index of an array.
   * Complexity: O(1).
   * Since Redis 8.8.0.
   * @see https://redis.io/docs/latest/commands/arget/
   */
  arget: {
    /**
     * Get the element at an index of an array.
     * Complexity: O(1).
     * Since Redis 8.8.0.
     * @see https://redis.io/docs/latest/commands/arget/
     */
    (...args: [key: Key, index: Numeric, callback: Callback<string | null>]): Sent<Chain>;
  } & Call<[key: Key, index: Numeric], string | null, Chain> &
    Call<[args: List], string | null, Chain> &
    Call<[key: Key, rest: List], string | null, Chain>;
  /**
   * Get the elements in a range of an array.
   * Complexity: O(N), where N is the length of the range.
   * Since Redis 8.8.0.
   * @see https://redis.io/docs/latest/commands/argetrange/
   */
  argetrange: {
    /**
     * Get the elements in a range of an array.
     * Complexity: O(N), where N is the length of the range.
     * Since Redis 8.8.0.
     * @see https://redis.io/docs/latest/commands/argetrange/
     */
    (...args: [key: Key, start: Numeric, end: Numeric, callback: Callback<(string | null)[]>]): Sent<Chain>;
  } & Call<[key: Key, start: Numeric, end: Numeric], (string | null)[], Chain> &
    Call<[args: List], (string | null)[], Chain> &
    Call<[key: Key, rest: List], (string | null)[], Chain>;
  /**
   * Find the elements in a range of an array that match a text or a pattern.
   * Complexity: O(N*M), where N is the number of elements in the range and M the cost of a match.
   * Since Redis 8.8.0.
   * @see https://redis.io/docs/latest/commands/argrep/
   */
  argrep: {
    /**
     * Find the elements in a range of an array that match a text or a pattern.
     * Complexity: O(N*M), where N is the number of elements in the range and M the cost of a match.
     * Since Redis 8.8.0.
     * @see https://redis.io/docs/latest/commands/argrep/
     */
    (
      ...args: [
        key: Key,
        start: Numeric,
        end: Numeric,
        which: Token<'EXACT' | 'MATCH' | 'GLOB' | 'RE'>,
        value: Value,
        ...options: Item[],
        callback: Callback<unknown>,
      ]
    ): Sent<Chain>;
  } & Call<
    [
      key: Key,
      start: Numeric,
      end: Numeric,
      which: Token<'EXACT' | 'MATCH' | 'GLOB' | 'RE'>,
      value: Value,
      ...options: Item[],
    ],
    unknown,
    Chain
  > &
    Call<[args: List], unknown, Chain> &
    Call<[key: Key, rest: List], unknown, Chain>;
  /**
   * Get facts about an array.
   * Complexity: O(1); with FULL O(N), where N is the number of its slices.
   * Since Redis 8.8.0.
   * @see https://redis.io/docs/latest/commands/arinfo/
   */
  arinfo: {
    /**
     * Get facts about an array.
     * Complexity: O(1); with FULL O(N), where N is the number of its slices.
     * Since Redis 8.8.0.
     * @see https://redis.io/docs/latest/commands/arinfo/
     */
    (...args: [key: Key, callback: Callback<unknown[]>]): Sent<Chain>;
  } & Call<[key: Key] | [key: Key, full: Token<'FULL'>], unknown[], Chain> &
    Call<[args: List], unknown[], Chain> &
    Call<[key: Key, rest: List], unknown[], Chain>;
  /**
   * Add elements to an array, one after the other.
   * Complexity: O(N), where N is the number of values.
   * Since Redis 8.8.0.
   * @see https://redis.io/docs/latest/commands/arinsert/
   */
  arinsert: {
    /**
     * Add elements to an array, one after the other.
     * Complexity: O(N), where N is the number of values.
     * Since Redis 8.8.0.
     * @see https://redis.io/docs/latest/commands/arinsert/
     */
    (...args: [key: Key, ...value: Item[], callback: Callback<number>]): Sent<Chain>;
  } & Call<[key: Key, ...value: Item[]], number, Chain> &
    Call<[args: List], number, Chain>;
  /**
   * Get the elements that were added to an array last.
   * Complexity: O(N), where N is the number of elements asked for.
   * Since Redis 8.8.0.
   * @see https://redis.io/docs/latest/commands/arlastitems/
   */
  arlastitems: {
    /**
     * Get the elements that were added to an array last.
     * Complexity: O(N), where N is the number of elements asked for.
     * Since Redis 8.8.0.
     * @see https://redis.io/docs/latest/commands/arlastitems/
     */
    (...args: [key: Key, count: Numeric, callback: Callback<(string | null)[]>]): Sent<Chain>;
  } & Call<[key: Key, count: Numeric] | [key: Key, count: Numeric, rev: Token<'REV'>], (string | null)[], Chain> &
    Call<[args: List], (string | null)[], Chain> &
    Call<[key: Key, rest: List], (string | null)[], Chain>;
  /**
   * Get the length of an array, which is its largest index and one.
   * Complexity: O(1).
   * Since Redis 8.8.0.
   * @see https://redis.io/docs/latest/commands/arlen/
   */
  arlen: {
    /**
     * Get the length of an array, which is its largest index and one.
     * Complexity: O(1).
     * Since Redis 8.8.0.
     * @see https://redis.io/docs/latest/commands/arlen/
     */
    (...args: [key: Key, callback: Callback<number>]): Sent<Chain>;
  } & Call<[key: Key], number, Chain> &
    Call<[args: List], number, Chain>;
  /**
   * Get the elements at some indices of an array.
   * Complexity: O(N), where N is the number of indices.
   * Since Redis 8.8.0.
   * @see https://redis.io/docs/latest/commands/armget/
   */
  armget: {
    /**
     * Get the elements at some indices of an array.
     * Complexity: O(N), where N is the number of indices.
     * Since Redis 8.8.0.
     * @see https://redis.io/docs/latest/commands/armget/
     */
    (...args: [key: Key, ...index: Item[], callback: Callback<(string | null)[]>]): Sent<Chain>;
  } & Call<[key: Key, ...index: Item[]], (string | null)[], Chain> &
    Call<[args: List], (string | null)[], Chain>;
  /**
   * Set the elements at some indices of an array.
   * Complexity: O(N), where N is the number of pairs.
   * Since Redis 8.8.0.
   * @see https://redis.io/docs/latest/commands/armset/
   */
  armset: {
    /**
     * Set the elements at some indices of an array.
     * Complexity: O(N), where N is the number of pairs.
     * Since Redis 8.8.0.
     * @see https://redis.io/docs/latest/commands/armset/
     */
    (...args: [key: Key, ...indexAndValue: Item[], callback: Callback<number>]): Sent<Chain>;
  } & Call<[key: Key, ...indexAndValue: Item[]], number, Chain> &
    Call<[args: List], number, Chain>;
  /**
   * Get the index at which ARINSERT adds next.
   * Complexity: O(1).
   * Since Redis 8.8.0.
   * @see https://redis.io/docs/latest/commands/arnext/
   */
  arnext: {
    /**
     * Get the index at which ARINSERT adds next.
     * Complexity: O(1).
     * Since Redis 8.8.0.
     * @see https://redis.io/docs/latest/commands/arnext/
     */
    (...args: [key: Key, callback: Callback<number | null>]): Sent<Chain>;
  } & Call<[key: Key], number | null, Chain> &
    Call<[args: List], number | null, Chain>;
  /**
   * Add, compare or combine the elements in a range of an array.
   * Complexity: O(N), where N is the number of elements in the range.
   * Since Redis 8.8.0.
   * @see https://redis.io/docs/latest/commands/arop/
   */
  arop: {
    /**
     * Add, compare or combine the elements in a range of an array.
     * Complexity: O(N), where N is the number of elements in the range.
     * Since Redis 8.8.0.
     * @see https://redis.io/docs/latest/commands/arop/
     */
    (
      ...args: [
        key: Key,
        start: Numeric,
        end: Numeric,
        which: Token<'SUM' | 'MIN' | 'MAX' | 'AND' | 'OR' | 'XOR' | 'MATCH' | 'USED'>,
        callback: Callback<unknown>,
      ]
    ): Sent<Chain>;
  } & Call<
    | [
        key: Key,
        start: Numeric,
        end: Numeric,
        which: Token<'SUM' | 'MIN' | 'MAX' | 'AND' | 'OR' | 'XOR' | 'MATCH' | 'USED'>,
      ]
    | [
        key: Key,
        start: Numeric,
        end: Numeric,
        which: Token<'SUM' | 'MIN' | 'MAX' | 'AND' | 'OR' | 'XOR' | 'MATCH' | 'USED'>,
        value: Value,
      ],
    unknown,
    Chain
  > &
    Call<[args: List], unknown, Chain> &
    Call<[key: Key, rest: List], unknown, Chain>;
  /**
   * Add elements to an array that is a ring of a given size.
   * Complexity: O(N), where N is the number of values; more when the size changes.
   * Since Redis 8.8.0.
   * @see https://redis.io/docs/latest/commands/arring/
   */
  arring: {
    /**
     * Add elements to an array that is a ring of a given size.
     * Complexity: O(N), where N is the number of values; more when the size changes.
     * Since Redis 8.8.0.
     * @see https://redis.io/docs/latest/commands/arring/
     */
    (...args: [key: Key, size: Numeric, ...value: Item[], callback: Callback<number>]): Sent<Chain>;
  } & Call<[key: Key, size: Numeric, ...value: Item[]], number, Chain> &
    Call<[args: List], number, Chain> &
    Call<[key: Key, rest: List], number, Chain>;
  /**
   * Get the elements that are in a range of an array, with their indices.
   * Complexity: O(N), where N is the number of elements in the range.
   * Since Redis 8.8.0.
   * @see https://redis.io/docs/latest/commands/arscan/
   */
  arscan: {
    /**
     * Get the elements that are in a range of an array, with their indices.
     * Complexity: O(N), where N is the number of elements in the range.
     * Since Redis 8.8.0.
     * @see https://redis.io/docs/latest/commands/arscan/
     */
    (...args: [key: Key, start: Numeric, end: Numeric, ...options: Item[], callback: Callback<unknown>]): Sent<Chain>;
  } & Call<[key: Key, start: Numeric, end: Numeric, ...options: Item[]], unknown, Chain> &
    Call<[args: List], unknown, Chain> &
    Call<[key: Key, rest: List], unknown, Chain>;
  /**
   * Set the index at which ARINSERT and ARRING add next.
   * Complexity: O(1).
   * Since Redis 8.8.0.
   * @see https://redis.io/docs/latest/commands/arseek/
   */
  arseek: {
    /**
     * Set the index at which ARINSERT and ARRING add next.
     * Complexity: O(1).
     * Since Redis 8.8.0.
     * @see https://redis.io/docs/latest/commands/arseek/
     */
    (...args: [key: Key, index: Numeric, callback: Callback<number>]): Sent<Chain>;
  } & Call<[key: Key, index: Numeric], number, Chain> &
    Call<[args: List], number, Chain> &
    Call<[key: Key, rest: List], number, Chain>;
  /**
   * Set elements of an array, one after the other from an index on.
   * Complexity: O(N), where N is the number of values.
   * Since Redis 8.8.0.
   * @see https://redis.io/docs/latest/commands/arset/
   */
  arset: {
    /**
     * Set elements of an array, one after the other from an index on.
     * Complexity: O(N), where N is the number of values.
     * Since Redis 8.8.0.
     * @see https://redis.io/docs/latest/commands/arset/
     */
    (...args: [key: Key, index: Numeric, ...value: Item[], callback: Callback<number>]): Sent<Chain>;
  } & Call<[key: Key, index: Numeric, ...value: Item[]], number, Chain> &
    Call<[args: List], number, Chain> &
    Call<[key: Key, rest: List], number, Chain>;
  /**
   * Sent by cluster clients after an -ASK redirect.
   * Complexity: O(1).
   * Since Redis 3.0.0.
   * @see https://redis.io/docs/latest/commands/asking/
   */
  asking: {
    /**
     * Sent by cluster clients after an -ASK redirect.
     * Complexity: O(1).
     * Since Redis 3.0.0.
     * @see https://redis.io/docs/latest/commands/asking/
     */
    (...args: [callback: Callback<'OK'>]): Sent<Chain>;
  } & Call<[], 'OK', Chain>;
  /**
   * Authenticate to the server.
   * Complexity: O(N) where N is the number of passwords defined for the user.
   * Since Redis 1.0.0.
   * @see https://redis.io/docs/latest/commands/auth/
   */
  auth: {
    /**
     * Authenticate to the server.
     * Complexity: O(N) where N is the number of passwords defined for the user.
     * Since Redis 1.0.0.
     * @see https://redis.io/docs/latest/commands/auth/
     */
    (...args: [...args: Item[], callback: Callback<'OK'>]): Sent<Chain>;
  } & Call<[...args: Item[]], 'OK', Chain>;
  /**
   * A container for commands that manage backups.
   * Complexity: Depends on subcommand.
   * Since Redis 8.6.0.
   * @see https://redis.io/docs/latest/commands/backup/
   */
  backup: {
    /**
     * A container for commands that manage backups.
     * Complexity: Depends on subcommand.
     * Since Redis 8.6.0.
     * @see https://redis.io/docs/latest/commands/backup/
     */
    (...args: [subcommand: string, ...args: Item[], callback: Callback<unknown>]): Sent<Chain>;
  } & Call<[subcommand: string, ...args: Item[]], unknown, Chain> &
    Call<[args: List], unknown, Chain>;
  /**
   * Asynchronously rewrite the append-only file.
   * Complexity: O(1).
   * Since Redis 1.0.0.
   * @see https://redis.io/docs/latest/commands/bgrewriteaof/
   */
  bgrewriteaof: {
    /**
     * Asynchronously rewrite the append-only file.
     * Complexity: O(1).
     * Since Redis 1.0.0.
     * @see https://redis.io/docs/latest/commands/bgrewriteaof/
     */
    (...args: [callback: Callback<string>]): Sent<Chain>;
  } & Call<[], string, Chain>;
  /**
   * Asynchronously save the dataset to disk.
   * Complexity: O(1).
   * Since Redis 1.0.0.
   * @see https://redis.io/docs/latest/commands/bgsave/
   */
  bgsave: {
    /**
     * Asynchronously save the dataset to disk.
     * Complexity: O(1).
     * Since Redis 1.0.0.
     * @see https://redis.io/docs/latest/commands/bgsave/
     */
    (...args: [callback: Callback<string>]): Sent<Chain>;
  } & Call<[] | [schedule: Token<'SCHEDULE'>], string, Chain> &
    Call<[args: List], string, Chain>;
  /**
   * Count set bits in a string.
   * Complexity: O(N).
   * Since Redis 2.6.0.
   * @see https://redis.io/docs/latest/commands/bitcount/
   */
  bitcount: {
    /**
     * Count set bits in a string.
     * Complexity: O(N).
     * Since Redis 2.6.0.
     * @see https://redis.io/docs/latest/commands/bitcount/
     */
    (...args: [key: Key, ...options: Item[], callback: Callback<number>]): Sent<Chain>;
  } & Call<[key: Key, ...options: Item[]], number, Chain> &
    Call<[args: List], number, Chain>;
  /**
   * Perform arbitrary bitfield integer operations on strings.
   * Complexity: O(1) for each subcommand specified.
   * Since Redis 3.2.0.
   * @see https://redis.io/docs/latest/commands/bitfield/
   */
  bitfield: {
    /**
     * Perform arbitrary bitfield integer operations on strings.
     * Complexity: O(1) for each subcommand specified.
     * Since Redis 3.2.0.
     * @see https://redis.io/docs/latest/commands/bitfield/
     */
    (...args: [key: Key, ...operation: Item[], callback: Callback<(number | null)[]>]): Sent<Chain>;
  } & Call<[key: Key, ...operation: Item[]], (number | null)[], Chain> &
    Call<[args: List], (number | null)[], Chain>;
  /**
   * Perform arbitrary bitfield integer operations on strings. Read-only variant of BITFIELD.
   * Complexity: O(1) for each subcommand specified.
   * Since Redis 6.0.0.
   * @see https://redis.io/docs/latest/commands/bitfield_ro/
   */
  bitfield_ro: {
    /**
     * Perform arbitrary bitfield integer operations on strings. Read-only variant of BITFIELD.
     * Complexity: O(1) for each subcommand specified.
     * Since Redis 6.0.0.
     * @see https://redis.io/docs/latest/commands/bitfield_ro/
     */
    (...args: [key: Key, ...encodingAndOffset: Item[], callback: Callback<(number | null)[]>]): Sent<Chain>;
  } & Call<[key: Key, ...encodingAndOffset: Item[]], (number | null)[], Chain> &
    Call<[args: List], (number | null)[], Chain>;
  /**
   * Perform bitwise operations between strings.
   * Complexity: O(N).
   * Since Redis 2.6.0.
   * @see https://redis.io/docs/latest/commands/bitop/
   */
  bitop: {
    /**
     * Perform bitwise operations between strings.
     * Complexity: O(N).
     * Since Redis 2.6.0.
     * @see https://redis.io/docs/latest/commands/bitop/
     */
    (...args: [operation: Value, destkey: Key, ...key: Item[], callback: Callback<number>]): Sent<Chain>;
  } & Call<[operation: Value, destkey: Key, ...key: Item[]], number, Chain> &
    Call<[args: List], number, Chain> &
    Call<[operation: Value, rest: List], number, Chain>;
  /**
   * Find first bit set or clear in a string.
   * Complexity: O(N).
   * Since Redis 2.8.7.
   * @see https://redis.io/docs/latest/commands/bitpos/
   */
  bitpos: {
    /**
     * Find first bit set or clear in a string.
     * Complexity: O(N).
     * Since Redis 2.8.7.
     * @see https://redis.io/docs/latest/commands/bitpos/
     */
    (...args: [key: Key, bit: Numeric, ...options: Item[], callback: Callback<number>]): Sent<Chain>;
  } & Call<[key: Key, bit: Numeric, ...options: Item[]], number, Chain> &
    Call<[args: List], number, Chain> &
    Call<[key: Key, rest: List], number, Chain>;
  /**
   * A container for commands that bless keys.
   * Complexity: Depends on subcommand.
   * Since Redis 8.10.0.
   * @see https://redis.io/docs/latest/commands/bless/
   */
  bless: {
    /**
     * A container for commands that bless keys.
     * Complexity: Depends on subcommand.
     * Since Redis 8.10.0.
     * @see https://redis.io/docs/latest/commands/bless/
     */
    (...args: [subcommand: string, ...args: Item[], callback: Callback<unknown>]): Sent<Chain>;
  } & Call<[subcommand: string, ...args: Item[]], unknown, Chain> &
    Call<[args: List], unknown, Chain>;
  /**
   * Pop an element from a list, push it to another list and return it; or block until one is available.
   * Complexity: O(1).
   * Since Redis 6.2.0.
   * @see https://redis.io/docs/latest/commands/blmove/
   */
  blmove: {
    /**
     * Pop an element from a list, push it to another list and return it; or block until one is available.
     * Complexity: O(1).
     * Since Redis 6.2.0.
     * @see https://redis.io/docs/latest/commands/blmove/
     */
    (
      ...args: [
        source: Key,
        destination: Key,
        wherefrom: Token<'LEFT' | 'RIGHT'>,
        whereto: Token<'LEFT' | 'RIGHT'>,
        timeout: Numeric,
        callback: Callback<string | null>,
      ]
    ): Sent<Chain>;
  } & Call<
    [
      source: Key,
      destination: Key,
      wherefrom: Token<'LEFT' | 'RIGHT'>,
      whereto: Token<'LEFT' | 'RIGHT'>,
      timeout: Numeric,
    ],
    string | null,
    Chain
  > &
    Call<[args: List], string | null, Chain> &
    Call<[source: Key, rest: List], string | null, Chain>;
  /**
   * Move several elements from one list to another and get them; wait for them where there are none.
   * Complexity: O(N), where N is the number of elements.
   * Since Redis 8.10.0.
   * @see https://redis.io/docs/latest/commands/blmovem/
   */
  blmovem: {
    /**
     * Move several elements from one list to another and get them; wait for them where there are none.
     * Complexity: O(N), where N is the number of elements.
     * Since Redis 8.10.0.
     * @see https://redis.io/docs/latest/commands/blmovem/
     */
    (
      ...args: [
        source: Key,
        destination: Key,
        which: Token<'LEFT' | 'RIGHT'>,
        which: Token<'LEFT' | 'RIGHT'>,
        timeout: Numeric,
        ...options: Item[],
        callback: Callback<string[] | null>,
      ]
    ): Sent<Chain>;
  } & Call<
    [
      source: Key,
      destination: Key,
      which: Token<'LEFT' | 'RIGHT'>,
      which: Token<'LEFT' | 'RIGHT'>,
      timeout: Numeric,
      ...options: Item[],
    ],
    string[] | null,
    Chain
  > &
    Call<[args: List], string[] | null, Chain> &
    Call<[source: Key, rest: List], string[] | null, Chain>;
  /**
   * Pop elements from a list, or block until one is available.
   * Complexity: O(N+M) where N is the number of provided keys and M is the number of elements returned.
   * Since Redis 7.0.0.
   * @see https://redis.io/docs/latest/commands/blmpop/
   */
  blmpop: {
    /**
     * Pop elements from a list, or block until one is available.
     * Complexity: O(N+M) where N is the number of provided keys and M is the number of elements returned.
     * Since Redis 7.0.0.
     * @see https://redis.io/docs/latest/commands/blmpop/
     */
    (
      ...args: [
        timeout: Numeric,
        numkeys: Numeric,
        ...args: Item[],
        callback: Callback<[key: string, elements: string[]] | null>,
      ]
    ): Sent<Chain>;
  } & Call<[timeout: Numeric, numkeys: Numeric, ...args: Item[]], [key: string, elements: string[]] | null, Chain> &
    Call<[args: List], [key: string, elements: string[]] | null, Chain> &
    Call<[timeout: Numeric, rest: List], [key: string, elements: string[]] | null, Chain>;
  /**
   * Remove and get the first element in a list, or block until one is available.
   * Complexity: O(N) where N is the number of provided keys.
   * Since Redis 2.0.0.
   * @see https://redis.io/docs/latest/commands/blpop/
   */
  blpop: {
    /**
     * Remove and get the first element in a list, or block until one is available.
     * Complexity: O(N) where N is the number of provided keys.
     * Since Redis 2.0.0.
     * @see https://redis.io/docs/latest/commands/blpop/
     */
    (...args: [...args: Item[], callback: Callback<[key: string, element: string] | null>]): Sent<Chain>;
  } & Call<[...args: Item[]], [key: string, element: string] | null, Chain>;
  /**
   * Remove and get the last element in a list, or block until one is available.
   * Complexity: O(N) where N is the number of provided keys.
   * Since Redis 2.0.0.
   * @see https://redis.io/docs/latest/commands/brpop/
   */
  brpop: {
    /**
     * Remove and get the last element in a list, or block until one is available.
     * Complexity: O(N) where N is the number of provided keys.
     * Since Redis 2.0.0.
     * @see https://redis.io/docs/latest/commands/brpop/
     */
    (...args: [...args: Item[], callback: Callback<[key: string, element: string] | null>]): Sent<Chain>;
  } & Call<[...args: Item[]], [key: string, element: string] | null, Chain>;
  /**
   * Pop an element from a list, push it to another list and return it; or block until one is available.
   * Complexity: O(1).
   * Since Redis 2.2.0.
   * @see https://redis.io/docs/latest/commands/brpoplpush/
   */
  brpoplpush: {
    /**
     * Pop an element from a list, push it to another list and return it; or block until one is available.
     * Complexity: O(1).
     * Since Redis 2.2.0.
     * @see https://redis.io/docs/latest/commands/brpoplpush/
     */
    (...args: [source: Key, destination: Key, timeout: Numeric, callback: Callback<string | null>]): Sent<Chain>;
  } & Call<[source: Key, destination: Key, timeout: Numeric], string | null, Chain> &
    Call<[args: List], string | null, Chain> &
    Call<[source: Key, rest: List], string | null, Chain>;
  /**
   * Remove and return members with scores in a sorted set or block until one is available.
   * Complexity: O(K) + O(M*log(N)) where K is the number of provided keys, N being the number of elements in the
   * sorted set, and M being the number of elements popped.
   * Since Redis 7.0.0.
   * @see https://redis.io/docs/latest/commands/bzmpop/
   */
  bzmpop: {
    /**
     * Remove and return members with scores in a sorted set or block until one is available.
     * Complexity: O(K) + O(M*log(N)) where K is the number of provided keys, N being the number of elements in the
     * sorted set, and M being the number of elements popped.
     * Since Redis 7.0.0.
     * @see https://redis.io/docs/latest/commands/bzmpop/
     */
    (
      ...args: [
        timeout: Numeric,
        numkeys: Numeric,
        ...args: Item[],
        callback: Callback<[key: string, elements: [member: string, score: string][]] | null>,
      ]
    ): Sent<Chain>;
  } & Call<
    [timeout: Numeric, numkeys: Numeric, ...args: Item[]],
    [key: string, elements: [member: string, score: string][]] | null,
    Chain
  > &
    Call<[args: List], [key: string, elements: [member: string, score: string][]] | null, Chain> &
    Call<[timeout: Numeric, rest: List], [key: string, elements: [member: string, score: string][]] | null, Chain>;
  /**
   * Remove and return the member with the highest score from one or more sorted sets, or block until one is
   * available.
   * Complexity: O(log(N)) with N being the number of elements in the sorted set.
   * Since Redis 5.0.0.
   * @see https://redis.io/docs/latest/commands/bzpopmax/
   */
  bzpopmax: {
    /**
     * Remove and return the member with the highest score from one or more sorted sets, or block until one is
     * available.
     * Complexity: O(log(N)) with N being the number of elements in the sorted set.
     * Since Redis 5.0.0.
     * @see https://redis.io/docs/latest/commands/bzpopmax/
     */
    (...args: [...args: Item[], callback: Callback<[key: string, member: string, score: string] | null>]): Sent<Chain>;
  } & Call<[...args: Item[]], [key: string, member: string, score: string] | null, Chain>;
  /**
   * Remove and return the member with the lowest score from one or more sorted sets, or block until one is
   * available.
   * Complexity: O(log(N)) with N being the number of elements in the sorted set.
   * Since Redis 5.0.0.
   * @see https://redis.io/docs/latest/commands/bzpopmin/
   */
  bzpopmin: {
    /**
     * Remove and return the member with the lowest score from one or more sorted sets, or block until one is
     * available.
     * Complexity: O(log(N)) with N being the number of elements in the sorted set.
     * Since Redis 5.0.0.
     * @see https://redis.io/docs/latest/commands/bzpopmin/
     */
    (...args: [...args: Item[], callback: Callback<[key: string, member: string, score: string] | null>]): Sent<Chain>;
  } & Call<[...args: Item[]], [key: string, member: string, score: string] | null, Chain>;
  /**
   * A container for client connection commands.
   * Complexity: Depends on subcommand.
   * Since Redis 2.4.0.
   * @see https://redis.io/docs/latest/commands/client/
   */
  client: {
    /**
     * A container for client connection commands.
     * Complexity: Depends on subcommand.
     * Since Redis 2.4.0.
     * @see https://redis.io/docs/latest/commands/client/
     */
    (...args: [subcommand: Token<'GETNAME'>, callback: Callback<string | null>]): Sent<Chain>;
  } & Call<[subcommand: Token<'GETNAME'>], string | null, Chain> &
    Call<[subcommand: Token<'ID'>], number, Chain> &
    Call<[subcommand: Token<'INFO'>], string, Chain> &
    Call<[subcommand: Token<'LIST'>, ...args: Item[]], string, Chain> &
    Call<[subcommand: Token<'SETNAME'>, connectionName: Value], 'OK', Chain> &
    Call<[subcommand: string, ...args: Item[]], unknown, Chain> &
    Call<[args: List], unknown, Chain> &
    Call<[subcommand: string, rest: List], unknown, Chain>;
  /**
   * A container for cluster commands.
   * Complexity: Depends on subcommand.
   * Since Redis 3.0.0.
   * @see https://redis.io/docs/latest/commands/cluster/
   */
  cluster: {
    /**
     * A container for cluster commands.
     * Complexity: Depends on subcommand.
     * Since Redis 3.0.0.
     * @see https://redis.io/docs/latest/commands/cluster/
     */
    (...args: [subcommand: Token<'COUNTKEYSINSLOT'>, slot: Numeric, callback: Callback<number>]): Sent<Chain>;
  } & Call<[subcommand: Token<'COUNTKEYSINSLOT'>, slot: Numeric], number, Chain> &
    Call<[subcommand: Token<'GETKEYSINSLOT'>, slot: Numeric, count: Numeric], string[], Chain> &
    Call<[subcommand: Token<'INFO'>], string, Chain> &
    Call<[subcommand: Token<'KEYSLOT'>, key: Value], number, Chain> &
    Call<[subcommand: Token<'MYID'>], string, Chain> &
    Call<[subcommand: Token<'NODES'>], string, Chain> &
    Call<[subcommand: Token<'SLOTS'>], [first: number, last: number, ...servers: unknown[]][], Chain> &
    Call<[subcommand: string, ...args: Item[]], unknown, Chain> &
    Call<[args: List], unknown, Chain> &
    Call<[subcommand: string, rest: List], unknown, Chain>;
  /**
   * Get array of Redis command details.
   * Complexity: O(N) where N is the total number of Redis commands.
   * Since Redis 2.8.13.
   * @see https://redis.io/docs/latest/commands/command/
   */
  command: {
    /**
     * Get array of Redis command details.
     * Complexity: O(N) where N is the total number of Redis commands.
     * Since Redis 2.8.13.
     * @see https://redis.io/docs/latest/commands/command/
     */
    (...args: [callback: Callback<unknown[]>]): Sent<Chain>;
  } & Call<[], unknown[], Chain> &
    Call<[subcommand: Token<'COUNT'>], number, Chain> &
    Call<[subcommand: Token<'LIST'>, ...options: Item[]], string[], Chain> &
    Call<[subcommand: string, ...args: Item[]], unknown, Chain> &
    Call<[args: List], unknown, Chain>;
  /**
   * A container for server configuration commands.
   * Complexity: Depends on subcommand.
   * Since Redis 2.0.0.
   * @see https://redis.io/docs/latest/commands/config/
   */
  config: {
    /**
     * A container for server configuration commands.
     * Complexity: Depends on subcommand.
     * Since Redis 2.0.0.
     * @see https://redis.io/docs/latest/commands/config/
     */
    (...args: [subcommand: Token<'GET'>, ...parameter: Item[], callback: Callback<string[]>]): Sent<Chain>;
  } & Call<[subcommand: Token<'GET'>, ...parameter: Item[]], string[], Chain> &
    Call<[subcommand: Token<'RESETSTAT'>], 'OK', Chain> &
    Call<[subcommand: Token<'SET'>, ...parameterAndValue: Item[]], 'OK', Chain> &
    Call<[subcommand: string, ...args: Item[]], unknown, Chain> &
    Call<[args: List], unknown, Chain>;
  /**
   * Copy a key.
   * Complexity: O(N) worst case for collections, where N is the number of nested items. O(1) for string values.
   * Since Redis 6.2.0.
   * @see https://redis.io/docs/latest/commands/copy/
   */
  copy: {
    /**
     * Copy a key.
     * Complexity: O(N) worst case for collections, where N is the number of nested items. O(1) for string values.
     * Since Redis 6.2.0.
     * @see https://redis.io/docs/latest/commands/copy/
     */
    (...args: [source: Key, destination: Key, ...args: Item[], callback: Callback<number>]): Sent<Chain>;
  } & Call<[source: Key, destination: Key, ...args: Item[]], number, Chain> &
    Call<[args: List], number, Chain> &
    Call<[source: Key, rest: List], number, Chain>;
  /**
   * Return the number of keys in the selected database.
   * Complexity: O(1).
   * Since Redis 1.0.0.
   * @see https://redis.io/docs/latest/commands/dbsize/
   */
  dbsize: {
    /**
     * Return the number of keys in the selected database.
     * Complexity: O(1).
     * Since Redis 1.0.0.
     * @see https://redis.io/docs/latest/commands/dbsize/
     */
    (...args: [callback: Callback<number>]): Sent<Chain>;
  } & Call<[], number, Chain>;
  /**
   * A container for debugging commands.
   * Complexity: Depends on subcommand.
   * Since Redis 1.0.0.
   * @see https://redis.io/docs/latest/commands/debug/
   */
  debug: {
    /**
     * A container for debugging commands.
     * Complexity: Depends on subcommand.
     * Since Redis 1.0.0.
     * @see https://redis.io/docs/latest/commands/debug/
     */
    (...args: [subcommand: string, ...args: Item[], callback: Callback<unknown>]): Sent<Chain>;
  } & Call<[subcommand: string, ...args: Item[]], unknown, Chain> &
    Call<[args: List], unknown, Chain>;
  /**
   * Decrement the integer value of a key by one.
   * Complexity: O(1).
   * Since Redis 1.0.0.
   * @see https://redis.io/docs/latest/commands/decr/
   */
  decr: {
    /**
     * Decrement the integer value of a key by one.
     * Complexity: O(1).
     * Since Redis 1.0.0.
     * @see https://redis.io/docs/latest/commands/decr/
     */
    (...args: [key: Key, callback: Callback<number>]): Sent<Chain>;
  } & Call<[key: Key], number, Chain> &
    Call<[args: List], number, Chain>;
  /**
   * Decrement the integer value of a key by the given number.
   * Complexity: O(1).
   * Since Redis 1.0.0.
   * @see https://redis.io/docs/latest/commands/decrby/
   */
  decrby: {
    /**
     * Decrement the integer value of a key by the given number.
     * Complexity: O(1).
     * Since Redis 1.0.0.
     * @see https://redis.io/docs/latest/commands/decrby/
     */
    (...args: [key: Key, decrement: Numeric, callback: Callback<number>]): Sent<Chain>;
  } & Call<[key: Key, decrement: Numeric], number, Chain> &
    Call<[args: List], number, Chain> &
    Call<[key: Key, rest: List], number, Chain>;
  /**
   * Delete a key.
   * Complexity: O(N) where N is the number of keys that will be removed. When a key to remove holds a value other
   * than a string, the individual complexity for this key is O(M) where M is the number of elements in the list,
   * set, sorted set or hash. Removing a single key that holds a string value is O(1).
   * Since Redis 1.0.0.
   * @see https://redis.io/docs/latest/commands/del/
   */
  del: {
    /**
     * Delete a key.
     * Complexity: O(N) where N is the number of keys that will be removed. When a key to remove holds a value other
     * than a string, the individual complexity for this key is O(M) where M is the number of elements in the list,
     * set, sorted set or hash. Removing a single key that holds a string value is O(1).
     * Since Redis 1.0.0.
     * @see https://redis.io/docs/latest/commands/del/
     */
    (...args: [...key: Item[], callback: Callback<number>]): Sent<Chain>;
  } & Call<[...key: Item[]], number, Chain>;
  /**
   * Delete a key if its value, or the digest of its value, is or is not a given one.
   * Complexity: O(1) for a comparison of values or without one; O(N) for a comparison of digests, where N is the
   * length of the value.
   * Since Redis 8.4.0.
   * @see https://redis.io/docs/latest/commands/delex/
   */
  delex: {
    /**
     * Delete a key if its value, or the digest of its value, is or is not a given one.
     * Complexity: O(1) for a comparison of values or without one; O(N) for a comparison of digests, where N is the
     * length of the value.
     * Since Redis 8.4.0.
     * @see https://redis.io/docs/latest/commands/delex/
     */
    (...args: [key: Key, ...options: Item[], callback: Callback<number>]): Sent<Chain>;
  } & Call<[key: Key, ...options: Item[]], number, Chain> &
    Call<[args: List], number, Chain>;
  /**
   * Get the hash digest of a string value, as hexadecimal text.
   * Complexity: O(N) where N is the length of the value.
   * Since Redis 8.4.0.
   * @see https://redis.io/docs/latest/commands/digest/
   */
  digest: {
    /**
     * Get the hash digest of a string value, as hexadecimal text.
     * Complexity: O(N) where N is the length of the value.
     * Since Redis 8.4.0.
     * @see https://redis.io/docs/latest/commands/digest/
     */
    (...args: [key: Key, callback: Callback<string | null>]): Sent<Chain>;
  } & Call<[key: Key], string | null, Chain> &
    Call<[args: List], string | null, Chain>;
  /**
   * Return a serialized version of the value stored at the specified key.
   * Complexity: O(1) to access the key and additional O(N*M) to serialize it, where N is the number of Redis
   * objects composing the value and M their average size. For small string values the time complexity is thus
   * O(1)+O(1*M) where M is small, so simply O(1).
   * Since Redis 2.6.0.
   * @see https://redis.io/docs/latest/commands/dump/
   */
  dump: {
    /**
     * Return a serialized version of the value stored at the specified key.
     * Complexity: O(1) to access the key and additional O(N*M) to serialize it, where N is the number of Redis
     * objects composing the value and M their average size. For small string values the time complexity is thus
     * O(1)+O(1*M) where M is small, so simply O(1).
     * Since Redis 2.6.0.
     * @see https://redis.io/docs/latest/commands/dump/
     */
    (...args: [key: Key, callback: Callback<string | null>]): Sent<Chain>;
  } & Call<[key: Key], string | null, Chain> &
    Call<[args: List], string | null, Chain>;
  /**
   * Echo the given string.
   * Complexity: O(1).
   * Since Redis 1.0.0.
   * @see https://redis.io/docs/latest/commands/echo/
   */
  echo: {
    /**
     * Echo the given string.
     * Complexity: O(1).
     * Since Redis 1.0.0.
     * @see https://redis.io/docs/latest/commands/echo/
     */
    (...args: [message: Value, callback: Callback<string>]): Sent<Chain>;
  } & Call<[message: Value], string, Chain> &
    Call<[args: List], string, Chain>;
  /**
   * Execute a Lua script server side.
   * Complexity: Depends on the script that is executed.
   * Since Redis 2.6.0.
   * @see https://redis.io/docs/latest/commands/eval/
   */
  eval: {
    /**
     * Execute a Lua script server side.
     * Complexity: Depends on the script that is executed.
     * Since Redis 2.6.0.
     * @see https://redis.io/docs/latest/commands/eval/
     */
    (...args: [script: Value, numkeys: Numeric, ...args: Item[], callback: Callback<unknown>]): Sent<Chain>;
  } & Call<[script: Value, numkeys: Numeric, ...args: Item[]], unknown, Chain> &
    Call<[args: List], unknown, Chain> &
    Call<[script: Value, rest: List], unknown, Chain>;
  /**
   * Execute a read-only Lua script server side.
   * Complexity: Depends on the script that is executed.
   * Since Redis 7.0.0.
   * @see https://redis.io/docs/latest/commands/eval_ro/
   */
  eval_ro: {
    /**
     * Execute a read-only Lua script server side.
     * Complexity: Depends on the script that is executed.
     * Since Redis 7.0.0.
     * @see https://redis.io/docs/latest/commands/eval_ro/
     */
    (...args: [script: Value, numkeys: Numeric, ...args: Item[], callback: Callback<unknown>]): Sent<Chain>;
  } & Call<[script: Value, numkeys: Numeric, ...args: Item[]], unknown, Chain> &
    Call<[args: List], unknown, Chain> &
    Call<[script: Value, rest: List], unknown, Chain>;
  /**
   * Execute a Lua script server side.
   * Complexity: Depends on the script that is executed.
   * Since Redis 2.6.0.
   * @see https://redis.io/docs/latest/commands/evalsha/
   */
  evalsha: {
    /**
     * Execute a Lua script server side.
     * Complexity: Depends on the script that is executed.
     * Since Redis 2.6.0.
     * @see https://redis.io/docs/latest/commands/evalsha/
     */
    (...args: [sha1: Value, numkeys: Numeric, ...args: Item[], callback: Callback<unknown>]): Sent<Chain>;
  } & Call<[sha1: Value, numkeys: Numeric, ...args: Item[]], unknown, Chain> &
    Call<[args: List], unknown, Chain> &
    Call<[sha1: Value, rest: List], unknown, Chain>;
  /**
   * Execute a read-only Lua script server side.
   * Complexity: Depends on the script that is executed.
   * Since Redis 7.0.0.
   * @see https://redis.io/docs/latest/commands/evalsha_ro/
   */
  evalsha_ro: {
    /**
     * Execute a read-only Lua script server side.
     * Complexity: Depends on the script that is executed.
     * Since Redis 7.0.0.
     * @see https://redis.io/docs/latest/commands/evalsha_ro/
     */
    (...args: [sha1: Value, numkeys: Numeric, ...args: Item[], callback: Callback<unknown>]): Sent<Chain>;
  } & Call<[sha1: Value, numkeys: Numeric, ...args: Item[]], unknown, Chain> &
    Call<[args: List], unknown, Chain> &
    Call<[sha1: Value, rest: List], unknown, Chain>;
  /**
   * Determine if a key exists.
   * Complexity: O(N) where N is the number of keys to check.
   * Since Redis 1.0.0.
   * @see https://redis.io/docs/latest/commands/exists/
   */
  exists: {
    /**
     * Determine if a key exists.
     * Complexity: O(N) where N is the number of keys to check.
     * Since Redis 1.0.0.
     * @see https://redis.io/docs/latest/commands/exists/
     */
    (...args: [...key: Item[], callback: Callback<number>]): Sent<Chain>;
  } & Call<[...key: Item[]], number, Chain>;
  /**
   * Set a key's time to live in seconds.
   * Complexity: O(1).
   * Since Redis 1.0.0.
   * @see https://redis.io/docs/latest/commands/expire/
   */
  expire: {
    /**
     * Set a key's time to live in seconds.
     * Complexity: O(1).
     * Since Redis 1.0.0.
     * @see https://redis.io/docs/latest/commands/expire/
     */
    (...args: [key: Key, seconds: Numeric, callback: Callback<number>]): Sent<Chain>;
  } & Call<
    [key: Key, seconds: Numeric] | [key: Key, seconds: Numeric, condition: Token<'NX' | 'XX' | 'GT' | 'LT'>],
    number,
    Chain
  > &
    Call<[args: List], number, Chain> &
    Call<[key: Key, rest: List], number, Chain>;
  /**
   * Set the expiration for a key as a UNIX timestamp.
   * Complexity: O(1).
   * Since Redis 1.2.0.
   * @see https://redis.io/docs/latest/commands/expireat/
   */
  expireat: {
    /**
     * Set the expiration for a key as a UNIX timestamp.
     * Complexity: O(1).
     * Since Redis 1.2.0.
     * @see https://redis.io/docs/latest/commands/expireat/
     */
    (...args: [key: Key, unixTimeSeconds: Numeric, callback: Callback<number>]): Sent<Chain>;
  } & Call<
    | [key: Key, unixTimeSeconds: Numeric]
    | [key: Key, unixTimeSeconds: Numeric, condition: Token<'NX' | 'XX' | 'GT' | 'LT'>],
    number,
    Chain
  > &
    Call<[args: List], number, Chain> &
    Call<[key: Key, rest: List], number, Chain>;
  /**
   * Get the expiration Unix timestamp for a key.
   * Complexity: O(1).
   * Since Redis 7.0.0.
   * @see https://redis.io/docs/latest/commands/expiretime/
   */
  expiretime: {
    /**
     * Get the expiration Unix timestamp for a key.
     * Complexity: O(1).
     * Since Redis 7.0.0.
     * @see https://redis.io/docs/latest/commands/expiretime/
     */
    (...args: [key: Key, callback: Callback<number>]): Sent<Chain>;
  } & Call<[key: Key], number, Chain> &
    Call<[args: List], number, Chain>;
  /**
   * Start a coordinated failover between this server and one of its replicas.
   * Complexity: O(1).
   * Since Redis 6.2.0.
   * @see https://redis.io/docs/latest/commands/failover/
   */
  failover: {
    /**
     * Start a coordinated failover between this server and one of its replicas.
     * Complexity: O(1).
     * Since Redis 6.2.0.
     * @see https://redis.io/docs/latest/commands/failover/
     */
    (...args: [...args: Item[], callback: Callback<'OK'>]): Sent<Chain>;
  } & Call<[...args: Item[]], 'OK', Chain>;
  /**
   * Invoke a function.
   * Complexity: Depends on the function that is executed.
   * Since Redis 7.0.0.
   * @see https://redis.io/docs/latest/commands/fcall/
   */
  fcall: {
    /**
     * Invoke a function.
     * Complexity: Depends on the function that is executed.
     * Since Redis 7.0.0.
     * @see https://redis.io/docs/latest/commands/fcall/
     */
    (...args: [function: Value, numkeys: Numeric, ...args: Item[], callback: Callback<unknown>]): Sent<Chain>;
  } & Call<[function: Value, numkeys: Numeric, ...args: Item[]], unknown, Chain> &
    Call<[args: List], unknown, Chain> &
    Call<[function: Value, rest: List], unknown, Chain>;
  /**
   * Invoke a read-only function.
   * Complexity: Depends on the function that is executed.
   * Since Redis 7.0.0.
   * @see https://redis.io/docs/latest/commands/fcall_ro/
   */
  fcall_ro: {
    /**
     * Invoke a read-only function.
     * Complexity: Depends on the function that is executed.
     * Since Redis 7.0.0.
     * @see https://redis.io/docs/latest/commands/fcall_ro/
     */
    (...args: [function: Value, numkeys: Numeric, ...args: Item[], callback: Callback<unknown>]): Sent<Chain>;
  } & Call<[function: Value, numkeys: Numeric, ...args: Item[]], unknown, Chain> &
    Call<[args: List], unknown, Chain> &
    Call<[function: Value, rest: List], unknown, Chain>;
  /**
   * Remove all keys from all databases.
   * Complexity: O(N) where N is the total number of keys in all databases.
   * Since Redis 1.0.0.
   * @see https://redis.io/docs/latest/commands/flushall/
   */
  flushall: {
    /**
     * Remove all keys from all databases.
     * Complexity: O(N) where N is the total number of keys in all databases.
     * Since Redis 1.0.0.
     * @see https://redis.io/docs/latest/commands/flushall/
     */
    (...args: [callback: Callback<'OK'>]): Sent<Chain>;
  } & Call<[] | [async: Token<'ASYNC' | 'SYNC'>], 'OK', Chain> &
    Call<[args: List], 'OK', Chain>;
  /**
   * Remove all keys from the current database.
   * Complexity: O(N) where N is the number of keys in the selected database.
   * Since Redis 1.0.0.
   * @see https://redis.io/docs/latest/commands/flushdb/
   */
  flushdb: {
    /**
     * Remove all keys from the current database.
     * Complexity: O(N) where N is the number of keys in the selected database.
     * Since Redis 1.0.0.
     * @see https://redis.io/docs/latest/commands/flushdb/
     */
    (...args: [callback: Callback<'OK'>]): Sent<Chain>;
  } & Call<[] | [async: Token<'ASYNC' | 'SYNC'>], 'OK', Chain> &
    Call<[args: List], 'OK', Chain>;
  /**
   * A container for function commands.
   * Complexity: Depends on subcommand.
   * Since Redis 7.0.0.
   * @see https://redis.io/docs/latest/commands/function/
   */
  function: {
    /**
     * A container for function commands.
     * Complexity: Depends on subcommand.
     * Since Redis 7.0.0.
     * @see https://redis.io/docs/latest/commands/function/
     */
    (...args: [subcommand: Token<'DELETE'>, libraryName: Value, callback: Callback<'OK'>]): Sent<Chain>;
  } & Call<[subcommand: Token<'DELETE'>, libraryName: Value], 'OK', Chain> &
    Call<[subcommand: Token<'DUMP'>], string, Chain> &
    Call<[subcommand: Token<'FLUSH'>] | [subcommand: Token<'FLUSH'>, async: Token<'ASYNC' | 'SYNC'>], 'OK', Chain> &
    Call<[subcommand: Token<'LOAD'>, ...args: Item[]], string, Chain> &
    Call<
      | [subcommand: Token<'RESTORE'>, serializedValue: Value]
      | [subcommand: Token<'RESTORE'>, serializedValue: Value, policy: Token<'FLUSH' | 'APPEND' | 'REPLACE'>],
      'OK',
      Chain
    > &
    Call<[subcommand: string, ...args: Item[]], unknown, Chain> &
    Call<[args: List], unknown, Chain> &
    Call<[subcommand: string, rest: List], unknown, Chain>;
  /**
   * Add one or more geospatial items in the geospatial index represented using a sorted set.
   * Complexity: O(log(N)) for each item added, where N is the number of elements in the sorted set.
   * Since Redis 3.2.0.
   * @see https://redis.io/docs/latest/commands/geoadd/
   */
  geoadd: {
    /**
     * Add one or more geospatial items in the geospatial index represented using a sorted set.
     * Complexity: O(log(N)) for each item added, where N is the number of elements in the sorted set.
     * Since Redis 3.2.0.
     * @see https://redis.io/docs/latest/commands/geoadd/
     */
    (...args: [key: Key, ...args: Item[], callback: Callback<number>]): Sent<Chain>;
  } & Call<[key: Key, ...args: Item[]], number, Chain> &
    Call<[args: List], number, Chain>;
  /**
   * Returns the distance between two members of a geospatial index.
   * Complexity: O(log(N)).
   * Since Redis 3.2.0.
   * @see https://redis.io/docs/latest/commands/geodist/
   */
  geodist: {
    /**
     * Returns the distance between two members of a geospatial index.
     * Complexity: O(log(N)).
     * Since Redis 3.2.0.
     * @see https://redis.io/docs/latest/commands/geodist/
     */
    (...args: [key: Key, member1: Value, member2: Value, callback: Callback<string | null>]): Sent<Chain>;
  } & Call<
    | [key: Key, member1: Value, member2: Value]
    | [key: Key, member1: Value, member2: Value, unit: Token<'M' | 'KM' | 'FT' | 'MI'>],
    string | null,
    Chain
  > &
    Call<[args: List], string | null, Chain> &
    Call<[key: Key, rest: List], string | null, Chain>;
  /**
   * Returns members of a geospatial index as standard geohash strings.
   * Complexity: O(log(N)) for each member requested, where N is the number of elements in the sorted set.
   * Since Redis 3.2.0.
   * @see https://redis.io/docs/latest/commands/geohash/
   */
  geohash: {
    /**
     * Returns members of a geospatial index as standard geohash strings.
     * Complexity: O(log(N)) for each member requested, where N is the number of elements in the sorted set.
     * Since Redis 3.2.0.
     * @see https://redis.io/docs/latest/commands/geohash/
     */
    (...args: [key: Key, ...member: Item[], callback: Callback<(string | null)[]>]): Sent<Chain>;
  } & Call<[key: Key, ...member: Item[]], (string | null)[], Chain> &
    Call<[args: List], (string | null)[], Chain>;
  /**
   * Returns longitude and latitude of members of a geospatial index.
   * Complexity: O(N) where N is the number of members requested.
   * Since Redis 3.2.0.
   * @see https://redis.io/docs/latest/commands/geopos/
   */
  geopos: {
    /**
     * Returns longitude and latitude of members of a geospatial index.
     * Complexity: O(N) where N is the number of members requested.
     * Since Redis 3.2.0.
     * @see https://redis.io/docs/latest/commands/geopos/
     */
    (
      ...args: [key: Key, ...member: Item[], callback: Callback<([longitude: string, latitude: string] | null)[]>]
    ): Sent<Chain>;
  } & Call<[key: Key, ...member: Item[]], ([longitude: string, latitude: string] | null)[], Chain> &
    Call<[args: List], ([longitude: string, latitude: string] | null)[], Chain>;
  /**
   * Query a sorted set representing a geospatial index to fetch members matching a given maximum distance from a
   * point.
   * Complexity: O(N+log(M)) where N is the number of elements inside the bounding box of the circular area
   * delimited by center and radius and M is the number of items inside the index.
   * Since Redis 3.2.0.
   * @see https://redis.io/docs/latest/commands/georadius/
   */
  georadius: {
    /**
     * Query a sorted set representing a geospatial index to fetch members matching a given maximum distance from a
     * point.
     * Complexity: O(N+log(M)) where N is the number of elements inside the bounding box of the circular area
     * delimited by center and radius and M is the number of items inside the index.
     * Since Redis 3.2.0.
     * @see https://redis.io/docs/latest/commands/georadius/
     */
    (
      ...args: [
        key: Key,
        longitude: Numeric,
        latitude: Numeric,
        radius: Numeric,
        unit: Token<'M' | 'KM' | 'FT' | 'MI'>,
        ...args: Item[],
        callback: Callback<unknown>,
      ]
    ): Sent<Chain>;
  } & Call<
    [
      key: Key,
      longitude: Numeric,
      latitude: Numeric,
      radius: Numeric,
      unit: Token<'M' | 'KM' | 'FT' | 'MI'>,
      ...args: Item[],
    ],
    unknown,
    Chain
  > &
    Call<[args: List], unknown, Chain> &
    Call<[key: Key, rest: List], unknown, Chain>;
  /**
   * A read-only variant for GEORADIUS.
   * Complexity: O(N+log(M)) where N is the number of elements inside the bounding box of the circular area
   * delimited by center and radius and M is the number of items inside the index.
   * Since Redis 3.2.10.
   * @see https://redis.io/docs/latest/commands/georadius_ro/
   */
  georadius_ro: {
    /**
     * A read-only variant for GEORADIUS.
     * Complexity: O(N+log(M)) where N is the number of elements inside the bounding box of the circular area
     * delimited by center and radius and M is the number of items inside the index.
     * Since Redis 3.2.10.
     * @see https://redis.io/docs/latest/commands/georadius_ro/
     */
    (
      ...args: [
        key: Key,
        longitude: Numeric,
        latitude: Numeric,
        radius: Numeric,
        unit: Token<'M' | 'KM' | 'FT' | 'MI'>,
        ...args: Item[],
        callback: Callback<unknown[]>,
      ]
    ): Sent<Chain>;
  } & Call<
    [
      key: Key,
      longitude: Numeric,
      latitude: Numeric,
      radius: Numeric,
      unit: Token<'M' | 'KM' | 'FT' | 'MI'>,
      ...args: Item[],
    ],
    unknown[],
    Chain
  > &
    Call<[args: List], unknown[], Chain> &
    Call<[key: Key, rest: List], unknown[], Chain>;
  /**
   * Query a sorted set representing a geospatial index to fetch members matching a given maximum distance from a
   * member.
   * Complexity: O(N+log(M)) where N is the number of elements inside the bounding box of the circular area
   * delimited by center and radius and M is the number of items inside the index.
   * Since Redis 3.2.0.
   * @see https://redis.io/docs/latest/commands/georadiusbymember/
   */
  georadiusbymember: {
    /**
     * Query a sorted set representing a geospatial index to fetch members matching a given maximum distance from a
     * member.
     * Complexity: O(N+log(M)) where N is the number of elements inside the bounding box of the circular area
     * delimited by center and radius and M is the number of items inside the index.
     * Since Redis 3.2.0.
     * @see https://redis.io/docs/latest/commands/georadiusbymember/
     */
    (
      ...args: [
        key: Key,
        member: Value,
        radius: Numeric,
        unit: Token<'M' | 'KM' | 'FT' | 'MI'>,
        ...args: Item[],
        callback: Callback<unknown>,
      ]
    ): Sent<Chain>;
  } & Call<
    [key: Key, member: Value, radius: Numeric, unit: Token<'M' | 'KM' | 'FT' | 'MI'>, ...args: Item[]],
    unknown,
    Chain
  > &
    Call<[args: List], unknown, Chain> &
    Call<[key: Key, rest: List], unknown, Chain>;
  /**
   * A read-only variant for GEORADIUSBYMEMBER.
   * Complexity: O(N+log(M)) where N is the number of elements inside the bounding box of the circular area
   * delimited by center and radius and M is the number of items inside the index.
   * Since Redis 3.2.10.
   * @see https://redis.io/docs/latest/commands/georadiusbymember_ro/
   */
  georadiusbymember_ro: {
    /**
     * A read-only variant for GEORADIUSBYMEMBER.
     * Complexity: O(N+log(M)) where N is the number of elements inside the bounding box of the circular area
     * delimited by center and radius and M is the number of items inside the index.
     * Since Redis 3.2.10.
     * @see https://redis.io/docs/latest/commands/georadiusbymember_ro/
     */
    (
      ...args: [
        key: Key,
        member: Value,
        radius: Numeric,
        unit: Token<'M' | 'KM' | 'FT' | 'MI'>,
        ...args: Item[],
        callback: Callback<unknown[]>,
      ]
    ): Sent<Chain>;
  } & Call<
    [key: Key, member: Value, radius: Numeric, unit: Token<'M' | 'KM' | 'FT' | 'MI'>, ...args: Item[]],
    unknown[],
    Chain
  > &
    Call<[args: List], unknown[], Chain> &
    Call<[key: Key, rest: List], unknown[], Chain>;
  /**
   * Query a sorted set representing a geospatial index to fetch members inside an area of a box or a circle.
   * Complexity: O(N+log(M)) where N is the number of elements in the grid-aligned bounding box area around the
   * shape provided as the filter and M is the number of items inside the shape.
   * Since Redis 6.2.0.
   * @see https://redis.io/docs/latest/commands/geosearch/
   */
  geosearch: {
    /**
     * Query a sorted set representing a geospatial index to fetch members inside an area of a box or a circle.
     * Complexity: O(N+log(M)) where N is the number of elements in the grid-aligned bounding box area around the
     * shape provided as the filter and M is the number of items inside the shape.
     * Since Redis 6.2.0.
     * @see https://redis.io/docs/latest/commands/geosearch/
     */
    (...args: [key: Key, ...args: Item[], callback: Callback<unknown[]>]): Sent<Chain>;
  } & Call<[key: Key, ...args: Item[]], unknown[], Chain> &
    Call<[args: List], unknown[], Chain>;
  /**
   * Query a sorted set representing a geospatial index to fetch members inside an area of a box or a circle, and
   * store the result in another key.
   * Complexity: O(N+log(M)) where N is the number of elements in the grid-aligned bounding box area around the
   * shape provided as the filter and M is the number of items inside the shape.
   * Since Redis 6.2.0.
   * @see https://redis.io/docs/latest/commands/geosearchstore/
   */
  geosearchstore: {
    /**
     * Query a sorted set representing a geospatial index to fetch members inside an area of a box or a circle, and
     * store the result in another key.
     * Complexity: O(N+log(M)) where N is the number of elements in the grid-aligned bounding box area around the
     * shape provided as the filter and M is the number of items inside the shape.
     * Since Redis 6.2.0.
     * @see https://redis.io/docs/latest/commands/geosearchstore/
     */
    (...args: [destination: Key, source: Key, ...args: Item[], callback: Callback<number>]): Sent<Chain>;
  } & Call<[destination: Key, source: Key, ...args: Item[]], number, Chain> &
    Call<[args: List], number, Chain> &
    Call<[destination: Key, rest: List], number, Chain>;
  /**
   * Get the value of a key.
   * Complexity: O(1).
   * Since Redis 1.0.0.
   * @see https://redis.io/docs/latest/commands/get/
   */
  get: {
    /**
     * Get the value of a key.
     * Complexity: O(1).
     * Since Redis 1.0.0.
     * @see https://redis.io/docs/latest/commands/get/
     */
    (...args: [key: Key, callback: Callback<string | null>]): Sent<Chain>;
  } & Call<[key: Key], string | null, Chain> &
    Call<[args: List], string | null, Chain>;
  /**
   * Returns the bit value at offset in the string value stored at key.
   * Complexity: O(1).
   * Since Redis 2.2.0.
   * @see https://redis.io/docs/latest/commands/getbit/
   */
  getbit: {
    /**
     * Returns the bit value at offset in the string value stored at key.
     * Complexity: O(1).
     * Since Redis 2.2.0.
     * @see https://redis.io/docs/latest/commands/getbit/
     */
    (...args: [key: Key, offset: Numeric, callback: Callback<number>]): Sent<Chain>;
  } & Call<[key: Key, offset: Numeric], number, Chain> &
    Call<[args: List], number, Chain> &
    Call<[key: Key, rest: List], number, Chain>;
  /**
   * Get the value of a key and delete the key.
   * Complexity: O(1).
   * Since Redis 6.2.0.
   * @see https://redis.io/docs/latest/commands/getdel/
   */
  getdel: {
    /**
     * Get the value of a key and delete the key.
     * Complexity: O(1).
     * Since Redis 6.2.0.
     * @see https://redis.io/docs/latest/commands/getdel/
     */
    (...args: [key: Key, callback: Callback<string | null>]): Sent<Chain>;
  } & Call<[key: Key], string | null, Chain> &
    Call<[args: List], string | null, Chain>;
  /**
   * Get the value of a key and optionally set its expiration.
   * Complexity: O(1).
   * Since Redis 6.2.0.
   * @see https://redis.io/docs/latest/commands/getex/
   */
  getex: {
    /**
     * Get the value of a key and optionally set its expiration.
     * Complexity: O(1).
     * Since Redis 6.2.0.
     * @see https://redis.io/docs/latest/commands/getex/
     */
    (...args: [key: Key, ...options: Item[], callback: Callback<string | null>]): Sent<Chain>;
  } & Call<[key: Key, ...options: Item[]], string | null, Chain> &
    Call<[args: List], string | null, Chain>;
  /**
   * Get a substring of the string stored at a key.
   * Complexity: O(N) where N is the length of the returned string. The complexity is ultimately determined by the
   * returned length, but because creating a substring from an existing string is very cheap, it can be considered
   * O(1) for small strings.
   * Since Redis 2.4.0.
   * @see https://redis.io/docs/latest/commands/getrange/
   */
  getrange: {
    /**
     * Get a substring of the string stored at a key.
     * Complexity: O(N) where N is the length of the returned string. The complexity is ultimately determined by the
     * returned length, but because creating a substring from an existing string is very cheap, it can be considered
     * O(1) for small strings.
     * Since Redis 2.4.0.
     * @see https://redis.io/docs/latest/commands/getrange/
     */
    (...args: [key: Key, start: Numeric, end: Numeric, callback: Callback<string>]): Sent<Chain>;
  } & Call<[key: Key, start: Numeric, end: Numeric], string, Chain> &
    Call<[args: List], string, Chain> &
    Call<[key: Key, rest: List], string, Chain>;
  /**
   * Set the string value of a key and return its old value.
   * Complexity: O(1).
   * Since Redis 1.0.0.
   * @see https://redis.io/docs/latest/commands/getset/
   */
  getset: {
    /**
     * Set the string value of a key and return its old value.
     * Complexity: O(1).
     * Since Redis 1.0.0.
     * @see https://redis.io/docs/latest/commands/getset/
     */
    (...args: [key: Key, value: Value, callback: Callback<string | null>]): Sent<Chain>;
  } & Call<[key: Key, value: Value], string | null, Chain> &
    Call<[args: List], string | null, Chain> &
    Call<[key: Key, rest: List], string | null, Chain>;
  /**
   * Delete one or more hash fields.
   * Complexity: O(N) where N is the number of fields to be removed.
   * Since Redis 2.0.0.
   * @see https://redis.io/docs/latest/commands/hdel/
   */
  hdel: {
    /**
     * Delete one or more hash fields.
     * Complexity: O(N) where N is the number of fields to be removed.
     * Since Redis 2.0.0.
     * @see https://redis.io/docs/latest/commands/hdel/
     */
    (...args: [key: Key, ...field: Item[], callback: Callback<number>]): Sent<Chain>;
  } & Call<[key: Key, ...field: Item[]], number, Chain> &
    Call<[args: List], number, Chain>;
  /**
   * Handshake with Redis.
   * Complexity: O(1).
   * Since Redis 6.0.0.
   * @see https://redis.io/docs/latest/commands/hello/
   */
  hello: {
    /**
     * Handshake with Redis.
     * Complexity: O(1).
     * Since Redis 6.0.0.
     * @see https://redis.io/docs/latest/commands/hello/
     */
    (...args: [...options: Item[], callback: Callback<unknown>]): Sent<Chain>;
  } & Call<[...options: Item[]], unknown, Chain>;
  /**
   * Determine if a hash field exists.
   * Complexity: O(1).
   * Since Redis 2.0.0.
   * @see https://redis.io/docs/latest/commands/hexists/
   */
  hexists: {
    /**
     * Determine if a hash field exists.
     * Complexity: O(1).
     * Since Redis 2.0.0.
     * @see https://redis.io/docs/latest/commands/hexists/
     */
    (...args: [key: Key, field: Value, callback: Callback<number>]): Sent<Chain>;
  } & Call<[key: Key, field: Value], number, Chain> &
    Call<[args: List], number, Chain> &
    Call<[key: Key, rest: List], number, Chain>;
  /**
   * Set when fields of a hash expire, in seconds from now.
   * Complexity: O(N), where N is the number of fields.
   * Since Redis 7.4.0.
   * @see https://redis.io/docs/latest/commands/hexpire/
   */
  hexpire: {
    /**
     * Set when fields of a hash expire, in seconds from now.
     * Complexity: O(N), where N is the number of fields.
     * Since Redis 7.4.0.
     * @see https://redis.io/docs/latest/commands/hexpire/
     */
    (...args: [key: Key, seconds: Numeric, ...options: Item[], callback: Callback<number[]>]): Sent<Chain>;
  } & Call<[key: Key, seconds: Numeric, ...options: Item[]], number[], Chain> &
    Call<[args: List], number[], Chain> &
    Call<[key: Key, rest: List], number[], Chain>;
  /**
   * Set when fields of a hash expire, as a Unix time in seconds.
   * Complexity: O(N), where N is the number of fields.
   * Since Redis 7.4.0.
   * @see https://redis.io/docs/latest/commands/hexpireat/
   */
  hexpireat: {
    /**
     * Set when fields of a hash expire, as a Unix time in seconds.
     * Complexity: O(N), where N is the number of fields.
     * Since Redis 7.4.0.
     * @see https://redis.io/docs/latest/commands/hexpireat/
     */
    (...args: [key: Key, unixTimeSeconds: Numeric, ...options: Item[], callback: Callback<number[]>]): Sent<Chain>;
  } & Call<[key: Key, unixTimeSeconds: Numeric, ...options: Item[]], number[], Chain> &
    Call<[args: List], number[], Chain> &
    Call<[key: Key, rest: List], number[], Chain>;
  /**
   * Get when fields of a hash expire, as a Unix time in seconds.
   * Complexity: O(N), where N is the number of fields.
   * Since Redis 7.4.0.
   * @see https://redis.io/docs/latest/commands/hexpiretime/
   */
  hexpiretime: {
    /**
     * Get when fields of a hash expire, as a Unix time in seconds.
     * Complexity: O(N), where N is the number of fields.
     * Since Redis 7.4.0.
     * @see https://redis.io/docs/latest/commands/hexpiretime/
     */
    (
      ...args: [key: Key, fields: Token<'FIELDS'>, numfields: Numeric, ...field: Item[], callback: Callback<number[]>]
    ): Sent<Chain>;
  } & Call<[key: Key, fields: Token<'FIELDS'>, numfields: Numeric, ...field: Item[]], number[], Chain> &
    Call<[args: List], number[], Chain> &
    Call<[key: Key, rest: List], number[], Chain>;
  /**
   * Get the value of a hash field.
   * Complexity: O(1).
   * Since Redis 2.0.0.
   * @see https://redis.io/docs/latest/commands/hget/
   */
  hget: {
    /**
     * Get the value of a hash field.
     * Complexity: O(1).
     * Since Redis 2.0.0.
     * @see https://redis.io/docs/latest/commands/hget/
     */
    (...args: [key: Key, field: Value, callback: Callback<string | null>]): Sent<Chain>;
  } & Call<[key: Key, field: Value], string | null, Chain> &
    Call<[args: List], string | null, Chain> &
    Call<[key: Key, rest: List], string | null, Chain>;
  /**
   * Get all the fields and values in a hash.
   * Complexity: O(N) where N is the size of the hash.
   * Since Redis 2.0.0.
   * @see https://redis.io/docs/latest/commands/hgetall/
   */
  hgetall: {
    /**
     * Get all the fields and values in a hash.
     * Complexity: O(N) where N is the size of the hash.
     * Since Redis 2.0.0.
     * @see https://redis.io/docs/latest/commands/hgetall/
     */
    (...args: [key: Key, callback: Callback<Record<string, string> | null>]): Sent<Chain>;
  } & Call<[key: Key], Record<string, string> | null, Chain> &
    Call<[args: List], Record<string, string> | null, Chain>;
  /**
   * Get the values of fields of a hash and delete the fields.
   * Complexity: O(N), where N is the number of fields.
   * Since Redis 8.0.0.
   * @see https://redis.io/docs/latest/commands/hgetdel/
   */
  hgetdel: {
    /**
     * Get the values of fields of a hash and delete the fields.
     * Complexity: O(N), where N is the number of fields.
     * Since Redis 8.0.0.
     * @see https://redis.io/docs/latest/commands/hgetdel/
     */
    (
      ...args: [
        key: Key,
        fields: Token<'FIELDS'>,
        numfields: Numeric,
        ...field: Item[],
        callback: Callback<(string | null)[]>,
      ]
    ): Sent<Chain>;
  } & Call<[key: Key, fields: Token<'FIELDS'>, numfields: Numeric, ...field: Item[]], (string | null)[], Chain> &
    Call<[args: List], (string | null)[], Chain> &
    Call<[key: Key, rest: List], (string | null)[], Chain>;
  /**
   * Get the values of fields of a hash, and set when they expire.
   * Complexity: O(N), where N is the number of fields.
   * Since Redis 8.0.0.
   * @see https://redis.io/docs/latest/commands/hgetex/
   */
  hgetex: {
    /**
     * Get the values of fields of a hash, and set when they expire.
     * Complexity: O(N), where N is the number of fields.
     * Since Redis 8.0.0.
     * @see https://redis.io/docs/latest/commands/hgetex/
     */
    (...args: [key: Key, ...options: Item[], callback: Callback<(string | null)[]>]): Sent<Chain>;
  } & Call<[key: Key, ...options: Item[]], (string | null)[], Chain> &
    Call<[args: List], (string | null)[], Chain>;
  /**
   * A container for commands that write hashes with prepared sets of fields.
   * Complexity: Depends on subcommand.
   * Since Redis 8.10.0.
   * @see https://redis.io/docs/latest/commands/himport/
   */
  himport: {
    /**
     * A container for commands that write hashes with prepared sets of fields.
     * Complexity: Depends on subcommand.
     * Since Redis 8.10.0.
     * @see https://redis.io/docs/latest/commands/himport/
     */
    (...args: [subcommand: string, ...args: Item[], callback: Callback<unknown>]): Sent<Chain>;
  } & Call<[subcommand: string, ...args: Item[]], unknown, Chain> &
    Call<[args: List], unknown, Chain>;
  /**
   * Increment the integer value of a hash field by the given number.
   * Complexity: O(1).
   * Since Redis 2.0.0.
   * @see https://redis.io/docs/latest/commands/hincrby/
   */
  hincrby: {
    /**
     * Increment the integer value of a hash field by the given number.
     * Complexity: O(1).
     * Since Redis 2.0.0.
     * @see https://redis.io/docs/latest/commands/hincrby/
     */
    (...args: [key: Key, field: Value, increment: Numeric, callback: Callback<number>]): Sent<Chain>;
  } & Call<[key: Key, field: Value, increment: Numeric], number, Chain> &
    Call<[args: List], number, Chain> &
    Call<[key: Key, rest: List], number, Chain>;
  /**
   * Increment the float value of a hash field by the given amount.
   * Complexity: O(1).
   * Since Redis 2.6.0.
   * @see https://redis.io/docs/latest/commands/hincrbyfloat/
   */
  hincrbyfloat: {
    /**
     * Increment the float value of a hash field by the given amount.
     * Complexity: O(1).
     * Since Redis 2.6.0.
     * @see https://redis.io/docs/latest/commands/hincrbyfloat/
     */
    (...args: [key: Key, field: Value, increment: Numeric, callback: Callback<string>]): Sent<Chain>;
  } & Call<[key: Key, field: Value, increment: Numeric], string, Chain> &
    Call<[args: List], string, Chain> &
    Call<[key: Key, rest: List], string, Chain>;
  /**
   * Get all the fields in a hash.
   * Complexity: O(N) where N is the size of the hash.
   * Since Redis 2.0.0.
   * @see https://redis.io/docs/latest/commands/hkeys/
   */
  hkeys: {
    /**
     * Get all the fields in a hash.
     * Complexity: O(N) where N is the size of the hash.
     * Since Redis 2.0.0.
     * @see https://redis.io/docs/latest/commands/hkeys/
     */
    (...args: [key: Key, callback: Callback<string[]>]): Sent<Chain>;
  } & Call<[key: Key], string[], Chain> &
    Call<[args: List], string[], Chain>;
  /**
   * Get the number of fields in a hash.
   * Complexity: O(1).
   * Since Redis 2.0.0.
   * @see https://redis.io/docs/latest/commands/hlen/
   */
  hlen: {
    /**
     * Get the number of fields in a hash.
     * Complexity: O(1).
     * Since Redis 2.0.0.
     * @see https://redis.io/docs/latest/commands/hlen/
     */
    (...args: [key: Key, callback: Callback<number>]): Sent<Chain>;
  } & Call<[key: Key], number, Chain> &
    Call<[args: List], number, Chain>;
  /**
   * Get the values of all the given hash fields.
   * Complexity: O(N) where N is the number of fields being requested.
   * Since Redis 2.0.0.
   * @see https://redis.io/docs/latest/commands/hmget/
   */
  hmget: {
    /**
     * Get the values of all the given hash fields.
     * Complexity: O(N) where N is the number of fields being requested.
     * Since Redis 2.0.0.
     * @see https://redis.io/docs/latest/commands/hmget/
     */
    (...args: [key: Key, ...field: Item[], callback: Callback<(string | null)[]>]): Sent<Chain>;
  } & Call<[key: Key, ...field: Item[]], (string | null)[], Chain> &
    Call<[args: List], (string | null)[], Chain>;
  /**
   * Set multiple hash fields to multiple values.
   * Complexity: O(N) where N is the number of fields being set.
   * Since Redis 2.0.0.
   * @see https://redis.io/docs/latest/commands/hmset/
   */
  hmset: {
    /**
     * Set multiple hash fields to multiple values.
     * Complexity: O(N) where N is the number of fields being set.
     * Since Redis 2.0.0.
     * @see https://redis.io/docs/latest/commands/hmset/
     */
    (...args: [key: Key, fields: Fields, callback: Callback<'OK'>]): Sent<Chain>;
  } & Call<[key: Key, fields: Fields], 'OK', Chain> &
    Call<[key: Key, ...fieldsAndValues: Item[]], 'OK', Chain> &
    Call<[args: List], 'OK', Chain> &
    Call<[key: Key, rest: List], 'OK', Chain>;
  /**
   * A container for commands that track which keys are used most.
   * Complexity: Depends on subcommand.
   * Since Redis 8.6.0.
   * @see https://redis.io/docs/latest/commands/hotkeys/
   */
  hotkeys: {
    /**
     * A container for commands that track which keys are used most.
     * Complexity: Depends on subcommand.
     * Since Redis 8.6.0.
     * @see https://redis.io/docs/latest/commands/hotkeys/
     */
    (...args: [subcommand: string, ...args: Item[], callback: Callback<unknown>]): Sent<Chain>;
  } & Call<[subcommand: string, ...args: Item[]], unknown, Chain> &
    Call<[args: List], unknown, Chain>;
  /**
   * Let fields of a hash expire no more.
   * Complexity: O(N), where N is the number of fields.
   * Since Redis 7.4.0.
   * @see https://redis.io/docs/latest/commands/hpersist/
   */
  hpersist: {
    /**
     * Let fields of a hash expire no more.
     * Complexity: O(N), where N is the number of fields.
     * Since Redis 7.4.0.
     * @see https://redis.io/docs/latest/commands/hpersist/
     */
    (
      ...args: [key: Key, fields: Token<'FIELDS'>, numfields: Numeric, ...field: Item[], callback: Callback<number[]>]
    ): Sent<Chain>;
  } & Call<[key: Key, fields: Token<'FIELDS'>, numfields: Numeric, ...field: Item[]], number[], Chain> &
    Call<[args: List], number[], Chain> &
    Call<[key: Key, rest: List], number[], Chain>;
  /**
   * Set when fields of a hash expire, in milliseconds from now.
   * Complexity: O(N), where N is the number of fields.
   * Since Redis 7.4.0.
   * @see https://redis.io/docs/latest/commands/hpexpire/
   */
  hpexpire: {
    /**
     * Set when fields of a hash expire, in milliseconds from now.
     * Complexity: O(N), where N is the number of fields.
     * Since Redis 7.4.0.
     * @see https://redis.io/docs/latest/commands/hpexpire/
     */
    (...args: [key: Key, milliseconds: Numeric, ...options: Item[], callback: Callback<number[]>]): Sent<Chain>;
  } & Call<[key: Key, milliseconds: Numeric, ...options: Item[]], number[], Chain> &
    Call<[args: List], number[], Chain> &
    Call<[key: Key, rest: List], number[], Chain>;
  /**
   * Set when fields of a hash expire, as a Unix time in milliseconds.
   * Complexity: O(N), where N is the number of fields.
   * Since Redis 7.4.0.
   * @see https://redis.io/docs/latest/commands/hpexpireat/
   */
  hpexpireat: {
    /**
     * Set when fields of a hash expire, as a Unix time in milliseconds.
     * Complexity: O(N), where N is the number of fields.
     * Since Redis 7.4.0.
     * @see https://redis.io/docs/latest/commands/hpexpireat/
     */
    (...args: [key: Key, unixTimeMilliseconds: Numeric, ...options: Item[], callback: Callback<number[]>]): Sent<Chain>;
  } & Call<[key: Key, unixTimeMilliseconds: Numeric, ...options: Item[]], number[], Chain> &
    Call<[args: List], number[], Chain> &
    Call<[key: Key, rest: List], number[], Chain>;
  /**
   * Get when fields of a hash expire, as a Unix time in milliseconds.
   * Complexity: O(N), where N is the number of fields.
   * Since Redis 7.4.0.
   * @see https://redis.io/docs/latest/commands/hpexpiretime/
   */
  hpexpiretime: {
    /**
     * Get when fields of a hash expire, as a Unix time in milliseconds.
     * Complexity: O(N), where N is the number of fields.
     * Since Redis 7.4.0.
     * @see https://redis.io/docs/latest/commands/hpexpiretime/
     */
    (
      ...args: [key: Key, fields: Token<'FIELDS'>, numfields: Numeric, ...field: Item[], callback: Callback<number[]>]
    ): Sent<Chain>;
  } & Call<[key: Key, fields: Token<'FIELDS'>, numfields: Numeric, ...field: Item[]], number[], Chain> &
    Call<[args: List], number[], Chain> &
    Call<[key: Key, rest: List], number[], Chain>;
  /**
   * Get how long fields of a hash have to live, in milliseconds.
   * Complexity: O(N), where N is the number of fields.
   * Since Redis 7.4.0.
   * @see https://redis.io/docs/latest/commands/hpttl/
   */
  hpttl: {
    /**
     * Get how long fields of a hash have to live, in milliseconds.
     * Complexity: O(N), where N is the number of fields.
     * Since Redis 7.4.0.
     * @see https://redis.io/docs/latest/commands/hpttl/
     */
    (
      ...args: [key: Key, fields: Token<'FIELDS'>, numfields: Numeric, ...field: Item[], callback: Callback<number[]>]
    ): Sent<Chain>;
  } & Call<[key: Key, fields: Token<'FIELDS'>, numfields: Numeric, ...field: Item[]], number[], Chain> &
    Call<[args: List], number[], Chain> &
    Call<[key: Key, rest: List], number[], Chain>;
  /**
   * Get one or multiple random fields from a hash.
   * Complexity: O(N) where N is the number of fields returned.
   * Since Redis 6.2.0.
   * @see https://redis.io/docs/latest/commands/hrandfield/
   */
  hrandfield: {
    /**
     * Get one or multiple random fields from a hash.
     * Complexity: O(N) where N is the number of fields returned.
     * Since Redis 6.2.0.
     * @see https://redis.io/docs/latest/commands/hrandfield/
     */
    (...args: [key: Key, callback: Callback<string | null>]): Sent<Chain>;
  } & Call<[key: Key], string | null, Chain> &
    Call<[key: Key, count: Numeric, ...options: Item[]], string[], Chain> &
    Call<[args: List], string | null | string[], Chain> &
    Call<[key: Key, rest: List], string | null | string[], Chain>;
  /**
   * Incrementally iterate hash fields and associated values.
   * Complexity: O(1) for every call. O(N) for a complete iteration, including enough command calls for the cursor
   * to return back to 0. N is the number of elements inside the collection..
   * Since Redis 2.8.0.
   * @see https://redis.io/docs/latest/commands/hscan/
   */
  hscan: {
    /**
     * Incrementally iterate hash fields and associated values.
     * Complexity: O(1) for every call. O(N) for a complete iteration, including enough command calls for the cursor
     * to return back to 0. N is the number of elements inside the collection..
     * Since Redis 2.8.0.
     * @see https://redis.io/docs/latest/commands/hscan/
     */
    (
      ...args: [key: Key, cursor: Numeric, ...args: Item[], callback: Callback<[cursor: string, elements: string[]]>]
    ): Sent<Chain>;
  } & Call<[key: Key, cursor: Numeric, ...args: Item[]], [cursor: string, elements: string[]], Chain> &
    Call<[args: List], [cursor: string, elements: string[]], Chain> &
    Call<[key: Key, rest: List], [cursor: string, elements: string[]], Chain>;
  /**
   * Set the string value of a hash field.
   * Complexity: O(1) for each field/value pair added, so O(N) to add N field/value pairs when the command is
   * called with multiple field/value pairs.
   * Since Redis 2.0.0.
   * @see https://redis.io/docs/latest/commands/hset/
   */
  hset: {
    /**
     * Set the string value of a hash field.
     * Complexity: O(1) for each field/value pair added, so O(N) to add N field/value pairs when the command is
     * called with multiple field/value pairs.
     * Since Redis 2.0.0.
     * @see https://redis.io/docs/latest/commands/hset/
     */
    (...args: [key: Key, fields: Fields, callback: Callback<number>]): Sent<Chain>;
  } & Call<[key: Key, fields: Fields], number, Chain> &
    Call<[key: Key, ...fieldsAndValues: Item[]], number, Chain> &
    Call<[args: List], number, Chain> &
    Call<[key: Key, rest: List], number, Chain>;
  /**
   * Set fields of a hash, and when they expire.
   * Complexity: O(N), where N is the number of fields.
   * Since Redis 8.0.0.
   * @see https://redis.io/docs/latest/commands/hsetex/
   */
  hsetex: {
    /**
     * Set fields of a hash, and when they expire.
     * Complexity: O(N), where N is the number of fields.
     * Since Redis 8.0.0.
     * @see https://redis.io/docs/latest/commands/hsetex/
     */
    (...args: [key: Key, ...options: Item[], callback: Callback<number>]): Sent<Chain>;
  } & Call<[key: Key, ...options: Item[]], number, Chain> &
    Call<[args: List], number, Chain>;
  /**
   * Set the value of a hash field, only if the field does not exist.
   * Complexity: O(1).
   * Since Redis 2.0.0.
   * @see https://redis.io/docs/latest/commands/hsetnx/
   */
  hsetnx: {
    /**
     * Set the value of a hash field, only if the field does not exist.
     * Complexity: O(1).
     * Since Redis 2.0.0.
     * @see https://redis.io/docs/latest/commands/hsetnx/
     */
    (...args: [key: Key, fields: Fields, callback: Callback<number>]): Sent<Chain>;
  } & Call<[key: Key, fields: Fields], number, Chain> &
    Call<[key: Key, field: Value, value: Value], number, Chain> &
    Call<[args: List], number, Chain> &
    Call<[key: Key, rest: List], number, Chain>;
  /**
   * Get the length of the value of a hash field.
   * Complexity: O(1).
   * Since Redis 3.2.0.
   * @see https://redis.io/docs/latest/commands/hstrlen/
   */
  hstrlen: {
    /**
     * Get the length of the value of a hash field.
     * Complexity: O(1).
     * Since Redis 3.2.0.
     * @see https://redis.io/docs/latest/commands/hstrlen/
     */
    (...args: [key: Key, field: Value, callback: Callback<number>]): Sent<Chain>;
  } & Call<[key: Key, field: Value], number, Chain> &
    Call<[args: List], number, Chain> &
    Call<[key: Key, rest: List], number, Chain>;
  /**
   * Get how long fields of a hash have to live, in seconds.
   * Complexity: O(N), where N is the number of fields.
   * Since Redis 7.4.0.
   * @see https://redis.io/docs/latest/commands/httl/
   */
  httl: {
    /**
     * Get how long fields of a hash have to live, in seconds.
     * Complexity: O(N), where N is the number of fields.
     * Since Redis 7.4.0.
     * @see https://redis.io/docs/latest/commands/httl/
     */
    (
      ...args: [key: Key, fields: Token<'FIELDS'>, numfields: Numeric, ...field: Item[], callback: Callback<number[]>]
    ): Sent<Chain>;
  } & Call<[key: Key, fields: Token<'FIELDS'>, numfields: Numeric, ...field: Item[]], number[], Chain> &
    Call<[args: List], number[], Chain> &
    Call<[key: Key, rest: List], number[], Chain>;
  /**
   * Get all the values in a hash.
   * Complexity: O(N) where N is the size of the hash.
   * Since Redis 2.0.0.
   * @see https://redis.io/docs/latest/commands/hvals/
   */
  hvals: {
    /**
     * Get all the values in a hash.
     * Complexity: O(N) where N is the size of the hash.
     * Since Redis 2.0.0.
     * @see https://redis.io/docs/latest/commands/hvals/
     */
    (...args: [key: Key, callback: Callback<string[]>]): Sent<Chain>;
  } & Call<[key: Key], string[], Chain> &
    Call<[args: List], string[], Chain>;
  /**
   * Increment the integer value of a key by one.
   * Complexity: O(1).
   * Since Redis 1.0.0.
   * @see https://redis.io/docs/latest/commands/incr/
   */
  incr: {
    /**
     * Increment the integer value of a key by one.
     * Complexity: O(1).
     * Since Redis 1.0.0.
     * @see https://redis.io/docs/latest/commands/incr/
     */
    (...args: [key: Key, callback: Callback<number>]): Sent<Chain>;
  } & Call<[key: Key], number, Chain> &
    Call<[args: List], number, Chain>;
  /**
   * Increment the integer value of a key by the given amount.
   * Complexity: O(1).
   * Since Redis 1.0.0.
   * @see https://redis.io/docs/latest/commands/incrby/
   */
  incrby: {
    /**
     * Increment the integer value of a key by the given amount.
     * Complexity: O(1).
     * Since Redis 1.0.0.
     * @see https://redis.io/docs/latest/commands/incrby/
     */
    (...args: [key: Key, increment: Numeric, callback: Callback<number>]): Sent<Chain>;
  } & Call<[key: Key, increment: Numeric], number, Chain> &
    Call<[args: List], number, Chain> &
    Call<[key: Key, rest: List], number, Chain>;
  /**
   * Increment the float value of a key by the given amount.
   * Complexity: O(1).
   * Since Redis 2.6.0.
   * @see https://redis.io/docs/latest/commands/incrbyfloat/
   */
  incrbyfloat: {
    /**
     * Increment the float value of a key by the given amount.
     * Complexity: O(1).
     * Since Redis 2.6.0.
     * @see https://redis.io/docs/latest/commands/incrbyfloat/
     */
    (...args: [key: Key, increment: Numeric, callback: Callback<string>]): Sent<Chain>;
  } & Call<[key: Key, increment: Numeric], string, Chain> &
    Call<[args: List], string, Chain> &
    Call<[key: Key, rest: List], string, Chain>;
  /**
   * Increment the number in a key, within bounds, and set when it expires.
   * Complexity: O(1).
   * Since Redis 8.8.0.
   * @see https://redis.io/docs/latest/commands/increx/
   */
  increx: {
    /**
     * Increment the number in a key, within bounds, and set when it expires.
     * Complexity: O(1).
     * Since Redis 8.8.0.
     * @see https://redis.io/docs/latest/commands/increx/
     */
    (...args: [key: Key, ...options: Item[], callback: Callback<unknown[]>]): Sent<Chain>;
  } & Call<[key: Key, ...options: Item[]], unknown[], Chain> &
    Call<[args: List], unknown[], Chain>;
  /**
   * Get information and statistics about the server.
   * Complexity: O(1).
   * Since Redis 1.0.0.
   * @see https://redis.io/docs/latest/commands/info/
   */
  info: {
    /**
     * Get information and statistics about the server.
     * Complexity: O(1).
     * Since Redis 1.0.0.
     * @see https://redis.io/docs/latest/commands/info/
     */
    (...args: [...section: Item[], callback: Callback<string>]): Sent<Chain>;
  } & Call<[...section: Item[]], string, Chain>;
  /**
   * Find all keys matching the given pattern.
   * Complexity: O(N) with N being the number of keys in the database, under the assumption that the key names in
   * the database and the given pattern have limited length.
   * Since Redis 1.0.0.
   * @see https://redis.io/docs/latest/commands/keys/
   */
  keys: {
    /**
     * Find all keys matching the given pattern.
     * Complexity: O(N) with N being the number of keys in the database, under the assumption that the key names in
     * the database and the given pattern have limited length.
     * Since Redis 1.0.0.
     * @see https://redis.io/docs/latest/commands/keys/
     */
    (...args: [pattern: Value, callback: Callback<string[]>]): Sent<Chain>;
  } & Call<[pattern: Value], string[], Chain> &
    Call<[args: List], string[], Chain>;
  /**
   * Get the UNIX time stamp of the last successful save to disk.
   * Complexity: O(1).
   * Since Redis 1.0.0.
   * @see https://redis.io/docs/latest/commands/lastsave/
   */
  lastsave: {
    /**
     * Get the UNIX time stamp of the last successful save to disk.
     * Complexity: O(1).
     * Since Redis 1.0.0.
     * @see https://redis.io/docs/latest/commands/lastsave/
     */
    (...args: [callback: Callback<number>]): Sent<Chain>;
  } & Call<[], number, Chain>;
  /**
   * A container for latency diagnostics commands.
   * Complexity: Depends on subcommand.
   * Since Redis 2.8.13.
   * @see https://redis.io/docs/latest/commands/latency/
   */
  latency: {
    /**
     * A container for latency diagnostics commands.
     * Complexity: Depends on subcommand.
     * Since Redis 2.8.13.
     * @see https://redis.io/docs/latest/commands/latency/
     */
    (...args: [subcommand: string, ...args: Item[], callback: Callback<unknown>]): Sent<Chain>;
  } & Call<[subcommand: string, ...args: Item[]], unknown, Chain> &
    Call<[args: List], unknown, Chain>;
  /**
   * Find longest common substring.
   * Complexity: O(N*M) where N and M are the lengths of s1 and s2, respectively.
   * Since Redis 7.0.0.
   * @see https://redis.io/docs/latest/commands/lcs/
   */
  lcs: {
    /**
     * Find longest common substring.
     * Complexity: O(N*M) where N and M are the lengths of s1 and s2, respectively.
     * Since Redis 7.0.0.
     * @see https://redis.io/docs/latest/commands/lcs/
     */
    (...args: [key1: Key, key2: Key, callback: Callback<string>]): Sent<Chain>;
  } & Call<[key1: Key, key2: Key], string, Chain> &
    Call<[key1: Key, key2: Key, ...options: Item[]], string | number | unknown[], Chain> &
    Call<[args: List], string | number | unknown[], Chain> &
    Call<[key1: Key, rest: List], string | number | unknown[], Chain>;
  /**
   * Get an element from a list by its index.
   * Complexity: O(N) where N is the number of elements to traverse to get to the element at index. This makes
   * asking for the first or the last element of the list O(1).
   * Since Redis 1.0.0.
   * @see https://redis.io/docs/latest/commands/lindex/
   */
  lindex: {
    /**
     * Get an element from a list by its index.
     * Complexity: O(N) where N is the number of elements to traverse to get to the element at index. This makes
     * asking for the first or the last element of the list O(1).
     * Since Redis 1.0.0.
     * @see https://redis.io/docs/latest/commands/lindex/
     */
    (...args: [key: Key, index: Numeric, callback: Callback<string | null>]): Sent<Chain>;
  } & Call<[key: Key, index: Numeric], string | null, Chain> &
    Call<[args: List], string | null, Chain> &
    Call<[key: Key, rest: List], string | null, Chain>;
  /**
   * Insert an element before or after another element in a list.
   * Complexity: O(N) where N is the number of elements to traverse before seeing the value pivot. This means that
   * inserting somewhere on the left end on the list (head) can be considered O(1) and inserting somewhere on the
   * right end (tail) is O(N).
   * Since Redis 2.2.0.
   * @see https://redis.io/docs/latest/commands/linsert/
   */
  linsert: {
    /**
     * Insert an element before or after another element in a list.
     * Complexity: O(N) where N is the number of elements to traverse before seeing the value pivot. This means that
     * inserting somewhere on the left end on the list (head) can be considered O(1) and inserting somewhere on the
     * right end (tail) is O(N).
     * Since Redis 2.2.0.
     * @see https://redis.io/docs/latest/commands/linsert/
     */
    (
      ...args: [key: Key, where: Token<'BEFORE' | 'AFTER'>, pivot: Value, element: Value, callback: Callback<number>]
    ): Sent<Chain>;
  } & Call<[key: Key, where: Token<'BEFORE' | 'AFTER'>, pivot: Value, element: Value], number, Chain> &
    Call<[args: List], number, Chain> &
    Call<[key: Key, rest: List], number, Chain>;
  /**
   * Get the length of a list.
   * Complexity: O(1).
   * Since Redis 1.0.0.
   * @see https://redis.io/docs/latest/commands/llen/
   */
  llen: {
    /**
     * Get the length of a list.
     * Complexity: O(1).
     * Since Redis 1.0.0.
     * @see https://redis.io/docs/latest/commands/llen/
     */
    (...args: [key: Key, callback: Callback<number>]): Sent<Chain>;
  } & Call<[key: Key], number, Chain> &
    Call<[args: List], number, Chain>;
  /**
   * Pop an element from a list, push it to another list and return it.
   * Complexity: O(1).
   * Since Redis 6.2.0.
   * @see https://redis.io/docs/latest/commands/lmove/
   */
  lmove: {
    /**
     * Pop an element from a list, push it to another list and return it.
     * Complexity: O(1).
     * Since Redis 6.2.0.
     * @see https://redis.io/docs/latest/commands/lmove/
     */
    (
      ...args: [
        source: Key,
        destination: Key,
        wherefrom: Token<'LEFT' | 'RIGHT'>,
        whereto: Token<'LEFT' | 'RIGHT'>,
        callback: Callback<string | null>,
      ]
    ): Sent<Chain>;
  } & Call<
    [source: Key, destination: Key, wherefrom: Token<'LEFT' | 'RIGHT'>, whereto: Token<'LEFT' | 'RIGHT'>],
    string | null,
    Chain
  > &
    Call<[args: List], string | null, Chain> &
    Call<[source: Key, rest: List], string | null, Chain>;
  /**
   * Move several elements from one list to another and get them.
   * Complexity: O(N), where N is the number of elements.
   * Since Redis 8.10.0.
   * @see https://redis.io/docs/latest/commands/lmovem/
   */
  lmovem: {
    /**
     * Move several elements from one list to another and get them.
     * Complexity: O(N), where N is the number of elements.
     * Since Redis 8.10.0.
     * @see https://redis.io/docs/latest/commands/lmovem/
     */
    (
      ...args: [
        source: Key,
        destination: Key,
        which: Token<'LEFT' | 'RIGHT'>,
        which: Token<'LEFT' | 'RIGHT'>,
        ...options: Item[],
        callback: Callback<string[] | null>,
      ]
    ): Sent<Chain>;
  } & Call<
    [source: Key, destination: Key, which: Token<'LEFT' | 'RIGHT'>, which: Token<'LEFT' | 'RIGHT'>, ...options: Item[]],
    string[] | null,
    Chain
  > &
    Call<[args: List], string[] | null, Chain> &
    Call<[source: Key, rest: List], string[] | null, Chain>;
  /**
   * Pop elements from a list.
   * Complexity: O(N+M) where N is the number of provided keys and M is the number of elements returned.
   * Since Redis 7.0.0.
   * @see https://redis.io/docs/latest/commands/lmpop/
   */
  lmpop: {
    /**
     * Pop elements from a list.
     * Complexity: O(N+M) where N is the number of provided keys and M is the number of elements returned.
     * Since Redis 7.0.0.
     * @see https://redis.io/docs/latest/commands/lmpop/
     */
    (
      ...args: [numkeys: Numeric, ...args: Item[], callback: Callback<[key: string, elements: string[]] | null>]
    ): Sent<Chain>;
  } & Call<[numkeys: Numeric, ...args: Item[]], [key: string, elements: string[]] | null, Chain> &
    Call<[args: List], [key: string, elements: string[]] | null, Chain>;
  /**
   * Display some computer art and the Redis version.
   * Since Redis 5.0.0.
   * @see https://redis.io/docs/latest/commands/lolwut/
   */
  lolwut: {
    /**
     * Display some computer art and the Redis version.
     * Since Redis 5.0.0.
     * @see https://redis.io/docs/latest/commands/lolwut/
     */
    (...args: [callback: Callback<string>]): Sent<Chain>;
  } & Call<[] | [versionToken: Token<'VERSION'>, version: Numeric], string, Chain> &
    Call<[args: List], string, Chain> &
    Call<[versionToken: string, rest: List], string, Chain>;
  /**
   * Remove and get the first elements in a list.
   * Complexity: O(N) where N is the number of elements returned.
   * Since Redis 1.0.0.
   * @see https://redis.io/docs/latest/commands/lpop/
   */
  lpop: {
    /**
     * Remove and get the first elements in a list.
     * Complexity: O(N) where N is the number of elements returned.
     * Since Redis 1.0.0.
     * @see https://redis.io/docs/latest/commands/lpop/
     */
    (...args: [key: Key, callback: Callback<string | null>]): Sent<Chain>;
  } & Call<[key: Key], string | null, Chain> &
    Call<[key: Key, count: Numeric], string[] | null, Chain> &
    Call<[args: List], string | null | string[], Chain> &
    Call<[key: Key, rest: List], string | null | string[], Chain>;
  /**
   * Return the index of matching elements on a list.
   * Complexity: O(N) where N is the number of elements in the list, for the average case. When searching for
   * elements near the head or the tail of the list, or when the MAXLEN option is provided, the command may run in
   * constant time.
   * Since Redis 6.0.6.
   * @see https://redis.io/docs/latest/commands/lpos/
   */
  lpos: {
    /**
     * Return the index of matching elements on a list.
     * Complexity: O(N) where N is the number of elements in the list, for the average case. When searching for
     * elements near the head or the tail of the list, or when the MAXLEN option is provided, the command may run in
     * constant time.
     * Since Redis 6.0.6.
     * @see https://redis.io/docs/latest/commands/lpos/
     */
    (...args: [key: Key, element: Value, callback: Callback<number | null>]): Sent<Chain>;
  } & Call<[key: Key, element: Value], number | null, Chain> &
    Call<[key: Key, element: Value, ...options: Item[]], number | number[] | null, Chain> &
    Call<[args: List], number | null | number[], Chain> &
    Call<[key: Key, rest: List], number | null | number[], Chain>;
  /**
   * Prepend one or multiple elements to a list.
   * Complexity: O(1) for each element added, so O(N) to add N elements when the command is called with multiple
   * arguments.
   * Since Redis 1.0.0.
   * @see https://redis.io/docs/latest/commands/lpush/
   */
  lpush: {
    /**
     * Prepend one or multiple elements to a list.
     * Complexity: O(1) for each element added, so O(N) to add N elements when the command is called with multiple
     * arguments.
     * Since Redis 1.0.0.
     * @see https://redis.io/docs/latest/commands/lpush/
     */
    (...args: [key: Key, ...element: Item[], callback: Callback<number>]): Sent<Chain>;
  } & Call<[key: Key, ...element: Item[]], number, Chain> &
    Call<[args: List], number, Chain>;
  /**
   * Prepend an element to a list, only if the list exists.
   * Complexity: O(1) for each element added, so O(N) to add N elements when the command is called with multiple
   * arguments.
   * Since Redis 2.2.0.
   * @see https://redis.io/docs/latest/commands/lpushx/
   */
  lpushx: {
    /**
     * Prepend an element to a list, only if the list exists.
     * Complexity: O(1) for each element added, so O(N) to add N elements when the command is called with multiple
     * arguments.
     * Since Redis 2.2.0.
     * @see https://redis.io/docs/latest/commands/lpushx/
     */
    (...args: [key: Key, ...element: Item[], callback: Callback<number>]): Sent<Chain>;
  } & Call<[key: Key, ...element: Item[]], number, Chain> &
    Call<[args: List], number, Chain>;
  /**
   * Get a range of elements from a list.
   * Complexity: O(S+N) where S is the distance of start offset from HEAD for small lists, from nearest end (HEAD
   * or TAIL) for large lists; and N is the number of elements in the specified range.
   * Since Redis 1.0.0.
   * @see https://redis.io/docs/latest/commands/lrange/
   */
  lrange: {
    /**
     * Get a range of elements from a list.
     * Complexity: O(S+N) where S is the distance of start offset from HEAD for small lists, from nearest end (HEAD
     * or TAIL) for large lists; and N is the number of elements in the specified range.
     * Since Redis 1.0.0.
     * @see https://redis.io/docs/latest/commands/lrange/
     */
    (...args: [key: Key, start: Numeric, stop: Numeric, callback: Callback<string[]>]): Sent<Chain>;
  } & Call<[key: Key, start: Numeric, stop: Numeric], string[], Chain> &
    Call<[args: List], string[], Chain> &
    Call<[key: Key, rest: List], string[], Chain>;
  /**
   * Remove elements from a list.
   * Complexity: O(N+M) where N is the length of the list and M is the number of elements removed.
   * Since Redis 1.0.0.
   * @see https://redis.io/docs/latest/commands/lrem/
   */
  lrem: {
    /**
     * Remove elements from a list.
     * Complexity: O(N+M) where N is the length of the list and M is the number of elements removed.
     * Since Redis 1.0.0.
     * @see https://redis.io/docs/latest/commands/lrem/
     */
    (...args: [key: Key, count: Numeric, element: Value, callback: Callback<number>]): Sent<Chain>;
  } & Call<[key: Key, count: Numeric, element: Value], number, Chain> &
    Call<[args: List], number, Chain> &
    Call<[key: Key, rest: List], number, Chain>;
  /**
   * Set the value of an element in a list by its index.
   * Complexity: O(N) where N is the length of the list. Setting either the first or the last element of the list
   * is O(1).
   * Since Redis 1.0.0.
   * @see https://redis.io/docs/latest/commands/lset/
   */
  lset: {
    /**
     * Set the value of an element in a list by its index.
     * Complexity: O(N) where N is the length of the list. Setting either the first or the last element of the list
     * is O(1).
     * Since Redis 1.0.0.
     * @see https://redis.io/docs/latest/commands/lset/
     */
    (...args: [key: Key, index: Numeric, element: Value, callback: Callback<'OK'>]): Sent<Chain>;
  } & Call<[key: Key, index: Numeric, element: Value], 'OK', Chain> &
    Call<[args: List], 'OK', Chain> &
    Call<[key: Key, rest: List], 'OK', Chain>;
  /**
   * Trim a list to the specified range.
   * Complexity: O(N) where N is the number of elements to be removed by the operation.
   * Since Redis 1.0.0.
   * @see https://redis.io/docs/latest/commands/ltrim/
   */
  ltrim: {
    /**
     * Trim a list to the specified range.
     * Complexity: O(N) where N is the number of elements to be removed by the operation.
     * Since Redis 1.0.0.
     * @see https://redis.io/docs/latest/commands/ltrim/
     */
    (...args: [key: Key, start: Numeric, stop: Numeric, callback: Callback<'OK'>]): Sent<Chain>;
  } & Call<[key: Key, start: Numeric, stop: Numeric], 'OK', Chain> &
    Call<[args: List], 'OK', Chain> &
    Call<[key: Key, rest: List], 'OK', Chain>;
  /**
   * A container for memory diagnostics commands.
   * Complexity: Depends on subcommand.
   * Since Redis 4.0.0.
   * @see https://redis.io/docs/latest/commands/memory/
   */
  memory: {
    /**
     * A container for memory diagnostics commands.
     * Complexity: Depends on subcommand.
     * Since Redis 4.0.0.
     * @see https://redis.io/docs/latest/commands/memory/
     */
    (...args: [subcommand: Token<'USAGE'>, key: Key, callback: Callback<number | null>]): Sent<Chain>;
  } & Call<
    | [subcommand: Token<'USAGE'>, key: Key]
    | [subcommand: Token<'USAGE'>, key: Key, samplesToken: Token<'SAMPLES'>, count: Numeric],
    number | null,
    Chain
  > &
    Call<[subcommand: string, ...args: Item[]], unknown, Chain> &
    Call<[args: List], unknown, Chain> &
    Call<[subcommand: string, rest: List], unknown, Chain>;
  /**
   * Get the values of all the given keys.
   * Complexity: O(N) where N is the number of keys to retrieve.
   * Since Redis 1.0.0.
   * @see https://redis.io/docs/latest/commands/mget/
   */
  mget: {
    /**
     * Get the values of all the given keys.
     * Complexity: O(N) where N is the number of keys to retrieve.
     * Since Redis 1.0.0.
     * @see https://redis.io/docs/latest/commands/mget/
     */
    (...args: [...key: Item[], callback: Callback<(string | null)[]>]): Sent<Chain>;
  } & Call<[...key: Item[]], (string | null)[], Chain>;
  /**
   * Atomically transfer a key from a Redis instance to another one.
   * Complexity: This command actually executes a DUMP+DEL in the source instance, and a RESTORE in the target
   * instance. See the pages of these commands for time complexity. Also an O(N) data transfer between the two
   * instances is performed.
   * Since Redis 2.6.0.
   * @see https://redis.io/docs/latest/commands/migrate/
   */
  migrate: {
    /**
     * Atomically transfer a key from a Redis instance to another one.
     * Complexity: This command actually executes a DUMP+DEL in the source instance, and a RESTORE in the target
     * instance. See the pages of these commands for time complexity. Also an O(N) data transfer between the two
     * instances is performed.
     * Since Redis 2.6.0.
     * @see https://redis.io/docs/latest/commands/migrate/
     */
    (
      ...args: [
        host: string,
        port: Numeric,
        key: Key,
        database: Numeric,
        timeout: Numeric,
        ...options: Item[],
        callback: Callback<string>,
      ]
    ): Sent<Chain>;
  } & Call<
    [host: string, port: Numeric, key: Key, database: Numeric, timeout: Numeric, ...options: Item[]],
    string,
    Chain
  > &
    Call<[args: List], string, Chain> &
    Call<[host: string, rest: List], string, Chain>;
  /**
   * A container for module commands.
   * Complexity: Depends on subcommand.
   * Since Redis 4.0.0.
   * @see https://redis.io/docs/latest/commands/module/
   */
  module: {
    /**
     * A container for module commands.
     * Complexity: Depends on subcommand.
     * Since Redis 4.0.0.
     * @see https://redis.io/docs/latest/commands/module/
     */
    (...args: [subcommand: string, ...args: Item[], callback: Callback<unknown>]): Sent<Chain>;
  } & Call<[subcommand: string, ...args: Item[]], unknown, Chain> &
    Call<[args: List], unknown, Chain>;
  /**
   * Listen for all requests received by the server in real time.
   * Since Redis 1.0.0.
   * @see https://redis.io/docs/latest/commands/monitor/
   */
  monitor: {
    /**
     * Listen for all requests received by the server in real time.
     * Since Redis 1.0.0.
     * @see https://redis.io/docs/latest/commands/monitor/
     */
    (...args: [callback: Callback<'OK'>]): Sent<Chain>;
  } & Call<[], 'OK', Chain>;
  /**
   * Move a key to another database.
   * Complexity: O(1).
   * Since Redis 1.0.0.
   * @see https://redis.io/docs/latest/commands/move/
   */
  move: {
    /**
     * Move a key to another database.
     * Complexity: O(1).
     * Since Redis 1.0.0.
     * @see https://redis.io/docs/latest/commands/move/
     */
    (...args: [key: Key, db: Numeric, callback: Callback<number>]): Sent<Chain>;
  } & Call<[key: Key, db: Numeric], number, Chain> &
    Call<[args: List], number, Chain> &
    Call<[key: Key, rest: List], number, Chain>;
  /**
   * Set multiple keys to multiple values.
   * Complexity: O(N) where N is the number of keys to set.
   * Since Redis 1.0.1.
   * @see https://redis.io/docs/latest/commands/mset/
   */
  mset: {
    /**
     * Set multiple keys to multiple values.
     * Complexity: O(N) where N is the number of keys to set.
     * Since Redis 1.0.1.
     * @see https://redis.io/docs/latest/commands/mset/
     */
    (...args: [values: Fields, callback: Callback<'OK'>]): Sent<Chain>;
  } & Call<[values: Fields], 'OK', Chain> &
    Call<[...keysAndValues: Item[]], 'OK', Chain>;
  /**
   * Set several keys at once, and when they expire.
   * Complexity: O(N), where N is the number of keys.
   * Since Redis 8.4.0.
   * @see https://redis.io/docs/latest/commands/msetex/
   */
  msetex: {
    /**
     * Set several keys at once, and when they expire.
     * Complexity: O(N), where N is the number of keys.
     * Since Redis 8.4.0.
     * @see https://redis.io/docs/latest/commands/msetex/
     */
    (...args: [numkeys: Numeric, ...options: Item[], callback: Callback<number>]): Sent<Chain>;
  } & Call<[numkeys: Numeric, ...options: Item[]], number, Chain> &
    Call<[args: List], number, Chain>;
  /**
   * Set multiple keys to multiple values, only if none of the keys exist.
   * Complexity: O(N) where N is the number of keys to set.
   * Since Redis 1.0.1.
   * @see https://redis.io/docs/latest/commands/msetnx/
   */
  msetnx: {
    /**
     * Set multiple keys to multiple values, only if none of the keys exist.
     * Complexity: O(N) where N is the number of keys to set.
     * Since Redis 1.0.1.
     * @see https://redis.io/docs/latest/commands/msetnx/
     */
    (...args: [values: Fields, callback: Callback<number>]): Sent<Chain>;
  } & Call<[values: Fields], number, Chain> &
    Call<[...keysAndValues: Item[]], number, Chain>;
  /**
   * A container for object introspection commands.
   * Complexity: Depends on subcommand.
   * Since Redis 2.2.3.
   * @see https://redis.io/docs/latest/commands/object/
   */
  object: {
    /**
     * A container for object introspection commands.
     * Complexity: Depends on subcommand.
     * Since Redis 2.2.3.
     * @see https://redis.io/docs/latest/commands/object/
     */
    (...args: [subcommand: Token<'ENCODING'>, key: Key, callback: Callback<string | null>]): Sent<Chain>;
  } & Call<[subcommand: Token<'ENCODING'>, key: Key], string | null, Chain> &
    Call<[subcommand: Token<'FREQ'>, key: Key], number | null, Chain> &
    Call<[subcommand: Token<'IDLETIME'>, key: Key], number | null, Chain> &
    Call<[subcommand: Token<'REFCOUNT'>, key: Key], number | null, Chain> &
    Call<[subcommand: string, ...args: Item[]], unknown, Chain> &
    Call<[args: List], unknown, Chain> &
    Call<[subcommand: string, rest: List], unknown, Chain>;
  /**
   * Remove the expiration from a key.
   * Complexity: O(1).
   * Since Redis 2.2.0.
   * @see https://redis.io/docs/latest/commands/persist/
   */
  persist: {
    /**
     * Remove the expiration from a key.
     * Complexity: O(1).
     * Since Redis 2.2.0.
     * @see https://redis.io/docs/latest/commands/persist/
     */
    (...args: [key: Key, callback: Callback<number>]): Sent<Chain>;
  } & Call<[key: Key], number, Chain> &
    Call<[args: List], number, Chain>;
  /**
   * Set a key's time to live in milliseconds.
   * Complexity: O(1).
   * Since Redis 2.6.0.
   * @see https://redis.io/docs/latest/commands/pexpire/
   */
  pexpire: {
    /**
     * Set a key's time to live in milliseconds.
     * Complexity: O(1).
     * Since Redis 2.6.0.
     * @see https://redis.io/docs/latest/commands/pexpire/
     */
    (...args: [key: Key, milliseconds: Numeric, callback: Callback<number>]): Sent<Chain>;
  } & Call<
    [key: Key, milliseconds: Numeric] | [key: Key, milliseconds: Numeric, condition: Token<'NX' | 'XX' | 'GT' | 'LT'>],
    number,
    Chain
  > &
    Call<[args: List], number, Chain> &
    Call<[key: Key, rest: List], number, Chain>;
  /**
   * Set the expiration for a key as a UNIX timestamp specified in milliseconds.
   * Complexity: O(1).
   * Since Redis 2.6.0.
   * @see https://redis.io/docs/latest/commands/pexpireat/
   */
  pexpireat: {
    /**
     * Set the expiration for a key as a UNIX timestamp specified in milliseconds.
     * Complexity: O(1).
     * Since Redis 2.6.0.
     * @see https://redis.io/docs/latest/commands/pexpireat/
     */
    (...args: [key: Key, unixTimeMilliseconds: Numeric, callback: Callback<number>]): Sent<Chain>;
  } & Call<
    | [key: Key, unixTimeMilliseconds: Numeric]
    | [key: Key, unixTimeMilliseconds: Numeric, condition: Token<'NX' | 'XX' | 'GT' | 'LT'>],
    number,
    Chain
  > &
    Call<[args: List], number, Chain> &
    Call<[key: Key, rest: List], number, Chain>;
  /**
   * Get the expiration Unix timestamp for a key in milliseconds.
   * Complexity: O(1).
   * Since Redis 7.0.0.
   * @see https://redis.io/docs/latest/commands/pexpiretime/
   */
  pexpiretime: {
    /**
     * Get the expiration Unix timestamp for a key in milliseconds.
     * Complexity: O(1).
     * Since Redis 7.0.0.
     * @see https://redis.io/docs/latest/commands/pexpiretime/
     */
    (...args: [key: Key, callback: Callback<number>]): Sent<Chain>;
  } & Call<[key: Key], number, Chain> &
    Call<[args: List], number, Chain>;
  /**
   * Adds the specified elements to the specified HyperLogLog.
   * Complexity: O(1) to add every element.
   * Since Redis 2.8.9.
   * @see https://redis.io/docs/latest/commands/pfadd/
   */
  pfadd: {
    /**
     * Adds the specified elements to the specified HyperLogLog.
     * Complexity: O(1) to add every element.
     * Since Redis 2.8.9.
     * @see https://redis.io/docs/latest/commands/pfadd/
     */
    (...args: [key: Key, ...element: Item[], callback: Callback<number>]): Sent<Chain>;
  } & Call<[key: Key, ...element: Item[]], number, Chain> &
    Call<[args: List], number, Chain>;
  /**
   * Return the approximated cardinality of the set(s) observed by the HyperLogLog at key(s).
   * Complexity: O(1) with a very small average constant time when called with a single key. O(N) with N being the
   * number of keys, and much bigger constant times, when called with multiple keys.
   * Since Redis 2.8.9.
   * @see https://redis.io/docs/latest/commands/pfcount/
   */
  pfcount: {
    /**
     * Return the approximated cardinality of the set(s) observed by the HyperLogLog at key(s).
     * Complexity: O(1) with a very small average constant time when called with a single key. O(N) with N being the
     * number of keys, and much bigger constant times, when called with multiple keys.
     * Since Redis 2.8.9.
     * @see https://redis.io/docs/latest/commands/pfcount/
     */
    (...args: [...key: Item[], callback: Callback<number>]): Sent<Chain>;
  } & Call<[...key: Item[]], number, Chain>;
  /**
   * Internal commands for debugging HyperLogLog values.
   * Complexity: N/A.
   * Since Redis 2.8.9.
   * @see https://redis.io/docs/latest/commands/pfdebug/
   */
  pfdebug: {
    /**
     * Internal commands for debugging HyperLogLog values.
     * Complexity: N/A.
     * Since Redis 2.8.9.
     * @see https://redis.io/docs/latest/commands/pfdebug/
     */
    (...args: [subcommand: Value, key: Key, callback: Callback<unknown>]): Sent<Chain>;
  } & Call<[subcommand: Value, key: Key], unknown, Chain> &
    Call<[args: List], unknown, Chain> &
    Call<[subcommand: Value, rest: List], unknown, Chain>;
  /**
   * Merge N different HyperLogLogs into a single one.
   * Complexity: O(N) to merge N HyperLogLogs, but with high constant times.
   * Since Redis 2.8.9.
   * @see https://redis.io/docs/latest/commands/pfmerge/
   */
  pfmerge: {
    /**
     * Merge N different HyperLogLogs into a single one.
     * Complexity: O(N) to merge N HyperLogLogs, but with high constant times.
     * Since Redis 2.8.9.
     * @see https://redis.io/docs/latest/commands/pfmerge/
     */
    (...args: [destkey: Key, ...sourcekey: Item[], callback: Callback<'OK'>]): Sent<Chain>;
  } & Call<[destkey: Key, ...sourcekey: Item[]], 'OK', Chain> &
    Call<[args: List], 'OK', Chain>;
  /**
   * An internal command for testing HyperLogLog values.
   * Complexity: N/A.
   * Since Redis 2.8.9.
   * @see https://redis.io/docs/latest/commands/pfselftest/
   */
  pfselftest: {
    /**
     * An internal command for testing HyperLogLog values.
     * Complexity: N/A.
     * Since Redis 2.8.9.
     * @see https://redis.io/docs/latest/commands/pfselftest/
     */
    (...args: [callback: Callback<'OK'>]): Sent<Chain>;
  } & Call<[], 'OK', Chain>;
  /**
   * Ping the server.
   * Complexity: O(1).
   * Since Redis 1.0.0.
   * @see https://redis.io/docs/latest/commands/ping/
   */
  ping: {
    /**
     * Ping the server.
     * Complexity: O(1).
     * Since Redis 1.0.0.
     * @see https://redis.io/docs/latest/commands/ping/
     */
    (...args: [callback: Callback<string>]): Sent<Chain>;
  } & Call<[] | [message: Value], string, Chain> &
    Call<[args: List], string, Chain>;
  /**
   * Set the value and expiration in milliseconds of a key.
   * Complexity: O(1).
   * Since Redis 2.6.0.
   * @see https://redis.io/docs/latest/commands/psetex/
   */
  psetex: {
    /**
     * Set the value and expiration in milliseconds of a key.
     * Complexity: O(1).
     * Since Redis 2.6.0.
     * @see https://redis.io/docs/latest/commands/psetex/
     */
    (...args: [key: Key, milliseconds: Numeric, value: Value, callback: Callback<'OK'>]): Sent<Chain>;
  } & Call<[key: Key, milliseconds: Numeric, value: Value], 'OK', Chain> &
    Call<[args: List], 'OK', Chain> &
    Call<[key: Key, rest: List], 'OK', Chain>;
  /**
   * Listen for messages published to channels matching the given patterns.
   * Complexity: O(N) where N is the number of patterns the client is already subscribed to.
   * Since Redis 2.0.0.
   * @see https://redis.io/docs/latest/commands/psubscribe/
   */
  psubscribe: {
    /**
     * Listen for messages published to channels matching the given patterns.
     * Complexity: O(N) where N is the number of patterns the client is already subscribed to.
     * Since Redis 2.0.0.
     * @see https://redis.io/docs/latest/commands/psubscribe/
     */
    (...args: [...pattern: Item[], callback: Callback<string>]): Sent<Chain>;
  } & Call<[...pattern: Item[]], string, Chain>;
  /**
   * Internal command used for replication.
   * Since Redis 2.8.0.
   * @see https://redis.io/docs/latest/commands/psync/
   */
  psync: {
    /**
     * Internal command used for replication.
     * Since Redis 2.8.0.
     * @see https://redis.io/docs/latest/commands/psync/
     */
    (...args: [replicationid: Value, offset: Numeric, callback: Callback<unknown>]): Sent<Chain>;
  } & Call<[replicationid: Value, offset: Numeric], unknown, Chain> &
    Call<[args: List], unknown, Chain> &
    Call<[replicationid: Value, rest: List], unknown, Chain>;
  /**
   * Get the time to live for a key in milliseconds.
   * Complexity: O(1).
   * Since Redis 2.6.0.
   * @see https://redis.io/docs/latest/commands/pttl/
   */
  pttl: {
    /**
     * Get the time to live for a key in milliseconds.
     * Complexity: O(1).
     * Since Redis 2.6.0.
     * @see https://redis.io/docs/latest/commands/pttl/
     */
    (...args: [key: Key, callback: Callback<number>]): Sent<Chain>;
  } & Call<[key: Key], number, Chain> &
    Call<[args: List], number, Chain>;
  /**
   * Post a message to a channel.
   * Complexity: O(N+M) where N is the number of clients subscribed to the receiving channel and M is the total
   * number of subscribed patterns (by any client).
   * Since Redis 2.0.0.
   * @see https://redis.io/docs/latest/commands/publish/
   */
  publish: {
    /**
     * Post a message to a channel.
     * Complexity: O(N+M) where N is the number of clients subscribed to the receiving channel and M is the total
     * number of subscribed patterns (by any client).
     * Since Redis 2.0.0.
     * @see https://redis.io/docs/latest/commands/publish/
     */
    (...args: [channel: Value, message: Value, callback: Callback<number>]): Sent<Chain>;
  } & Call<[channel: Value, message: Value], number, Chain> &
    Call<[args: List], number, Chain> &
    Call<[channel: Value, rest: List], number, Chain>;
  /**
   * A container for Pub/Sub commands.
   * Complexity: Depends on subcommand.
   * Since Redis 2.8.0.
   * @see https://redis.io/docs/latest/commands/pubsub/
   */
  pubsub: {
    /**
     * A container for Pub/Sub commands.
     * Complexity: Depends on subcommand.
     * Since Redis 2.8.0.
     * @see https://redis.io/docs/latest/commands/pubsub/
     */
    (...args: [subcommand: Token<'CHANNELS'>, callback: Callback<string[]>]): Sent<Chain>;
  } & Call<[subcommand: Token<'CHANNELS'>] | [subcommand: Token<'CHANNELS'>, pattern: Value], string[], Chain> &
    Call<[subcommand: Token<'NUMPAT'>], number, Chain> &
    Call<[subcommand: Token<'NUMSUB'>, ...channel: Item[]], (string | number)[], Chain> &
    Call<[subcommand: Token<'SHARDCHANNELS'>] | [subcommand: Token<'SHARDCHANNELS'>, pattern: Value], string[], Chain> &
    Call<[subcommand: string, ...args: Item[]], unknown, Chain> &
    Call<[args: List], unknown, Chain> &
    Call<[subcommand: string, rest: List], unknown, Chain>;
  /**
   * Stop listening for messages posted to channels matching the given patterns.
   * Complexity: O(N+M) where N is the number of patterns the client is already subscribed and M is the number of
   * total patterns subscribed in the system (by any client).
   * Since Redis 2.0.0.
   * @see https://redis.io/docs/latest/commands/punsubscribe/
   */
  punsubscribe: {
    /**
     * Stop listening for messages posted to channels matching the given patterns.
     * Complexity: O(N+M) where N is the number of patterns the client is already subscribed and M is the number of
     * total patterns subscribed in the system (by any client).
     * Since Redis 2.0.0.
     * @see https://redis.io/docs/latest/commands/punsubscribe/
     */
    (...args: [...pattern: Item[], callback: Callback<string | null>]): Sent<Chain>;
  } & Call<[...pattern: Item[]], string | null, Chain>;
  /**
   * Return a random key from the keyspace.
   * Complexity: O(1).
   * Since Redis 1.0.0.
   * @see https://redis.io/docs/latest/commands/randomkey/
   */
  randomkey: {
    /**
     * Return a random key from the keyspace.
     * Complexity: O(1).
     * Since Redis 1.0.0.
     * @see https://redis.io/docs/latest/commands/randomkey/
     */
    (...args: [callback: Callback<string | null>]): Sent<Chain>;
  } & Call<[], string | null, Chain>;
  /**
   * Enables read queries for a connection to a cluster replica node.
   * Complexity: O(1).
   * Since Redis 3.0.0.
   * @see https://redis.io/docs/latest/commands/readonly/
   */
  readonly: {
    /**
     * Enables read queries for a connection to a cluster replica node.
     * Complexity: O(1).
     * Since Redis 3.0.0.
     * @see https://redis.io/docs/latest/commands/readonly/
     */
    (...args: [callback: Callback<'OK'>]): Sent<Chain>;
  } & Call<[], 'OK', Chain>;
  /**
   * Disables read queries for a connection to a cluster replica node.
   * Complexity: O(1).
   * Since Redis 3.0.0.
   * @see https://redis.io/docs/latest/commands/readwrite/
   */
  readwrite: {
    /**
     * Disables read queries for a connection to a cluster replica node.
     * Complexity: O(1).
     * Since Redis 3.0.0.
     * @see https://redis.io/docs/latest/commands/readwrite/
     */
    (...args: [callback: Callback<'OK'>]): Sent<Chain>;
  } & Call<[], 'OK', Chain>;
  /**
   * Rename a key.
   * Complexity: O(1).
   * Since Redis 1.0.0.
   * @see https://redis.io/docs/latest/commands/rename/
   */
  rename: {
    /**
     * Rename a key.
     * Complexity: O(1).
     * Since Redis 1.0.0.
     * @see https://redis.io/docs/latest/commands/rename/
     */
    (...args: [key: Key, newkey: Key, callback: Callback<'OK'>]): Sent<Chain>;
  } & Call<[key: Key, newkey: Key], 'OK', Chain> &
    Call<[args: List], 'OK', Chain> &
    Call<[key: Key, rest: List], 'OK', Chain>;
  /**
   * Rename a key, only if the new key does not exist.
   * Complexity: O(1).
   * Since Redis 1.0.0.
   * @see https://redis.io/docs/latest/commands/renamenx/
   */
  renamenx: {
    /**
     * Rename a key, only if the new key does not exist.
     * Complexity: O(1).
     * Since Redis 1.0.0.
     * @see https://redis.io/docs/latest/commands/renamenx/
     */
    (...args: [key: Key, newkey: Key, callback: Callback<number>]): Sent<Chain>;
  } & Call<[key: Key, newkey: Key], number, Chain> &
    Call<[args: List], number, Chain> &
    Call<[key: Key, rest: List], number, Chain>;
  /**
   * An internal command for configuring the replication stream.
   * Complexity: O(1).
   * Since Redis 3.0.0.
   * @see https://redis.io/docs/latest/commands/replconf/
   */
  replconf: {
    /**
     * An internal command for configuring the replication stream.
     * Complexity: O(1).
     * Since Redis 3.0.0.
     * @see https://redis.io/docs/latest/commands/replconf/
     */
    (...args: [callback: Callback<unknown>]): Sent<Chain>;
  } & Call<[], unknown, Chain>;
  /**
   * Make the server a replica of another instance, or promote it as master.
   * Complexity: O(1).
   * Since Redis 5.0.0.
   * @see https://redis.io/docs/latest/commands/replicaof/
   */
  replicaof: {
    /**
     * Make the server a replica of another instance, or promote it as master.
     * Complexity: O(1).
     * Since Redis 5.0.0.
     * @see https://redis.io/docs/latest/commands/replicaof/
     */
    (...args: [...options: Item[], callback: Callback<'OK'>]): Sent<Chain>;
  } & Call<[...options: Item[]], 'OK', Chain>;
  /**
   * Reset the connection.
   * Complexity: O(1).
   * Since Redis 6.2.0.
   * @see https://redis.io/docs/latest/commands/reset/
   */
  reset: {
    /**
     * Reset the connection.
     * Complexity: O(1).
     * Since Redis 6.2.0.
     * @see https://redis.io/docs/latest/commands/reset/
     */
    (...args: [callback: Callback<string>]): Sent<Chain>;
  } & Call<[], string, Chain>;
  /**
   * Create a key using the provided serialized value, previously obtained using DUMP.
   * Complexity: O(1) to create the new key and additional O(N*M) to reconstruct the serialized value, where N is
   * the number of Redis objects composing the value and M their average size. For small string values the time
   * complexity is thus O(1)+O(1*M) where M is small, so simply O(1). However for sorted set values the complexity
   * is O(N*M*log(N)) because inserting values into sorted sets is O(log(N)).
   * Since Redis 2.6.0.
   * @see https://redis.io/docs/latest/commands/restore/
   */
  restore: {
    /**
     * Create a key using the provided serialized value, previously obtained using DUMP.
     * Complexity: O(1) to create the new key and additional O(N*M) to reconstruct the serialized value, where N is
     * the number of Redis objects composing the value and M their average size. For small string values the time
     * complexity is thus O(1)+O(1*M) where M is small, so simply O(1). However for sorted set values the complexity
     * is O(N*M*log(N)) because inserting values into sorted sets is O(log(N)).
     * Since Redis 2.6.0.
     * @see https://redis.io/docs/latest/commands/restore/
     */
    (...args: [key: Key, ttl: Numeric, serializedValue: Value, ...args: Item[], callback: Callback<'OK'>]): Sent<Chain>;
  } & Call<[key: Key, ttl: Numeric, serializedValue: Value, ...args: Item[]], 'OK', Chain> &
    Call<[args: List], 'OK', Chain> &
    Call<[key: Key, rest: List], 'OK', Chain>;
  /**
   * An internal command for migrating keys in a cluster.
   * Complexity: O(1) to create the new key and additional O(N*M) to reconstruct the serialized value, where N is
   * the number of Redis objects composing the value and M their average size. For small string values the time
   * complexity is thus O(1)+O(1*M) where M is small, so simply O(1). However for sorted set values the complexity
   * is O(N*M*log(N)) because inserting values into sorted sets is O(log(N)).
   * Since Redis 3.0.0.
   * @see https://redis.io/docs/latest/commands/restore-asking/
   */
  'restore-asking': {
    /**
     * An internal command for migrating keys in a cluster.
     * Complexity: O(1) to create the new key and additional O(N*M) to reconstruct the serialized value, where N is
     * the number of Redis objects composing the value and M their average size. For small string values the time
     * complexity is thus O(1)+O(1*M) where M is small, so simply O(1). However for sorted set values the complexity
     * is O(N*M*log(N)) because inserting values into sorted sets is O(log(N)).
     * Since Redis 3.0.0.
     * @see https://redis.io/docs/latest/commands/restore-asking/
     */
    (...args: [key: Key, ttl: Numeric, serializedValue: Value, ...args: Item[], callback: Callback<'OK'>]): Sent<Chain>;
  } & Call<[key: Key, ttl: Numeric, serializedValue: Value, ...args: Item[]], 'OK', Chain> &
    Call<[args: List], 'OK', Chain> &
    Call<[key: Key, rest: List], 'OK', Chain>;
  /**
   * Return the role of the instance in the context of replication.
   * Complexity: O(1).
   * Since Redis 2.8.12.
   * @see https://redis.io/docs/latest/commands/role/
   */
  role: {
    /**
     * Return the role of the instance in the context of replication.
     * Complexity: O(1).
     * Since Redis 2.8.12.
     * @see https://redis.io/docs/latest/commands/role/
     */
    (...args: [callback: Callback<unknown[]>]): Sent<Chain>;
  } & Call<[], unknown[], Chain>;
  /**
   * Remove and get the last elements in a list.
   * Complexity: O(N) where N is the number of elements returned.
   * Since Redis 1.0.0.
   * @see https://redis.io/docs/latest/commands/rpop/
   */
  rpop: {
    /**
     * Remove and get the last elements in a list.
     * Complexity: O(N) where N is the number of elements returned.
     * Since Redis 1.0.0.
     * @see https://redis.io/docs/latest/commands/rpop/
     */
    (...args: [key: Key, callback: Callback<string | null>]): Sent<Chain>;
  } & Call<[key: Key], string | null, Chain> &
    Call<[key: Key, count: Numeric], string[] | null, Chain> &
    Call<[args: List], string | null | string[], Chain> &
    Call<[key: Key, rest: List], string | null | string[], Chain>;
  /**
   * Remove the last element in a list, prepend it to another list and return it.
   * Complexity: O(1).
   * Since Redis 1.2.0.
   * @see https://redis.io/docs/latest/commands/rpoplpush/
   */
  rpoplpush: {
    /**
     * Remove the last element in a list, prepend it to another list and return it.
     * Complexity: O(1).
     * Since Redis 1.2.0.
     * @see https://redis.io/docs/latest/commands/rpoplpush/
     */
    (...args: [source: Key, destination: Key, callback: Callback<string | null>]): Sent<Chain>;
  } & Call<[source: Key, destination: Key], string | null, Chain> &
    Call<[args: List], string | null, Chain> &
    Call<[source: Key, rest: List], string | null, Chain>;
  /**
   * Append one or multiple elements to a list.
   * Complexity: O(1) for each element added, so O(N) to add N elements when the command is called with multiple
   * arguments.
   * Since Redis 1.0.0.
   * @see https://redis.io/docs/latest/commands/rpush/
   */
  rpush: {
    /**
     * Append one or multiple elements to a list.
     * Complexity: O(1) for each element added, so O(N) to add N elements when the command is called with multiple
     * arguments.
     * Since Redis 1.0.0.
     * @see https://redis.io/docs/latest/commands/rpush/
     */
    (...args: [key: Key, ...element: Item[], callback: Callback<number>]): Sent<Chain>;
  } & Call<[key: Key, ...element: Item[]], number, Chain> &
    Call<[args: List], number, Chain>;
  /**
   * Append an element to a list, only if the list exists.
   * Complexity: O(1) for each element added, so O(N) to add N elements when the command is called with multiple
   * arguments.
   * Since Redis 2.2.0.
   * @see https://redis.io/docs/latest/commands/rpushx/
   */
  rpushx: {
    /**
     * Append an element to a list, only if the list exists.
     * Complexity: O(1) for each element added, so O(N) to add N elements when the command is called with multiple
     * arguments.
     * Since Redis 2.2.0.
     * @see https://redis.io/docs/latest/commands/rpushx/
     */
    (...args: [key: Key, ...element: Item[], callback: Callback<number>]): Sent<Chain>;
  } & Call<[key: Key, ...element: Item[]], number, Chain> &
    Call<[args: List], number, Chain>;
  /**
   * Add one or more members to a set.
   * Complexity: O(1) for each element added, so O(N) to add N elements when the command is called with multiple
   * arguments.
   * Since Redis 1.0.0.
   * @see https://redis.io/docs/latest/commands/sadd/
   */
  sadd: {
    /**
     * Add one or more members to a set.
     * Complexity: O(1) for each element added, so O(N) to add N elements when the command is called with multiple
     * arguments.
     * Since Redis 1.0.0.
     * @see https://redis.io/docs/latest/commands/sadd/
     */
    (...args: [key: Key, ...member: Item[], callback: Callback<number>]): Sent<Chain>;
  } & Call<[key: Key, ...member: Item[]], number, Chain> &
    Call<[args: List], number, Chain>;
  /**
   * Synchronously save the dataset to disk.
   * Complexity: O(N) where N is the total number of keys in all databases.
   * Since Redis 1.0.0.
   * @see https://redis.io/docs/latest/commands/save/
   */
  save: {
    /**
     * Synchronously save the dataset to disk.
     * Complexity: O(N) where N is the total number of keys in all databases.
     * Since Redis 1.0.0.
     * @see https://redis.io/docs/latest/commands/save/
     */
    (...args: [callback: Callback<'OK'>]): Sent<Chain>;
  } & Call<[], 'OK', Chain>;
  /**
   * Incrementally iterate the keys space.
   * Complexity: O(1) for every call. O(N) for a complete iteration, including enough command calls for the cursor
   * to return back to 0. N is the number of elements inside the collection.
   * Since Redis 2.8.0.
   * @see https://redis.io/docs/latest/commands/scan/
   */
  scan: {
    /**
     * Incrementally iterate the keys space.
     * Complexity: O(1) for every call. O(N) for a complete iteration, including enough command calls for the cursor
     * to return back to 0. N is the number of elements inside the collection.
     * Since Redis 2.8.0.
     * @see https://redis.io/docs/latest/commands/scan/
     */
    (
      ...args: [cursor: Numeric, ...args: Item[], callback: Callback<[cursor: string, elements: string[]]>]
    ): Sent<Chain>;
  } & Call<[cursor: Numeric, ...args: Item[]], [cursor: string, elements: string[]], Chain> &
    Call<[args: List], [cursor: string, elements: string[]], Chain>;
  /**
   * Get the number of members in a set.
   * Complexity: O(1).
   * Since Redis 1.0.0.
   * @see https://redis.io/docs/latest/commands/scard/
   */
  scard: {
    /**
     * Get the number of members in a set.
     * Complexity: O(1).
     * Since Redis 1.0.0.
     * @see https://redis.io/docs/latest/commands/scard/
     */
    (...args: [key: Key, callback: Callback<number>]): Sent<Chain>;
  } & Call<[key: Key], number, Chain> &
    Call<[args: List], number, Chain>;
  /**
   * A container for Lua scripts management commands.
   * Complexity: Depends on subcommand.
   * Since Redis 2.6.0.
   * @see https://redis.io/docs/latest/commands/script/
   */
  script: {
    /**
     * A container for Lua scripts management commands.
     * Complexity: Depends on subcommand.
     * Since Redis 2.6.0.
     * @see https://redis.io/docs/latest/commands/script/
     */
    (...args: [subcommand: Token<'EXISTS'>, ...sha1: Item[], callback: Callback<number[]>]): Sent<Chain>;
  } & Call<[subcommand: Token<'EXISTS'>, ...sha1: Item[]], number[], Chain> &
    Call<[subcommand: Token<'FLUSH'>] | [subcommand: Token<'FLUSH'>, async: Token<'ASYNC' | 'SYNC'>], 'OK', Chain> &
    Call<[subcommand: Token<'LOAD'>, script: Value], string, Chain> &
    Call<[subcommand: string, ...args: Item[]], unknown, Chain> &
    Call<[args: List], unknown, Chain> &
    Call<[subcommand: string, rest: List], unknown, Chain>;
  /**
   * Subtract multiple sets.
   * Complexity: O(N) where N is the total number of elements in all given sets.
   * Since Redis 1.0.0.
   * @see https://redis.io/docs/latest/commands/sdiff/
   */
  sdiff: {
    /**
     * Subtract multiple sets.
     * Complexity: O(N) where N is the total number of elements in all given sets.
     * Since Redis 1.0.0.
     * @see https://redis.io/docs/latest/commands/sdiff/
     */
    (...args: [...key: Item[], callback: Callback<string[]>]): Sent<Chain>;
  } & Call<[...key: Item[]], string[], Chain>;
  /**
   * Count the members of the difference of sets.
   * Complexity: O(N), where N is the number of members in all sets.
   * Since Redis 8.10.0.
   * @see https://redis.io/docs/latest/commands/sdiffcard/
   */
  sdiffcard: {
    /**
     * Count the members of the difference of sets.
     * Complexity: O(N), where N is the number of members in all sets.
     * Since Redis 8.10.0.
     * @see https://redis.io/docs/latest/commands/sdiffcard/
     */
    (...args: [numkeys: Numeric, ...key: Item[], callback: Callback<number>]): Sent<Chain>;
  } & Call<[numkeys: Numeric, ...key: Item[]], number, Chain> &
    Call<[args: List], number, Chain>;
  /**
   * Subtract multiple sets and store the resulting set in a key.
   * Complexity: O(N) where N is the total number of elements in all given sets.
   * Since Redis 1.0.0.
   * @see https://redis.io/docs/latest/commands/sdiffstore/
   */
  sdiffstore: {
    /**
     * Subtract multiple sets and store the resulting set in a key.
     * Complexity: O(N) where N is the total number of elements in all given sets.
     * Since Redis 1.0.0.
     * @see https://redis.io/docs/latest/commands/sdiffstore/
     */
    (...args: [destination: Key, ...key: Item[], callback: Callback<number>]): Sent<Chain>;
  } & Call<[destination: Key, ...key: Item[]], number, Chain> &
    Call<[args: List], number, Chain>;
  /**
   * Set the string value of a key.
   * Complexity: O(1).
   * Since Redis 1.0.0.
   * @see https://redis.io/docs/latest/commands/set/
   */
  set: {
    /**
     * Set the string value of a key.
     * Complexity: O(1).
     * Since Redis 1.0.0.
     * @see https://redis.io/docs/latest/commands/set/
     */
    (...args: [key: Key, value: Value, callback: Callback<'OK'>]): Sent<Chain>;
  } & Call<[key: Key, value: Value], 'OK', Chain> &
    Call<[key: Key, value: Value, unit: Token<'EX' | 'PX' | 'EXAT' | 'PXAT'>, time: Numeric], 'OK', Chain> &
    Call<[key: Key, value: Value, ...options: Item[]], string | null, Chain> &
    Call<[args: List], 'OK' | string | null, Chain> &
    Call<[key: Key, rest: List], 'OK' | string | null, Chain>;
  /**
   * Sets or clears the bit at offset in the string value stored at key.
   * Complexity: O(1).
   * Since Redis 2.2.0.
   * @see https://redis.io/docs/latest/commands/setbit/
   */
  setbit: {
    /**
     * Sets or clears the bit at offset in the string value stored at key.
     * Complexity: O(1).
     * Since Redis 2.2.0.
     * @see https://redis.io/docs/latest/commands/setbit/
     */
    (...args: [key: Key, offset: Numeric, value: Numeric, callback: Callback<number>]): Sent<Chain>;
  } & Call<[key: Key, offset: Numeric, value: Numeric], number, Chain> &
    Call<[args: List], number, Chain> &
    Call<[key: Key, rest: List], number, Chain>;
  /**
   * Set the value and expiration of a key.
   * Complexity: O(1).
   * Since Redis 2.0.0.
   * @see https://redis.io/docs/latest/commands/setex/
   */
  setex: {
    /**
     * Set the value and expiration of a key.
     * Complexity: O(1).
     * Since Redis 2.0.0.
     * @see https://redis.io/docs/latest/commands/setex/
     */
    (...args: [key: Key, seconds: Numeric, value: Value, callback: Callback<'OK'>]): Sent<Chain>;
  } & Call<[key: Key, seconds: Numeric, value: Value], 'OK', Chain> &
    Call<[args: List], 'OK', Chain> &
    Call<[key: Key, rest: List], 'OK', Chain>;
  /**
   * Set the value of a key, only if the key does not exist.
   * Complexity: O(1).
   * Since Redis 1.0.0.
   * @see https://redis.io/docs/latest/commands/setnx/
   */
  setnx: {
    /**
     * Set the value of a key, only if the key does not exist.
     * Complexity: O(1).
     * Since Redis 1.0.0.
     * @see https://redis.io/docs/latest/commands/setnx/
     */
    (...args: [key: Key, value: Value, callback: Callback<number>]): Sent<Chain>;
  } & Call<[key: Key, value: Value], number, Chain> &
    Call<[args: List], number, Chain> &
    Call<[key: Key, rest: List], number, Chain>;
  /**
   * Overwrite part of a string at key starting at the specified offset.
   * Complexity: O(1), not counting the time taken to copy the new string in place. Usually, this string is very
   * small so the amortized complexity is O(1). Otherwise, complexity is O(M) with M being the length of the value
   * argument.
   * Since Redis 2.2.0.
   * @see https://redis.io/docs/latest/commands/setrange/
   */
  setrange: {
    /**
     * Overwrite part of a string at key starting at the specified offset.
     * Complexity: O(1), not counting the time taken to copy the new string in place. Usually, this string is very
     * small so the amortized complexity is O(1). Otherwise, complexity is O(M) with M being the length of the value
     * argument.
     * Since Redis 2.2.0.
     * @see https://redis.io/docs/latest/commands/setrange/
     */
    (...args: [key: Key, offset: Numeric, value: Value, callback: Callback<number>]): Sent<Chain>;
  } & Call<[key: Key, offset: Numeric, value: Value], number, Chain> &
    Call<[args: List], number, Chain> &
    Call<[key: Key, rest: List], number, Chain>;
  /**
   * Synchronously save the dataset to disk and then shut down the server.
   * Complexity: O(N) when saving, where N is the total number of keys in all databases when saving data, otherwise
   * O(1).
   * Since Redis 1.0.0.
   * @see https://redis.io/docs/latest/commands/shutdown/
   */
  shutdown: {
    /**
     * Synchronously save the dataset to disk and then shut down the server.
     * Complexity: O(N) when saving, where N is the total number of keys in all databases when saving data, otherwise
     * O(1).
     * Since Redis 1.0.0.
     * @see https://redis.io/docs/latest/commands/shutdown/
     */
    (...args: [...args: Item[], callback: Callback<'OK'>]): Sent<Chain>;
  } & Call<[...args: Item[]], 'OK', Chain>;
  /**
   * Intersect multiple sets.
   * Complexity: O(N*M) worst case where N is the cardinality of the smallest set and M is the number of sets.
   * Since Redis 1.0.0.
   * @see https://redis.io/docs/latest/commands/sinter/
   */
  sinter: {
    /**
     * Intersect multiple sets.
     * Complexity: O(N*M) worst case where N is the cardinality of the smallest set and M is the number of sets.
     * Since Redis 1.0.0.
     * @see https://redis.io/docs/latest/commands/sinter/
     */
    (...args: [...key: Item[], callback: Callback<string[]>]): Sent<Chain>;
  } & Call<[...key: Item[]], string[], Chain>;
  /**
   * Intersect multiple sets and return the cardinality of the result.
   * Complexity: O(N*M) worst case where N is the cardinality of the smallest set and M is the number of sets.
   * Since Redis 7.0.0.
   * @see https://redis.io/docs/latest/commands/sintercard/
   */
  sintercard: {
    /**
     * Intersect multiple sets and return the cardinality of the result.
     * Complexity: O(N*M) worst case where N is the cardinality of the smallest set and M is the number of sets.
     * Since Redis 7.0.0.
     * @see https://redis.io/docs/latest/commands/sintercard/
     */
    (...args: [numkeys: Numeric, ...args: Item[], callback: Callback<number>]): Sent<Chain>;
  } & Call<[numkeys: Numeric, ...args: Item[]], number, Chain> &
    Call<[args: List], number, Chain>;
  /**
   * Intersect multiple sets and store the resulting set in a key.
   * Complexity: O(N*M) worst case where N is the cardinality of the smallest set and M is the number of sets.
   * Since Redis 1.0.0.
   * @see https://redis.io/docs/latest/commands/sinterstore/
   */
  sinterstore: {
    /**
     * Intersect multiple sets and store the resulting set in a key.
     * Complexity: O(N*M) worst case where N is the cardinality of the smallest set and M is the number of sets.
     * Since Redis 1.0.0.
     * @see https://redis.io/docs/latest/commands/sinterstore/
     */
    (...args: [destination: Key, ...key: Item[], callback: Callback<number>]): Sent<Chain>;
  } & Call<[destination: Key, ...key: Item[]], number, Chain> &
    Call<[args: List], number, Chain>;
  /**
   * Determine if a given value is a member of a set.
   * Complexity: O(1).
   * Since Redis 1.0.0.
   * @see https://redis.io/docs/latest/commands/sismember/
   */
  sismember: {
    /**
     * Determine if a given value is a member of a set.
     * Complexity: O(1).
     * Since Redis 1.0.0.
     * @see https://redis.io/docs/latest/commands/sismember/
     */
    (...args: [key: Key, member: Value, callback: Callback<number>]): Sent<Chain>;
  } & Call<[key: Key, member: Value], number, Chain> &
    Call<[args: List], number, Chain> &
    Call<[key: Key, rest: List], number, Chain>;
  /**
   * Make the server a replica of another instance, or promote it as master.
   * Complexity: O(1).
   * Since Redis 1.0.0.
   * @see https://redis.io/docs/latest/commands/slaveof/
   */
  slaveof: {
    /**
     * Make the server a replica of another instance, or promote it as master.
     * Complexity: O(1).
     * Since Redis 1.0.0.
     * @see https://redis.io/docs/latest/commands/slaveof/
     */
    (...args: [...options: Item[], callback: Callback<'OK'>]): Sent<Chain>;
  } & Call<[...options: Item[]], 'OK', Chain>;
  /**
   * A container for slow log commands.
   * Complexity: Depends on subcommand.
   * Since Redis 2.2.12.
   * @see https://redis.io/docs/latest/commands/slowlog/
   */
  slowlog: {
    /**
     * A container for slow log commands.
     * Complexity: Depends on subcommand.
     * Since Redis 2.2.12.
     * @see https://redis.io/docs/latest/commands/slowlog/
     */
    (...args: [subcommand: Token<'LEN'>, callback: Callback<number>]): Sent<Chain>;
  } & Call<[subcommand: Token<'LEN'>], number, Chain> &
    Call<[subcommand: Token<'RESET'>], 'OK', Chain> &
    Call<[subcommand: string, ...args: Item[]], unknown, Chain> &
    Call<[args: List], unknown, Chain>;
  /**
   * Get all the members in a set.
   * Complexity: O(N) where N is the set cardinality.
   * Since Redis 1.0.0.
   * @see https://redis.io/docs/latest/commands/smembers/
   */
  smembers: {
    /**
     * Get all the members in a set.
     * Complexity: O(N) where N is the set cardinality.
     * Since Redis 1.0.0.
     * @see https://redis.io/docs/latest/commands/smembers/
     */
    (...args: [key: Key, callback: Callback<string[]>]): Sent<Chain>;
  } & Call<[key: Key], string[], Chain> &
    Call<[args: List], string[], Chain>;
  /**
   * Returns the membership associated with the given elements for a set.
   * Complexity: O(N) where N is the number of elements being checked for membership.
   * Since Redis 6.2.0.
   * @see https://redis.io/docs/latest/commands/smismember/
   */
  smismember: {
    /**
     * Returns the membership associated with the given elements for a set.
     * Complexity: O(N) where N is the number of elements being checked for membership.
     * Since Redis 6.2.0.
     * @see https://redis.io/docs/latest/commands/smismember/
     */
    (...args: [key: Key, ...member: Item[], callback: Callback<number[]>]): Sent<Chain>;
  } & Call<[key: Key, ...member: Item[]], number[], Chain> &
    Call<[args: List], number[], Chain>;
  /**
   * Move a member from one set to another.
   * Complexity: O(1).
   * Since Redis 1.0.0.
   * @see https://redis.io/docs/latest/commands/smove/
   */
  smove: {
    /**
     * Move a member from one set to another.
     * Complexity: O(1).
     * Since Redis 1.0.0.
     * @see https://redis.io/docs/latest/commands/smove/
     */
    (...args: [source: Key, destination: Key, member: Value, callback: Callback<number>]): Sent<Chain>;
  } & Call<[source: Key, destination: Key, member: Value], number, Chain> &
    Call<[args: List], number, Chain> &
    Call<[source: Key, rest: List], number, Chain>;
  /**
   * Sort the elements in a list, set or sorted set.
   * Complexity: O(N+M*log(M)) where N is the number of elements in the list or set to sort, and M the number of
   * returned elements. When the elements are not sorted, complexity is O(N).
   * Since Redis 1.0.0.
   * @see https://redis.io/docs/latest/commands/sort/
   */
  sort: {
    /**
     * Sort the elements in a list, set or sorted set.
     * Complexity: O(N+M*log(M)) where N is the number of elements in the list or set to sort, and M the number of
     * returned elements. When the elements are not sorted, complexity is O(N).
     * Since Redis 1.0.0.
     * @see https://redis.io/docs/latest/commands/sort/
     */
    (...args: [key: Key, callback: Callback<string[]>]): Sent<Chain>;
  } & Call<[key: Key], string[], Chain> &
    Call<[key: Key, ...options: Item[]], (string | null)[] | number, Chain> &
    Call<[args: List], string[] | (string | null)[] | number, Chain>;
  /**
   * Sort the elements in a list, set or sorted set. Read-only variant of SORT.
   * Complexity: O(N+M*log(M)) where N is the number of elements in the list or set to sort, and M the number of
   * returned elements. When the elements are not sorted, complexity is O(N).
   * Since Redis 7.0.0.
   * @see https://redis.io/docs/latest/commands/sort_ro/
   */
  sort_ro: {
    /**
     * Sort the elements in a list, set or sorted set. Read-only variant of SORT.
     * Complexity: O(N+M*log(M)) where N is the number of elements in the list or set to sort, and M the number of
     * returned elements. When the elements are not sorted, complexity is O(N).
     * Since Redis 7.0.0.
     * @see https://redis.io/docs/latest/commands/sort_ro/
     */
    (...args: [key: Key, callback: Callback<string[]>]): Sent<Chain>;
  } & Call<[key: Key], string[], Chain> &
    Call<[key: Key, ...options: Item[]], (string | null)[], Chain> &
    Call<[args: List], string[] | (string | null)[], Chain>;
  /**
   * Remove and return one or multiple random members from a set.
   * Complexity: Without the count argument O(1), otherwise O(N) where N is the value of the passed count.
   * Since Redis 1.0.0.
   * @see https://redis.io/docs/latest/commands/spop/
   */
  spop: {
    /**
     * Remove and return one or multiple random members from a set.
     * Complexity: Without the count argument O(1), otherwise O(N) where N is the value of the passed count.
     * Since Redis 1.0.0.
     * @see https://redis.io/docs/latest/commands/spop/
     */
    (...args: [key: Key, callback: Callback<string | null>]): Sent<Chain>;
  } & Call<[key: Key], string | null, Chain> &
    Call<[key: Key, count: Numeric], string[], Chain> &
    Call<[args: List], string | null | string[], Chain> &
    Call<[key: Key, rest: List], string | null | string[], Chain>;
  /**
   * Post a message to a shard channel.
   * Complexity: O(N) where N is the number of clients subscribed to the receiving shard channel.
   * Since Redis 7.0.0.
   * @see https://redis.io/docs/latest/commands/spublish/
   */
  spublish: {
    /**
     * Post a message to a shard channel.
     * Complexity: O(N) where N is the number of clients subscribed to the receiving shard channel.
     * Since Redis 7.0.0.
     * @see https://redis.io/docs/latest/commands/spublish/
     */
    (...args: [shardchannel: Value, message: Value, callback: Callback<number>]): Sent<Chain>;
  } & Call<[shardchannel: Value, message: Value], number, Chain> &
    Call<[args: List], number, Chain> &
    Call<[shardchannel: Value, rest: List], number, Chain>;
  /**
   * Get one or multiple random members from a set.
   * Complexity: Without the count argument O(1), otherwise O(N) where N is the absolute value of the passed count.
   * Since Redis 1.0.0.
   * @see https://redis.io/docs/latest/commands/srandmember/
   */
  srandmember: {
    /**
     * Get one or multiple random members from a set.
     * Complexity: Without the count argument O(1), otherwise O(N) where N is the absolute value of the passed count.
     * Since Redis 1.0.0.
     * @see https://redis.io/docs/latest/commands/srandmember/
     */
    (...args: [key: Key, callback: Callback<string | null>]): Sent<Chain>;
  } & Call<[key: Key], string | null, Chain> &
    Call<[key: Key, count: Numeric], string[], Chain> &
    Call<[args: List], string | null | string[], Chain> &
    Call<[key: Key, rest: List], string | null | string[], Chain>;
  /**
   * Remove one or more members from a set.
   * Complexity: O(N) where N is the number of members to be removed.
   * Since Redis 1.0.0.
   * @see https://redis.io/docs/latest/commands/srem/
   */
  srem: {
    /**
     * Remove one or more members from a set.
     * Complexity: O(N) where N is the number of members to be removed.
     * Since Redis 1.0.0.
     * @see https://redis.io/docs/latest/commands/srem/
     */
    (...args: [key: Key, ...member: Item[], callback: Callback<number>]): Sent<Chain>;
  } & Call<[key: Key, ...member: Item[]], number, Chain> &
    Call<[args: List], number, Chain>;
  /**
   * Incrementally iterate Set elements.
   * Complexity: O(1) for every call. O(N) for a complete iteration, including enough command calls for the cursor
   * to return back to 0. N is the number of elements inside the collection..
   * Since Redis 2.8.0.
   * @see https://redis.io/docs/latest/commands/sscan/
   */
  sscan: {
    /**
     * Incrementally iterate Set elements.
     * Complexity: O(1) for every call. O(N) for a complete iteration, including enough command calls for the cursor
     * to return back to 0. N is the number of elements inside the collection..
     * Since Redis 2.8.0.
     * @see https://redis.io/docs/latest/commands/sscan/
     */
    (
      ...args: [key: Key, cursor: Numeric, ...args: Item[], callback: Callback<[cursor: string, elements: string[]]>]
    ): Sent<Chain>;
  } & Call<[key: Key, cursor: Numeric, ...args: Item[]], [cursor: string, elements: string[]], Chain> &
    Call<[args: List], [cursor: string, elements: string[]], Chain> &
    Call<[key: Key, rest: List], [cursor: string, elements: string[]], Chain>;
  /**
   * Listen for messages published to the given shard channels.
   * Complexity: O(N) where N is the number of shard channels to subscribe to.
   * Since Redis 7.0.0.
   * @see https://redis.io/docs/latest/commands/ssubscribe/
   */
  ssubscribe: {
    /**
     * Listen for messages published to the given shard channels.
     * Complexity: O(N) where N is the number of shard channels to subscribe to.
     * Since Redis 7.0.0.
     * @see https://redis.io/docs/latest/commands/ssubscribe/
     */
    (...args: [...shardchannel: Item[], callback: Callback<string>]): Sent<Chain>;
  } & Call<[...shardchannel: Item[]], string, Chain>;
  /**
   * Get the length of the value stored in a key.
   * Complexity: O(1).
   * Since Redis 2.2.0.
   * @see https://redis.io/docs/latest/commands/strlen/
   */
  strlen: {
    /**
     * Get the length of the value stored in a key.
     * Complexity: O(1).
     * Since Redis 2.2.0.
     * @see https://redis.io/docs/latest/commands/strlen/
     */
    (...args: [key: Key, callback: Callback<number>]): Sent<Chain>;
  } & Call<[key: Key], number, Chain> &
    Call<[args: List], number, Chain>;
  /**
   * Listen for messages published to the given channels.
   * Complexity: O(N) where N is the number of channels to subscribe to.
   * Since Redis 2.0.0.
   * @see https://redis.io/docs/latest/commands/subscribe/
   */
  subscribe: {
    /**
     * Listen for messages published to the given channels.
     * Complexity: O(N) where N is the number of channels to subscribe to.
     * Since Redis 2.0.0.
     * @see https://redis.io/docs/latest/commands/subscribe/
     */
    (...args: [...channel: Item[], callback: Callback<string>]): Sent<Chain>;
  } & Call<[...channel: Item[]], string, Chain>;
  /**
   * Get a substring of the string stored at a key.
   * Complexity: O(N) where N is the length of the returned string. The complexity is ultimately determined by the
   * returned length, but because creating a substring from an existing string is very cheap, it can be considered
   * O(1) for small strings.
   * Since Redis 1.0.0.
   * @see https://redis.io/docs/latest/commands/substr/
   */
  substr: {
    /**
     * Get a substring of the string stored at a key.
     * Complexity: O(N) where N is the length of the returned string. The complexity is ultimately determined by the
     * returned length, but because creating a substring from an existing string is very cheap, it can be considered
     * O(1) for small strings.
     * Since Redis 1.0.0.
     * @see https://redis.io/docs/latest/commands/substr/
     */
    (...args: [key: Key, start: Numeric, end: Numeric, callback: Callback<string>]): Sent<Chain>;
  } & Call<[key: Key, start: Numeric, end: Numeric], string, Chain> &
    Call<[args: List], string, Chain> &
    Call<[key: Key, rest: List], string, Chain>;
  /**
   * Add multiple sets.
   * Complexity: O(N) where N is the total number of elements in all given sets.
   * Since Redis 1.0.0.
   * @see https://redis.io/docs/latest/commands/sunion/
   */
  sunion: {
    /**
     * Add multiple sets.
     * Complexity: O(N) where N is the total number of elements in all given sets.
     * Since Redis 1.0.0.
     * @see https://redis.io/docs/latest/commands/sunion/
     */
    (...args: [...key: Item[], callback: Callback<string[]>]): Sent<Chain>;
  } & Call<[...key: Item[]], string[], Chain>;
  /**
   * Count the members of the union of sets.
   * Complexity: O(N), where N is the number of members in all sets.
   * Since Redis 8.10.0.
   * @see https://redis.io/docs/latest/commands/sunioncard/
   */
  sunioncard: {
    /**
     * Count the members of the union of sets.
     * Complexity: O(N), where N is the number of members in all sets.
     * Since Redis 8.10.0.
     * @see https://redis.io/docs/latest/commands/sunioncard/
     */
    (...args: [numkeys: Numeric, ...key: Item[], callback: Callback<number>]): Sent<Chain>;
  } & Call<[numkeys: Numeric, ...key: Item[]], number, Chain> &
    Call<[args: List], number, Chain>;
  /**
   * Add multiple sets and store the resulting set in a key.
   * Complexity: O(N) where N is the total number of elements in all given sets.
   * Since Redis 1.0.0.
   * @see https://redis.io/docs/latest/commands/sunionstore/
   */
  sunionstore: {
    /**
     * Add multiple sets and store the resulting set in a key.
     * Complexity: O(N) where N is the total number of elements in all given sets.
     * Since Redis 1.0.0.
     * @see https://redis.io/docs/latest/commands/sunionstore/
     */
    (...args: [destination: Key, ...key: Item[], callback: Callback<number>]): Sent<Chain>;
  } & Call<[destination: Key, ...key: Item[]], number, Chain> &
    Call<[args: List], number, Chain>;
  /**
   * Stop listening for messages posted to the given shard channels.
   * Complexity: O(N) where N is the number of clients already subscribed to a shard channel.
   * Since Redis 7.0.0.
   * @see https://redis.io/docs/latest/commands/sunsubscribe/
   */
  sunsubscribe: {
    /**
     * Stop listening for messages posted to the given shard channels.
     * Complexity: O(N) where N is the number of clients already subscribed to a shard channel.
     * Since Redis 7.0.0.
     * @see https://redis.io/docs/latest/commands/sunsubscribe/
     */
    (...args: [...shardchannel: Item[], callback: Callback<string | null>]): Sent<Chain>;
  } & Call<[...shardchannel: Item[]], string | null, Chain>;
  /**
   * Swaps two Redis databases.
   * Complexity: O(N) where N is the count of clients watching or blocking on keys from both databases.
   * Since Redis 4.0.0.
   * @see https://redis.io/docs/latest/commands/swapdb/
   */
  swapdb: {
    /**
     * Swaps two Redis databases.
     * Complexity: O(N) where N is the count of clients watching or blocking on keys from both databases.
     * Since Redis 4.0.0.
     * @see https://redis.io/docs/latest/commands/swapdb/
     */
    (...args: [index1: Numeric, index2: Numeric, callback: Callback<'OK'>]): Sent<Chain>;
  } & Call<[index1: Numeric, index2: Numeric], 'OK', Chain> &
    Call<[args: List], 'OK', Chain> &
    Call<[index1: Numeric, rest: List], 'OK', Chain>;
  /**
   * Internal command used for replication.
   * Since Redis 1.0.0.
   * @see https://redis.io/docs/latest/commands/sync/
   */
  sync: {
    /**
     * Internal command used for replication.
     * Since Redis 1.0.0.
     * @see https://redis.io/docs/latest/commands/sync/
     */
    (...args: [callback: Callback<unknown>]): Sent<Chain>;
  } & Call<[], unknown, Chain>;
  /**
   * Return the current server time.
   * Complexity: O(1).
   * Since Redis 2.6.0.
   * @see https://redis.io/docs/latest/commands/time/
   */
  time: {
    /**
     * Return the current server time.
     * Complexity: O(1).
     * Since Redis 2.6.0.
     * @see https://redis.io/docs/latest/commands/time/
     */
    (...args: [callback: Callback<[seconds: string, microseconds: string]>]): Sent<Chain>;
  } & Call<[], [seconds: string, microseconds: string], Chain>;
  /**
   * Alters the last access time of a key(s). Returns the number of existing keys specified.
   * Complexity: O(N) where N is the number of keys that will be touched.
   * Since Redis 3.2.1.
   * @see https://redis.io/docs/latest/commands/touch/
   */
  touch: {
    /**
     * Alters the last access time of a key(s). Returns the number of existing keys specified.
     * Complexity: O(N) where N is the number of keys that will be touched.
     * Since Redis 3.2.1.
     * @see https://redis.io/docs/latest/commands/touch/
     */
    (...args: [...key: Item[], callback: Callback<number>]): Sent<Chain>;
  } & Call<[...key: Item[]], number, Chain>;
  /**
   * Delete the keys of slots.
   * Complexity: O(N) where N is the number of keys in all databases.
   * Since Redis 9.0.0.
   * @see https://redis.io/docs/latest/commands/trimslots/
   */
  trimslots: {
    /**
     * Delete the keys of slots.
     * Complexity: O(N) where N is the number of keys in all databases.
     * Since Redis 9.0.0.
     * @see https://redis.io/docs/latest/commands/trimslots/
     */
    (
      ...args: [ranges: Token<'RANGES'>, numranges: Numeric, ...startAndEnd: Item[], callback: Callback<'OK'>]
    ): Sent<Chain>;
  } & Call<[ranges: Token<'RANGES'>, numranges: Numeric, ...startAndEnd: Item[]], 'OK', Chain> &
    Call<[args: List], 'OK', Chain> &
    Call<[ranges: string, rest: List], 'OK', Chain>;
  /**
   * Get the time to live for a key in seconds.
   * Complexity: O(1).
   * Since Redis 1.0.0.
   * @see https://redis.io/docs/latest/commands/ttl/
   */
  ttl: {
    /**
     * Get the time to live for a key in seconds.
     * Complexity: O(1).
     * Since Redis 1.0.0.
     * @see https://redis.io/docs/latest/commands/ttl/
     */
    (...args: [key: Key, callback: Callback<number>]): Sent<Chain>;
  } & Call<[key: Key], number, Chain> &
    Call<[args: List], number, Chain>;
  /**
   * Determine the type stored at key.
   * Complexity: O(1).
   * Since Redis 1.0.0.
   * @see https://redis.io/docs/latest/commands/type/
   */
  type: {
    /**
     * Determine the type stored at key.
     * Complexity: O(1).
     * Since Redis 1.0.0.
     * @see https://redis.io/docs/latest/commands/type/
     */
    (...args: [key: Key, callback: Callback<string>]): Sent<Chain>;
  } & Call<[key: Key], string, Chain> &
    Call<[args: List], string, Chain>;
  /**
   * Delete a key asynchronously in another thread. Otherwise it is just as DEL, but non blocking.
   * Complexity: O(1) for each key removed regardless of its size. Then the command does O(N) work in a different
   * thread in order to reclaim memory, where N is the number of allocations the deleted objects where composed of.
   * Since Redis 4.0.0.
   * @see https://redis.io/docs/latest/commands/unlink/
   */
  unlink: {
    /**
     * Delete a key asynchronously in another thread. Otherwise it is just as DEL, but non blocking.
     * Complexity: O(1) for each key removed regardless of its size. Then the command does O(N) work in a different
     * thread in order to reclaim memory, where N is the number of allocations the deleted objects where composed of.
     * Since Redis 4.0.0.
     * @see https://redis.io/docs/latest/commands/unlink/
     */
    (...args: [...key: Item[], callback: Callback<number>]): Sent<Chain>;
  } & Call<[...key: Item[]], number, Chain>;
  /**
   * Stop listening for messages posted to the given channels.
   * Complexity: O(N) where N is the number of clients already subscribed to a channel.
   * Since Redis 2.0.0.
   * @see https://redis.io/docs/latest/commands/unsubscribe/
   */
  unsubscribe: {
    /**
     * Stop listening for messages posted to the given channels.
     * Complexity: O(N) where N is the number of clients already subscribed to a channel.
     * Since Redis 2.0.0.
     * @see https://redis.io/docs/latest/commands/unsubscribe/
     */
    (...args: [...channel: Item[], callback: Callback<string | null>]): Sent<Chain>;
  } & Call<[...channel: Item[]], string | null, Chain>;
  /**
   * Add an element to a vector set, or change its vector.
   * Since Redis 8.0.0.
   * @see https://redis.io/docs/latest/commands/vadd/
   */
  vadd: {
    /**
     * Add an element to a vector set, or change its vector.
     * Since Redis 8.0.0.
     * @see https://redis.io/docs/latest/commands/vadd/
     */
    (...args: [key: Key, ...options: Item[], callback: Callback<number>]): Sent<Chain>;
  } & Call<[key: Key, ...options: Item[]], number, Chain> &
    Call<[args: List], number, Chain>;
  /**
   * Count the elements of a vector set.
   * Since Redis 8.0.0.
   * @see https://redis.io/docs/latest/commands/vcard/
   */
  vcard: {
    /**
     * Count the elements of a vector set.
     * Since Redis 8.0.0.
     * @see https://redis.io/docs/latest/commands/vcard/
     */
    (...args: [key: Key, callback: Callback<number>]): Sent<Chain>;
  } & Call<[key: Key], number, Chain> &
    Call<[args: List], number, Chain>;
  /**
   * Get the dimension of the vectors in a vector set.
   * Since Redis 8.0.0.
   * @see https://redis.io/docs/latest/commands/vdim/
   */
  vdim: {
    /**
     * Get the dimension of the vectors in a vector set.
     * Since Redis 8.0.0.
     * @see https://redis.io/docs/latest/commands/vdim/
     */
    (...args: [key: Key, callback: Callback<number>]): Sent<Chain>;
  } & Call<[key: Key], number, Chain> &
    Call<[args: List], number, Chain>;
  /**
   * Get the vector of an element of a vector set.
   * Since Redis 8.0.0.
   * @see https://redis.io/docs/latest/commands/vemb/
   */
  vemb: {
    /**
     * Get the vector of an element of a vector set.
     * Since Redis 8.0.0.
     * @see https://redis.io/docs/latest/commands/vemb/
     */
    (...args: [key: Key, element: Value, callback: Callback<unknown>]): Sent<Chain>;
  } & Call<[key: Key, element: Value] | [key: Key, element: Value, raw: Token<'RAW'>], unknown, Chain> &
    Call<[args: List], unknown, Chain> &
    Call<[key: Key, rest: List], unknown, Chain>;
  /**
   * Get the JSON attributes of an element of a vector set.
   * Since Redis 8.0.0.
   * @see https://redis.io/docs/latest/commands/vgetattr/
   */
  vgetattr: {
    /**
     * Get the JSON attributes of an element of a vector set.
     * Since Redis 8.0.0.
     * @see https://redis.io/docs/latest/commands/vgetattr/
     */
    (...args: [key: Key, element: Value, callback: Callback<string | null>]): Sent<Chain>;
  } & Call<[key: Key, element: Value], string | null, Chain> &
    Call<[args: List], string | null, Chain> &
    Call<[key: Key, rest: List], string | null, Chain>;
  /**
   * Get facts about a vector set.
   * Since Redis 8.0.0.
   * @see https://redis.io/docs/latest/commands/vinfo/
   */
  vinfo: {
    /**
     * Get facts about a vector set.
     * Since Redis 8.0.0.
     * @see https://redis.io/docs/latest/commands/vinfo/
     */
    (...args: [key: Key, callback: Callback<unknown[] | null>]): Sent<Chain>;
  } & Call<[key: Key], unknown[] | null, Chain> &
    Call<[args: List], unknown[] | null, Chain>;
  /**
   * Tell whether an element is in a vector set.
   * Since Redis 8.2.0.
   * @see https://redis.io/docs/latest/commands/vismember/
   */
  vismember: {
    /**
     * Tell whether an element is in a vector set.
     * Since Redis 8.2.0.
     * @see https://redis.io/docs/latest/commands/vismember/
     */
    (...args: [key: Key, element: Value, callback: Callback<number>]): Sent<Chain>;
  } & Call<[key: Key, element: Value], number, Chain> &
    Call<[args: List], number, Chain> &
    Call<[key: Key, rest: List], number, Chain>;
  /**
   * Get the neighbours of an element of a vector set in each layer of its graph.
   * Since Redis 8.0.0.
   * @see https://redis.io/docs/latest/commands/vlinks/
   */
  vlinks: {
    /**
     * Get the neighbours of an element of a vector set in each layer of its graph.
     * Since Redis 8.0.0.
     * @see https://redis.io/docs/latest/commands/vlinks/
     */
    (...args: [key: Key, element: Value, callback: Callback<unknown>]): Sent<Chain>;
  } & Call<[key: Key, element: Value] | [key: Key, element: Value, withscores: Token<'WITHSCORES'>], unknown, Chain> &
    Call<[args: List], unknown, Chain> &
    Call<[key: Key, rest: List], unknown, Chain>;
  /**
   * Get random elements of a vector set.
   * Since Redis 8.0.0.
   * @see https://redis.io/docs/latest/commands/vrandmember/
   */
  vrandmember: {
    /**
     * Get random elements of a vector set.
     * Since Redis 8.0.0.
     * @see https://redis.io/docs/latest/commands/vrandmember/
     */
    (...args: [key: Key, callback: Callback<string | null>]): Sent<Chain>;
  } & Call<[key: Key], string | null, Chain> &
    Call<[key: Key, count: Numeric], string[], Chain> &
    Call<[args: List], string | null | string[], Chain> &
    Call<[key: Key, rest: List], string | null | string[], Chain>;
  /**
   * Get the elements of a vector set in a lexicographical range.
   * Since Redis 8.4.0.
   * @see https://redis.io/docs/latest/commands/vrange/
   */
  vrange: {
    /**
     * Get the elements of a vector set in a lexicographical range.
     * Since Redis 8.4.0.
     * @see https://redis.io/docs/latest/commands/vrange/
     */
    (...args: [key: Key, start: Value, end: Value, callback: Callback<unknown>]): Sent<Chain>;
  } & Call<
    [key: Key, start: Value, end: Value] | [key: Key, start: Value, end: Value, count: Numeric],
    unknown,
    Chain
  > &
    Call<[args: List], unknown, Chain> &
    Call<[key: Key, rest: List], unknown, Chain>;
  /**
   * Remove an element from a vector set.
   * Since Redis 8.0.0.
   * @see https://redis.io/docs/latest/commands/vrem/
   */
  vrem: {
    /**
     * Remove an element from a vector set.
     * Since Redis 8.0.0.
     * @see https://redis.io/docs/latest/commands/vrem/
     */
    (...args: [key: Key, element: Value, callback: Callback<number>]): Sent<Chain>;
  } & Call<[key: Key, element: Value], number, Chain> &
    Call<[args: List], number, Chain> &
    Call<[key: Key, rest: List], number, Chain>;
  /**
   * Set or remove the JSON attributes of an element of a vector set.
   * Since Redis 8.0.0.
   * @see https://redis.io/docs/latest/commands/vsetattr/
   */
  vsetattr: {
    /**
     * Set or remove the JSON attributes of an element of a vector set.
     * Since Redis 8.0.0.
     * @see https://redis.io/docs/latest/commands/vsetattr/
     */
    (...args: [key: Key, element: Value, json: Value, callback: Callback<number>]): Sent<Chain>;
  } & Call<[key: Key, element: Value, json: Value], number, Chain> &
    Call<[args: List], number, Chain> &
    Call<[key: Key, rest: List], number, Chain>;
  /**
   * Get the elements of a vector set that are most similar to a vector or an element.
   * Since Redis 8.0.0.
   * @see https://redis.io/docs/latest/commands/vsim/
   */
  vsim: {
    /**
     * Get the elements of a vector set that are most similar to a vector or an element.
     * Since Redis 8.0.0.
     * @see https://redis.io/docs/latest/commands/vsim/
     */
    (...args: [key: Key, ...options: Item[], callback: Callback<unknown>]): Sent<Chain>;
  } & Call<[key: Key, ...options: Item[]], unknown, Chain> &
    Call<[args: List], unknown, Chain>;
  /**
   * Wait for the synchronous replication of all the write commands sent in the context of the current connection.
   * Complexity: O(1).
   * Since Redis 3.0.0.
   * @see https://redis.io/docs/latest/commands/wait/
   */
  wait: {
    /**
     * Wait for the synchronous replication of all the write commands sent in the context of the current connection.
     * Complexity: O(1).
     * Since Redis 3.0.0.
     * @see https://redis.io/docs/latest/commands/wait/
     */
    (...args: [numreplicas: Numeric, timeout: Numeric, callback: Callback<number>]): Sent<Chain>;
  } & Call<[numreplicas: Numeric, timeout: Numeric], number, Chain> &
    Call<[args: List], number, Chain> &
    Call<[numreplicas: Numeric, rest: List], number, Chain>;
  /**
   * Wait until the writes of this connection are in the append-only files of this server and of replicas.
   * Complexity: O(1).
   * Since Redis 7.2.0.
   * @see https://redis.io/docs/latest/commands/waitaof/
   */
  waitaof: {
    /**
     * Wait until the writes of this connection are in the append-only files of this server and of replicas.
     * Complexity: O(1).
     * Since Redis 7.2.0.
     * @see https://redis.io/docs/latest/commands/waitaof/
     */
    (
      ...args: [
        numlocal: Numeric,
        numreplicas: Numeric,
        timeout: Numeric,
        callback: Callback<[local: number, replicas: number]>,
      ]
    ): Sent<Chain>;
  } & Call<[numlocal: Numeric, numreplicas: Numeric, timeout: Numeric], [local: number, replicas: number], Chain> &
    Call<[args: List], [local: number, replicas: number], Chain> &
    Call<[numlocal: Numeric, rest: List], [local: number, replicas: number], Chain>;
  /**
   * Marks a pending message as correctly processed, effectively removing it from the pending entries list of the
   * consumer group. Return value of the command is the number of messages successfully acknowledged, that is, the
   * IDs we were actually able to resolve in the PEL.
   * Complexity: O(1) for each message ID processed.
   * Since Redis 5.0.0.
   * @see https://redis.io/docs/latest/commands/xack/
   */
  xack: {
    /**
     * Marks a pending message as correctly processed, effectively removing it from the pending entries list of the
     * consumer group. Return value of the command is the number of messages successfully acknowledged, that is, the
     * IDs we were actually able to resolve in the PEL.
     * Complexity: O(1) for each message ID processed.
     * Since Redis 5.0.0.
     * @see https://redis.io/docs/latest/commands/xack/
     */
    (...args: [key: Key, group: Value, ...id: Item[], callback: Callback<number>]): Sent<Chain>;
  } & Call<[key: Key, group: Value, ...id: Item[]], number, Chain> &
    Call<[args: List], number, Chain> &
    Call<[key: Key, rest: List], number, Chain>;
  /**
   * Acknowledge and delete messages of a consumer group.
   * Complexity: O(1) for each message.
   * Since Redis 8.2.0.
   * @see https://redis.io/docs/latest/commands/xackdel/
   */
  xackdel: {
    /**
     * Acknowledge and delete messages of a consumer group.
     * Complexity: O(1) for each message.
     * Since Redis 8.2.0.
     * @see https://redis.io/docs/latest/commands/xackdel/
     */
    (...args: [key: Key, group: Value, ...options: Item[], callback: Callback<number[]>]): Sent<Chain>;
  } & Call<[key: Key, group: Value, ...options: Item[]], number[], Chain> &
    Call<[args: List], number[], Chain> &
    Call<[key: Key, rest: List], number[], Chain>;
  /**
   * Appends a new entry to a stream.
   * Complexity: O(1) when adding a new entry, O(N) when trimming where N being the number of entries evicted.
   * Since Redis 5.0.0.
   * @see https://redis.io/docs/latest/commands/xadd/
   */
  xadd: {
    /**
     * Appends a new entry to a stream.
     * Complexity: O(1) when adding a new entry, O(N) when trimming where N being the number of entries evicted.
     * Since Redis 5.0.0.
     * @see https://redis.io/docs/latest/commands/xadd/
     */
    (...args: [key: Key, id: '*', ...fieldsAndValues: Item[], callback: Callback<string>]): Sent<Chain>;
  } & Call<[key: Key, id: '*', ...fieldsAndValues: Item[]], string, Chain> &
    Call<[key: Key, ...args: Item[]], string | null, Chain> &
    Call<[args: List], string | null, Chain> &
    Call<[key: Key, rest: List], string | null, Chain>;
  /**
   * Changes (or acquires) ownership of messages in a consumer group, as if the messages were delivered to the
   * specified consumer.
   * Complexity: O(1) if COUNT is small.
   * Since Redis 6.2.0.
   * @see https://redis.io/docs/latest/commands/xautoclaim/
   */
  xautoclaim: {
    /**
     * Changes (or acquires) ownership of messages in a consumer group, as if the messages were delivered to the
     * specified consumer.
     * Complexity: O(1) if COUNT is small.
     * Since Redis 6.2.0.
     * @see https://redis.io/docs/latest/commands/xautoclaim/
     */
    (
      ...args: [
        key: Key,
        group: Value,
        consumer: Value,
        minIdleTime: Numeric,
        start: Value,
        ...options: Item[],
        callback: Callback<[next: string, entries: (StreamEntry | string | null)[], deleted?: string[]]>,
      ]
    ): Sent<Chain>;
  } & Call<
    [key: Key, group: Value, consumer: Value, minIdleTime: Numeric, start: Value, ...options: Item[]],
    [next: string, entries: (StreamEntry | string | null)[], deleted?: string[]],
    Chain
  > &
    Call<[args: List], [next: string, entries: (StreamEntry | string | null)[], deleted?: string[]], Chain> &
    Call<[key: Key, rest: List], [next: string, entries: (StreamEntry | string | null)[], deleted?: string[]], Chain>;
  /**
   * Set how a stream recognises messages that were sent twice.
   * Complexity: O(1).
   * Since Redis 8.6.0.
   * @see https://redis.io/docs/latest/commands/xcfgset/
   */
  xcfgset: {
    /**
     * Set how a stream recognises messages that were sent twice.
     * Complexity: O(1).
     * Since Redis 8.6.0.
     * @see https://redis.io/docs/latest/commands/xcfgset/
     */
    (...args: [key: Key, ...options: Item[], callback: Callback<'OK'>]): Sent<Chain>;
  } & Call<[key: Key, ...options: Item[]], 'OK', Chain> &
    Call<[args: List], 'OK', Chain>;
  /**
   * Changes (or acquires) ownership of a message in a consumer group, as if the message was delivered to the
   * specified consumer.
   * Complexity: O(log N) with N being the number of messages in the PEL of the consumer group.
   * Since Redis 5.0.0.
   * @see https://redis.io/docs/latest/commands/xclaim/
   */
  xclaim: {
    /**
     * Changes (or acquires) ownership of a message in a consumer group, as if the message was delivered to the
     * specified consumer.
     * Complexity: O(log N) with N being the number of messages in the PEL of the consumer group.
     * Since Redis 5.0.0.
     * @see https://redis.io/docs/latest/commands/xclaim/
     */
    (
      ...args: [
        key: Key,
        group: Value,
        consumer: Value,
        minIdleTime: Numeric,
        ...args: Item[],
        callback: Callback<(StreamEntry | string | null)[]>,
      ]
    ): Sent<Chain>;
  } & Call<
    [key: Key, group: Value, consumer: Value, minIdleTime: Numeric, ...args: Item[]],
    (StreamEntry | string | null)[],
    Chain
  > &
    Call<[args: List], (StreamEntry | string | null)[], Chain> &
    Call<[key: Key, rest: List], (StreamEntry | string | null)[], Chain>;
  /**
   * Removes the specified entries from the stream. Returns the number of items actually deleted, that may be
   * different from the number of IDs passed in case certain IDs do not exist.
   * Complexity: O(1) for each single item to delete in the stream, regardless of the stream size.
   * Since Redis 5.0.0.
   * @see https://redis.io/docs/latest/commands/xdel/
   */
  xdel: {
    /**
     * Removes the specified entries from the stream. Returns the number of items actually deleted, that may be
     * different from the number of IDs passed in case certain IDs do not exist.
     * Complexity: O(1) for each single item to delete in the stream, regardless of the stream size.
     * Since Redis 5.0.0.
     * @see https://redis.io/docs/latest/commands/xdel/
     */
    (...args: [key: Key, ...id: Item[], callback: Callback<number>]): Sent<Chain>;
  } & Call<[key: Key, ...id: Item[]], number, Chain> &
    Call<[args: List], number, Chain>;
  /**
   * Delete entries of a stream, and say what becomes of references to them.
   * Complexity: O(1) for each entry.
   * Since Redis 8.2.0.
   * @see https://redis.io/docs/latest/commands/xdelex/
   */
  xdelex: {
    /**
     * Delete entries of a stream, and say what becomes of references to them.
     * Complexity: O(1) for each entry.
     * Since Redis 8.2.0.
     * @see https://redis.io/docs/latest/commands/xdelex/
     */
    (...args: [key: Key, ...options: Item[], callback: Callback<number[]>]): Sent<Chain>;
  } & Call<[key: Key, ...options: Item[]], number[], Chain> &
    Call<[args: List], number[], Chain>;
  /**
   * A container for consumer groups commands.
   * Complexity: Depends on subcommand.
   * Since Redis 5.0.0.
   * @see https://redis.io/docs/latest/commands/xgroup/
   */
  xgroup: {
    /**
     * A container for consumer groups commands.
     * Complexity: Depends on subcommand.
     * Since Redis 5.0.0.
     * @see https://redis.io/docs/latest/commands/xgroup/
     */
    (
      ...args: [subcommand: Token<'CREATE'>, key: Key, groupname: Value, ...args: Item[], callback: Callback<'OK'>]
    ): Sent<Chain>;
  } & Call<[subcommand: Token<'CREATE'>, key: Key, groupname: Value, ...args: Item[]], 'OK', Chain> &
    Call<[subcommand: Token<'CREATECONSUMER'>, key: Key, groupname: Value, consumername: Value], number, Chain> &
    Call<[subcommand: Token<'DELCONSUMER'>, key: Key, groupname: Value, consumername: Value], number, Chain> &
    Call<[subcommand: Token<'DESTROY'>, key: Key, groupname: Value], number, Chain> &
    Call<[subcommand: Token<'SETID'>, key: Key, groupname: Value, ...args: Item[]], 'OK', Chain> &
    Call<[subcommand: string, ...args: Item[]], unknown, Chain> &
    Call<[args: List], unknown, Chain> &
    Call<[subcommand: string, rest: List], unknown, Chain>;
  /**
   * An internal command for what a stream remembers to recognise messages that were sent twice.
   * Complexity: O(1).
   * Since Redis 8.6.2.
   * @see https://redis.io/docs/latest/commands/xidmprecord/
   */
  xidmprecord: {
    /**
     * An internal command for what a stream remembers to recognise messages that were sent twice.
     * Complexity: O(1).
     * Since Redis 8.6.2.
     * @see https://redis.io/docs/latest/commands/xidmprecord/
     */
    (...args: [key: Key, pid: Value, iid: Value, streamId: Value, callback: Callback<'OK'>]): Sent<Chain>;
  } & Call<[key: Key, pid: Value, iid: Value, streamId: Value], 'OK', Chain> &
    Call<[args: List], 'OK', Chain> &
    Call<[key: Key, rest: List], 'OK', Chain>;
  /**
   * A container for stream introspection commands.
   * Complexity: Depends on subcommand.
   * Since Redis 5.0.0.
   * @see https://redis.io/docs/latest/commands/xinfo/
   */
  xinfo: {
    /**
     * A container for stream introspection commands.
     * Complexity: Depends on subcommand.
     * Since Redis 5.0.0.
     * @see https://redis.io/docs/latest/commands/xinfo/
     */
    (...args: [subcommand: string, ...args: Item[], callback: Callback<unknown>]): Sent<Chain>;
  } & Call<[subcommand: string, ...args: Item[]], unknown, Chain> &
    Call<[args: List], unknown, Chain>;
  /**
   * Return the number of entries in a stream.
   * Complexity: O(1).
   * Since Redis 5.0.0.
   * @see https://redis.io/docs/latest/commands/xlen/
   */
  xlen: {
    /**
     * Return the number of entries in a stream.
     * Complexity: O(1).
     * Since Redis 5.0.0.
     * @see https://redis.io/docs/latest/commands/xlen/
     */
    (...args: [key: Key, callback: Callback<number>]): Sent<Chain>;
  } & Call<[key: Key], number, Chain> &
    Call<[args: List], number, Chain>;
  /**
   * Give entries of a stream that were not processed back to their consumer group.
   * Complexity: O(1) for each entry.
   * Since Redis 8.8.0.
   * @see https://redis.io/docs/latest/commands/xnack/
   */
  xnack: {
    /**
     * Give entries of a stream that were not processed back to their consumer group.
     * Complexity: O(1) for each entry.
     * Since Redis 8.8.0.
     * @see https://redis.io/docs/latest/commands/xnack/
     */
    (
      ...args: [
        key: Key,
        group: Value,
        which: Token<'SILENT' | 'FAIL' | 'FATAL'>,
        ...options: Item[],
        callback: Callback<number>,
      ]
    ): Sent<Chain>;
  } & Call<[key: Key, group: Value, which: Token<'SILENT' | 'FAIL' | 'FATAL'>, ...options: Item[]], number, Chain> &
    Call<[args: List], number, Chain> &
    Call<[key: Key, rest: List], number, Chain>;
  /**
   * Return information and entries from a stream consumer group pending entries list, that are messages fetched
   * but never acknowledged.
   * Complexity: O(N) with N being the number of elements returned, so asking for a small fixed number of entries
   * per call is O(1). O(M), where M is the total number of entries scanned when used with the IDLE filter. When
   * the command returns just the summary and the list of consumers is small, it runs in O(1) time; otherwise, an
   * additional O(N) time for iterating every consumer.
   * Since Redis 5.0.0.
   * @see https://redis.io/docs/latest/commands/xpending/
   */
  xpending: {
    /**
     * Return information and entries from a stream consumer group pending entries list, that are messages fetched
     * but never acknowledged.
     * Complexity: O(N) with N being the number of elements returned, so asking for a small fixed number of entries
     * per call is O(1). O(M), where M is the total number of entries scanned when used with the IDLE filter. When
     * the command returns just the summary and the list of consumers is small, it runs in O(1) time; otherwise, an
     * additional O(N) time for iterating every consumer.
     * Since Redis 5.0.0.
     * @see https://redis.io/docs/latest/commands/xpending/
     */
    (
      ...args: [
        key: Key,
        group: Value,
        callback: Callback<
          [count: number, first: string | null, last: string | null, consumers: [name: string, count: string][] | null]
        >,
      ]
    ): Sent<Chain>;
  } & Call<
    [key: Key, group: Value],
    [count: number, first: string | null, last: string | null, consumers: [name: string, count: string][] | null],
    Chain
  > &
    Call<
      [key: Key, group: Value, ...options: Item[]],
      [id: string, consumer: string, idle: number, deliveries: number][],
      Chain
    > &
    Call<
      [args: List],
      | [count: number, first: string | null, last: string | null, consumers: [name: string, count: string][] | null]
      | [id: string, consumer: string, idle: number, deliveries: number][],
      Chain
    > &
    Call<
      [key: Key, rest: List],
      | [count: number, first: string | null, last: string | null, consumers: [name: string, count: string][] | null]
      | [id: string, consumer: string, idle: number, deliveries: number][],
      Chain
    >;
  /**
   * Return a range of elements in a stream, with IDs matching the specified IDs interval.
   * Complexity: O(N) with N being the number of elements being returned. If N is constant (e.g. always asking for
   * the first 10 elements with COUNT), you can consider it O(1).
   * Since Redis 5.0.0.
   * @see https://redis.io/docs/latest/commands/xrange/
   */
  xrange: {
    /**
     * Return a range of elements in a stream, with IDs matching the specified IDs interval.
     * Complexity: O(N) with N being the number of elements being returned. If N is constant (e.g. always asking for
     * the first 10 elements with COUNT), you can consider it O(1).
     * Since Redis 5.0.0.
     * @see https://redis.io/docs/latest/commands/xrange/
     */
    (...args: [key: Key, start: Value, end: Value, callback: Callback<StreamEntry[]>]): Sent<Chain>;
  } & Call<
    | [key: Key, start: Value, end: Value]
    | [key: Key, start: Value, end: Value, countToken: Token<'COUNT'>, count: Numeric],
    StreamEntry[],
    Chain
  > &
    Call<[args: List], StreamEntry[], Chain> &
    Call<[key: Key, rest: List], StreamEntry[], Chain>;
  /**
   * Return never seen elements in multiple streams, with IDs greater than the ones reported by the caller for each
   * stream. Can block.
   * Complexity: For each stream mentioned: O(N) with N being the number of elements being returned, it means that
   * XREAD-ing with a fixed COUNT is O(1). Note that when the BLOCK option is used, XADD will pay O(M) time in
   * order to serve the M clients blocked on the stream getting new data.
   * Since Redis 5.0.0.
   * @see https://redis.io/docs/latest/commands/xread/
   */
  xread: {
    /**
     * Return never seen elements in multiple streams, with IDs greater than the ones reported by the caller for each
     * stream. Can block.
     * Complexity: For each stream mentioned: O(N) with N being the number of elements being returned, it means that
     * XREAD-ing with a fixed COUNT is O(1). Note that when the BLOCK option is used, XADD will pay O(M) time in
     * order to serve the M clients blocked on the stream getting new data.
     * Since Redis 5.0.0.
     * @see https://redis.io/docs/latest/commands/xread/
     */
    (...args: [...args: Item[], callback: Callback<[stream: string, entries: StreamEntry[]][] | null>]): Sent<Chain>;
  } & Call<[...args: Item[]], [stream: string, entries: StreamEntry[]][] | null, Chain>;
  /**
   * Return new entries from a stream using a consumer group, or access the history of the pending entries for a
   * given consumer. Can block.
   * Complexity: For each stream mentioned: O(M) with M being the number of elements returned. If M is constant
   * (e.g. always asking for the first 10 elements with COUNT), you can consider it O(1). On the other side when
   * XREADGROUP blocks, XADD will pay the O(N) time in order to serve the N clients blocked on the stream getting
   * new data.
   * Since Redis 5.0.0.
   * @see https://redis.io/docs/latest/commands/xreadgroup/
   */
  xreadgroup: {
    /**
     * Return new entries from a stream using a consumer group, or access the history of the pending entries for a
     * given consumer. Can block.
     * Complexity: For each stream mentioned: O(M) with M being the number of elements returned. If M is constant
     * (e.g. always asking for the first 10 elements with COUNT), you can consider it O(1). On the other side when
     * XREADGROUP blocks, XADD will pay the O(N) time in order to serve the N clients blocked on the stream getting
     * new data.
     * Since Redis 5.0.0.
     * @see https://redis.io/docs/latest/commands/xreadgroup/
     */
    (
      ...args: [
        groupToken: Token<'GROUP'>,
        group: Value,
        consumer: Value,
        ...args: Item[],
        callback: Callback<[stream: string, entries: StreamEntry[]][] | null>,
      ]
    ): Sent<Chain>;
  } & Call<
    [groupToken: Token<'GROUP'>, group: Value, consumer: Value, ...args: Item[]],
    [stream: string, entries: StreamEntry[]][] | null,
    Chain
  > &
    Call<[args: List], [stream: string, entries: StreamEntry[]][] | null, Chain> &
    Call<[groupToken: string, rest: List], [stream: string, entries: StreamEntry[]][] | null, Chain>;
  /**
   * Return a range of elements in a stream, with IDs matching the specified IDs interval, in reverse order (from
   * greater to smaller IDs) compared to XRANGE.
   * Complexity: O(N) with N being the number of elements returned. If N is constant (e.g. always asking for the
   * first 10 elements with COUNT), you can consider it O(1).
   * Since Redis 5.0.0.
   * @see https://redis.io/docs/latest/commands/xrevrange/
   */
  xrevrange: {
    /**
     * Return a range of elements in a stream, with IDs matching the specified IDs interval, in reverse order (from
     * greater to smaller IDs) compared to XRANGE.
     * Complexity: O(N) with N being the number of elements returned. If N is constant (e.g. always asking for the
     * first 10 elements with COUNT), you can consider it O(1).
     * Since Redis 5.0.0.
     * @see https://redis.io/docs/latest/commands/xrevrange/
     */
    (...args: [key: Key, end: Value, start: Value, callback: Callback<StreamEntry[]>]): Sent<Chain>;
  } & Call<
    | [key: Key, end: Value, start: Value]
    | [key: Key, end: Value, start: Value, countToken: Token<'COUNT'>, count: Numeric],
    StreamEntry[],
    Chain
  > &
    Call<[args: List], StreamEntry[], Chain> &
    Call<[key: Key, rest: List], StreamEntry[], Chain>;
  /**
   * An internal command for replicating stream values.
   * Complexity: O(1).
   * Since Redis 5.0.0.
   * @see https://redis.io/docs/latest/commands/xsetid/
   */
  xsetid: {
    /**
     * An internal command for replicating stream values.
     * Complexity: O(1).
     * Since Redis 5.0.0.
     * @see https://redis.io/docs/latest/commands/xsetid/
     */
    (...args: [key: Key, lastId: Value, ...args: Item[], callback: Callback<'OK'>]): Sent<Chain>;
  } & Call<[key: Key, lastId: Value, ...args: Item[]], 'OK', Chain> &
    Call<[args: List], 'OK', Chain> &
    Call<[key: Key, rest: List], 'OK', Chain>;
  /**
   * Trims the stream to (approximately if '~' is passed) a certain size.
   * Complexity: O(N), with N being the number of evicted entries. Constant times are very small however, since
   * entries are organized in macro nodes containing multiple entries that can be released with a single
   * deallocation.
   * Since Redis 5.0.0.
   * @see https://redis.io/docs/latest/commands/xtrim/
   */
  xtrim: {
    /**
     * Trims the stream to (approximately if '~' is passed) a certain size.
     * Complexity: O(N), with N being the number of evicted entries. Constant times are very small however, since
     * entries are organized in macro nodes containing multiple entries that can be released with a single
     * deallocation.
     * Since Redis 5.0.0.
     * @see https://redis.io/docs/latest/commands/xtrim/
     */
    (...args: [key: Key, ...options: Item[], callback: Callback<number>]): Sent<Chain>;
  } & Call<[key: Key, ...options: Item[]], number, Chain> &
    Call<[args: List], number, Chain>;
  /**
   * Add one or more members to a sorted set, or update its score if it already exists.
   * Complexity: O(log(N)) for each item added, where N is the number of elements in the sorted set.
   * Since Redis 1.2.0.
   * @see https://redis.io/docs/latest/commands/zadd/
   */
  zadd: {
    /**
     * Add one or more members to a sorted set, or update its score if it already exists.
     * Complexity: O(log(N)) for each item added, where N is the number of elements in the sorted set.
     * Since Redis 1.2.0.
     * @see https://redis.io/docs/latest/commands/zadd/
     */
    (...args: [key: Key, score: Numeric, member: Value, callback: Callback<number>]): Sent<Chain>;
  } & Call<[key: Key, score: Numeric, member: Value], number, Chain> &
    Call<[key: Key, ...args: Item[]], number | string | null, Chain> &
    Call<[args: List], number | string | null, Chain> &
    Call<[key: Key, rest: List], number | string | null, Chain>;
  /**
   * Get the number of members in a sorted set.
   * Complexity: O(1).
   * Since Redis 1.2.0.
   * @see https://redis.io/docs/latest/commands/zcard/
   */
  zcard: {
    /**
     * Get the number of members in a sorted set.
     * Complexity: O(1).
     * Since Redis 1.2.0.
     * @see https://redis.io/docs/latest/commands/zcard/
     */
    (...args: [key: Key, callback: Callback<number>]): Sent<Chain>;
  } & Call<[key: Key], number, Chain> &
    Call<[args: List], number, Chain>;
  /**
   * Count the members in a sorted set with scores within the given values.
   * Complexity: O(log(N)) with N being the number of elements in the sorted set.
   * Since Redis 2.0.0.
   * @see https://redis.io/docs/latest/commands/zcount/
   */
  zcount: {
    /**
     * Count the members in a sorted set with scores within the given values.
     * Complexity: O(log(N)) with N being the number of elements in the sorted set.
     * Since Redis 2.0.0.
     * @see https://redis.io/docs/latest/commands/zcount/
     */
    (...args: [key: Key, min: Numeric, max: Numeric, callback: Callback<number>]): Sent<Chain>;
  } & Call<[key: Key, min: Numeric, max: Numeric], number, Chain> &
    Call<[args: List], number, Chain> &
    Call<[key: Key, rest: List], number, Chain>;
  /**
   * Subtract multiple sorted sets.
   * Complexity: O(L + (N-K)log(N)) worst case where L is the total number of elements in all the sets, N is the
   * size of the first set, and K is the size of the result set.
   * Since Redis 6.2.0.
   * @see https://redis.io/docs/latest/commands/zdiff/
   */
  zdiff: {
    /**
     * Subtract multiple sorted sets.
     * Complexity: O(L + (N-K)log(N)) worst case where L is the total number of elements in all the sets, N is the
     * size of the first set, and K is the size of the result set.
     * Since Redis 6.2.0.
     * @see https://redis.io/docs/latest/commands/zdiff/
     */
    (...args: [numkeys: Numeric, ...args: Item[], callback: Callback<string[]>]): Sent<Chain>;
  } & Call<[numkeys: Numeric, ...args: Item[]], string[], Chain> &
    Call<[args: List], string[], Chain>;
  /**
   * Subtract multiple sorted sets and store the resulting sorted set in a new key.
   * Complexity: O(L + (N-K)log(N)) worst case where L is the total number of elements in all the sets, N is the
   * size of the first set, and K is the size of the result set.
   * Since Redis 6.2.0.
   * @see https://redis.io/docs/latest/commands/zdiffstore/
   */
  zdiffstore: {
    /**
     * Subtract multiple sorted sets and store the resulting sorted set in a new key.
     * Complexity: O(L + (N-K)log(N)) worst case where L is the total number of elements in all the sets, N is the
     * size of the first set, and K is the size of the result set.
     * Since Redis 6.2.0.
     * @see https://redis.io/docs/latest/commands/zdiffstore/
     */
    (...args: [destination: Key, numkeys: Numeric, ...key: Item[], callback: Callback<number>]): Sent<Chain>;
  } & Call<[destination: Key, numkeys: Numeric, ...key: Item[]], number, Chain> &
    Call<[args: List], number, Chain> &
    Call<[destination: Key, rest: List], number, Chain>;
  /**
   * Increment the score of a member in a sorted set.
   * Complexity: O(log(N)) where N is the number of elements in the sorted set.
   * Since Redis 1.2.0.
   * @see https://redis.io/docs/latest/commands/zincrby/
   */
  zincrby: {
    /**
     * Increment the score of a member in a sorted set.
     * Complexity: O(log(N)) where N is the number of elements in the sorted set.
     * Since Redis 1.2.0.
     * @see https://redis.io/docs/latest/commands/zincrby/
     */
    (...args: [key: Key, increment: Numeric, member: Value, callback: Callback<string>]): Sent<Chain>;
  } & Call<[key: Key, increment: Numeric, member: Value], string, Chain> &
    Call<[args: List], string, Chain> &
    Call<[key: Key, rest: List], string, Chain>;
  /**
   * Intersect multiple sorted sets.
   * Complexity: O(N*K)+O(M*log(M)) worst case with N being the smallest input sorted set, K being the number of
   * input sorted sets and M being the number of elements in the resulting sorted set.
   * Since Redis 6.2.0.
   * @see https://redis.io/docs/latest/commands/zinter/
   */
  zinter: {
    /**
     * Intersect multiple sorted sets.
     * Complexity: O(N*K)+O(M*log(M)) worst case with N being the smallest input sorted set, K being the number of
     * input sorted sets and M being the number of elements in the resulting sorted set.
     * Since Redis 6.2.0.
     * @see https://redis.io/docs/latest/commands/zinter/
     */
    (...args: [numkeys: Numeric, ...args: Item[], callback: Callback<string[]>]): Sent<Chain>;
  } & Call<[numkeys: Numeric, ...args: Item[]], string[], Chain> &
    Call<[args: List], string[], Chain>;
  /**
   * Intersect multiple sorted sets and return the cardinality of the result.
   * Complexity: O(N*K) worst case with N being the smallest input sorted set, K being the number of input sorted
   * sets.
   * Since Redis 7.0.0.
   * @see https://redis.io/docs/latest/commands/zintercard/
   */
  zintercard: {
    /**
     * Intersect multiple sorted sets and return the cardinality of the result.
     * Complexity: O(N*K) worst case with N being the smallest input sorted set, K being the number of input sorted
     * sets.
     * Since Redis 7.0.0.
     * @see https://redis.io/docs/latest/commands/zintercard/
     */
    (...args: [numkeys: Numeric, ...args: Item[], callback: Callback<number>]): Sent<Chain>;
  } & Call<[numkeys: Numeric, ...args: Item[]], number, Chain> &
    Call<[args: List], number, Chain>;
  /**
   * Intersect multiple sorted sets and store the resulting sorted set in a new key.
   * Complexity: O(N*K)+O(M*log(M)) worst case with N being the smallest input sorted set, K being the number of
   * input sorted sets and M being the number of elements in the resulting sorted set.
   * Since Redis 2.0.0.
   * @see https://redis.io/docs/latest/commands/zinterstore/
   */
  zinterstore: {
    /**
     * Intersect multiple sorted sets and store the resulting sorted set in a new key.
     * Complexity: O(N*K)+O(M*log(M)) worst case with N being the smallest input sorted set, K being the number of
     * input sorted sets and M being the number of elements in the resulting sorted set.
     * Since Redis 2.0.0.
     * @see https://redis.io/docs/latest/commands/zinterstore/
     */
    (...args: [destination: Key, numkeys: Numeric, ...args: Item[], callback: Callback<number>]): Sent<Chain>;
  } & Call<[destination: Key, numkeys: Numeric, ...args: Item[]], number, Chain> &
    Call<[args: List], number, Chain> &
    Call<[destination: Key, rest: List], number, Chain>;
  /**
   * Count the number of members in a sorted set between a given lexicographical range.
   * Complexity: O(log(N)) with N being the number of elements in the sorted set.
   * Since Redis 2.8.9.
   * @see https://redis.io/docs/latest/commands/zlexcount/
   */
  zlexcount: {
    /**
     * Count the number of members in a sorted set between a given lexicographical range.
     * Complexity: O(log(N)) with N being the number of elements in the sorted set.
     * Since Redis 2.8.9.
     * @see https://redis.io/docs/latest/commands/zlexcount/
     */
    (...args: [key: Key, min: Value, max: Value, callback: Callback<number>]): Sent<Chain>;
  } & Call<[key: Key, min: Value, max: Value], number, Chain> &
    Call<[args: List], number, Chain> &
    Call<[key: Key, rest: List], number, Chain>;
  /**
   * Remove and return members with scores in a sorted set.
   * Complexity: O(K) + O(M*log(N)) where K is the number of provided keys, N being the number of elements in the
   * sorted set, and M being the number of elements popped.
   * Since Redis 7.0.0.
   * @see https://redis.io/docs/latest/commands/zmpop/
   */
  zmpop: {
    /**
     * Remove and return members with scores in a sorted set.
     * Complexity: O(K) + O(M*log(N)) where K is the number of provided keys, N being the number of elements in the
     * sorted set, and M being the number of elements popped.
     * Since Redis 7.0.0.
     * @see https://redis.io/docs/latest/commands/zmpop/
     */
    (
      ...args: [
        numkeys: Numeric,
        ...args: Item[],
        callback: Callback<[key: string, elements: [member: string, score: string][]] | null>,
      ]
    ): Sent<Chain>;
  } & Call<
    [numkeys: Numeric, ...args: Item[]],
    [key: string, elements: [member: string, score: string][]] | null,
    Chain
  > &
    Call<[args: List], [key: string, elements: [member: string, score: string][]] | null, Chain>;
  /**
   * Get the score associated with the given members in a sorted set.
   * Complexity: O(N) where N is the number of members being requested.
   * Since Redis 6.2.0.
   * @see https://redis.io/docs/latest/commands/zmscore/
   */
  zmscore: {
    /**
     * Get the score associated with the given members in a sorted set.
     * Complexity: O(N) where N is the number of members being requested.
     * Since Redis 6.2.0.
     * @see https://redis.io/docs/latest/commands/zmscore/
     */
    (...args: [key: Key, ...member: Item[], callback: Callback<(string | null)[]>]): Sent<Chain>;
  } & Call<[key: Key, ...member: Item[]], (string | null)[], Chain> &
    Call<[args: List], (string | null)[], Chain>;
  /**
   * Remove and return members with the highest scores in a sorted set.
   * Complexity: O(log(N)*M) with N being the number of elements in the sorted set, and M being the number of
   * elements popped.
   * Since Redis 5.0.0.
   * @see https://redis.io/docs/latest/commands/zpopmax/
   */
  zpopmax: {
    /**
     * Remove and return members with the highest scores in a sorted set.
     * Complexity: O(log(N)*M) with N being the number of elements in the sorted set, and M being the number of
     * elements popped.
     * Since Redis 5.0.0.
     * @see https://redis.io/docs/latest/commands/zpopmax/
     */
    (...args: [key: Key, callback: Callback<string[]>]): Sent<Chain>;
  } & Call<[key: Key] | [key: Key, count: Numeric], string[], Chain> &
    Call<[args: List], string[], Chain> &
    Call<[key: Key, rest: List], string[], Chain>;
  /**
   * Remove and return members with the lowest scores in a sorted set.
   * Complexity: O(log(N)*M) with N being the number of elements in the sorted set, and M being the number of
   * elements popped.
   * Since Redis 5.0.0.
   * @see https://redis.io/docs/latest/commands/zpopmin/
   */
  zpopmin: {
    /**
     * Remove and return members with the lowest scores in a sorted set.
     * Complexity: O(log(N)*M) with N being the number of elements in the sorted set, and M being the number of
     * elements popped.
     * Since Redis 5.0.0.
     * @see https://redis.io/docs/latest/commands/zpopmin/
     */
    (...args: [key: Key, callback: Callback<string[]>]): Sent<Chain>;
  } & Call<[key: Key] | [key: Key, count: Numeric], string[], Chain> &
    Call<[args: List], string[], Chain> &
    Call<[key: Key, rest: List], string[], Chain>;
  /**
   * Get one or multiple random elements from a sorted set.
   * Complexity: O(N) where N is the number of elements returned.
   * Since Redis 6.2.0.
   * @see https://redis.io/docs/latest/commands/zrandmember/
   */
  zrandmember: {
    /**
     * Get one or multiple random elements from a sorted set.
     * Complexity: O(N) where N is the number of elements returned.
     * Since Redis 6.2.0.
     * @see https://redis.io/docs/latest/commands/zrandmember/
     */
    (...args: [key: Key, callback: Callback<string | null>]): Sent<Chain>;
  } & Call<[key: Key], string | null, Chain> &
    Call<[key: Key, count: Numeric, ...options: Item[]], string[], Chain> &
    Call<[args: List], string | null | string[], Chain> &
    Call<[key: Key, rest: List], string | null | string[], Chain>;
  /**
   * Return a range of members in a sorted set.
   * Complexity: O(log(N)+M) with N being the number of elements in the sorted set and M the number of elements
   * returned.
   * Since Redis 1.2.0.
   * @see https://redis.io/docs/latest/commands/zrange/
   */
  zrange: {
    /**
     * Return a range of members in a sorted set.
     * Complexity: O(log(N)+M) with N being the number of elements in the sorted set and M the number of elements
     * returned.
     * Since Redis 1.2.0.
     * @see https://redis.io/docs/latest/commands/zrange/
     */
    (...args: [key: Key, start: Value, stop: Value, ...args: Item[], callback: Callback<string[]>]): Sent<Chain>;
  } & Call<[key: Key, start: Value, stop: Value, ...args: Item[]], string[], Chain> &
    Call<[args: List], string[], Chain> &
    Call<[key: Key, rest: List], string[], Chain>;
  /**
   * Return a range of members in a sorted set, by lexicographical range.
   * Complexity: O(log(N)+M) with N being the number of elements in the sorted set and M the number of elements
   * being returned. If M is constant (e.g. always asking for the first 10 elements with LIMIT), you can consider
   * it O(log(N)).
   * Since Redis 2.8.9.
   * @see https://redis.io/docs/latest/commands/zrangebylex/
   */
  zrangebylex: {
    /**
     * Return a range of members in a sorted set, by lexicographical range.
     * Complexity: O(log(N)+M) with N being the number of elements in the sorted set and M the number of elements
     * being returned. If M is constant (e.g. always asking for the first 10 elements with LIMIT), you can consider
     * it O(log(N)).
     * Since Redis 2.8.9.
     * @see https://redis.io/docs/latest/commands/zrangebylex/
     */
    (...args: [key: Key, min: Value, max: Value, callback: Callback<string[]>]): Sent<Chain>;
  } & Call<
    | [key: Key, min: Value, max: Value]
    | [key: Key, min: Value, max: Value, limitToken: Token<'LIMIT'>, offset: Numeric, count: Numeric],
    string[],
    Chain
  > &
    Call<[args: List], string[], Chain> &
    Call<[key: Key, rest: List], string[], Chain>;
  /**
   * Return a range of members in a sorted set, by score.
   * Complexity: O(log(N)+M) with N being the number of elements in the sorted set and M the number of elements
   * being returned. If M is constant (e.g. always asking for the first 10 elements with LIMIT), you can consider
   * it O(log(N)).
   * Since Redis 1.0.5.
   * @see https://redis.io/docs/latest/commands/zrangebyscore/
   */
  zrangebyscore: {
    /**
     * Return a range of members in a sorted set, by score.
     * Complexity: O(log(N)+M) with N being the number of elements in the sorted set and M the number of elements
     * being returned. If M is constant (e.g. always asking for the first 10 elements with LIMIT), you can consider
     * it O(log(N)).
     * Since Redis 1.0.5.
     * @see https://redis.io/docs/latest/commands/zrangebyscore/
     */
    (...args: [key: Key, min: Numeric, max: Numeric, ...args: Item[], callback: Callback<string[]>]): Sent<Chain>;
  } & Call<[key: Key, min: Numeric, max: Numeric, ...args: Item[]], string[], Chain> &
    Call<[args: List], string[], Chain> &
    Call<[key: Key, rest: List], string[], Chain>;
  /**
   * Store a range of members from sorted set into another key.
   * Complexity: O(log(N)+M) with N being the number of elements in the sorted set and M the number of elements
   * stored into the destination key.
   * Since Redis 6.2.0.
   * @see https://redis.io/docs/latest/commands/zrangestore/
   */
  zrangestore: {
    /**
     * Store a range of members from sorted set into another key.
     * Complexity: O(log(N)+M) with N being the number of elements in the sorted set and M the number of elements
     * stored into the destination key.
     * Since Redis 6.2.0.
     * @see https://redis.io/docs/latest/commands/zrangestore/
     */
    (...args: [dst: Key, src: Key, min: Value, max: Value, ...args: Item[], callback: Callback<number>]): Sent<Chain>;
  } & Call<[dst: Key, src: Key, min: Value, max: Value, ...args: Item[]], number, Chain> &
    Call<[args: List], number, Chain> &
    Call<[dst: Key, rest: List], number, Chain>;
  /**
   * Determine the index of a member in a sorted set.
   * Complexity: O(log(N)).
   * Since Redis 2.0.0.
   * @see https://redis.io/docs/latest/commands/zrank/
   */
  zrank: {
    /**
     * Determine the index of a member in a sorted set.
     * Complexity: O(log(N)).
     * Since Redis 2.0.0.
     * @see https://redis.io/docs/latest/commands/zrank/
     */
    (...args: [key: Key, member: Value, callback: Callback<number | null>]): Sent<Chain>;
  } & Call<[key: Key, member: Value], number | null, Chain> &
    Call<[key: Key, member: Value, withScore: Token<'WITHSCORE'>], [rank: number, score: string] | null, Chain> &
    Call<[args: List], number | null | [rank: number, score: string], Chain> &
    Call<[key: Key, rest: List], number | null | [rank: number, score: string], Chain>;
  /**
   * Remove one or more members from a sorted set.
   * Complexity: O(M*log(N)) with N being the number of elements in the sorted set and M the number of elements to
   * be removed.
   * Since Redis 1.2.0.
   * @see https://redis.io/docs/latest/commands/zrem/
   */
  zrem: {
    /**
     * Remove one or more members from a sorted set.
     * Complexity: O(M*log(N)) with N being the number of elements in the sorted set and M the number of elements to
     * be removed.
     * Since Redis 1.2.0.
     * @see https://redis.io/docs/latest/commands/zrem/
     */
    (...args: [key: Key, ...member: Item[], callback: Callback<number>]): Sent<Chain>;
  } & Call<[key: Key, ...member: Item[]], number, Chain> &
    Call<[args: List], number, Chain>;
  /**
   * Remove all members in a sorted set between the given lexicographical range.
   * Complexity: O(log(N)+M) with N being the number of elements in the sorted set and M the number of elements
   * removed by the operation.
   * Since Redis 2.8.9.
   * @see https://redis.io/docs/latest/commands/zremrangebylex/
   */
  zremrangebylex: {
    /**
     * Remove all members in a sorted set between the given lexicographical range.
     * Complexity: O(log(N)+M) with N being the number of elements in the sorted set and M the number of elements
     * removed by the operation.
     * Since Redis 2.8.9.
     * @see https://redis.io/docs/latest/commands/zremrangebylex/
     */
    (...args: [key: Key, min: Value, max: Value, callback: Callback<number>]): Sent<Chain>;
  } & Call<[key: Key, min: Value, max: Value], number, Chain> &
    Call<[args: List], number, Chain> &
    Call<[key: Key, rest: List], number, Chain>;
  /**
   * Remove all members in a sorted set within the given indexes.
   * Complexity: O(log(N)+M) with N being the number of elements in the sorted set and M the number of elements
   * removed by the operation.
   * Since Redis 2.0.0.
   * @see https://redis.io/docs/latest/commands/zremrangebyrank/
   */
  zremrangebyrank: {
    /**
     * Remove all members in a sorted set within the given indexes.
     * Complexity: O(log(N)+M) with N being the number of elements in the sorted set and M the number of elements
     * removed by the operation.
     * Since Redis 2.0.0.
     * @see https://redis.io/docs/latest/commands/zremrangebyrank/
     */
    (...args: [key: Key, start: Numeric, stop: Numeric, callback: Callback<number>]): Sent<Chain>;
  } & Call<[key: Key, start: Numeric, stop: Numeric], number, Chain> &
    Call<[args: List], number, Chain> &
    Call<[key: Key, rest: List], number, Chain>;
  /**
   * Remove all members in a sorted set within the given scores.
   * Complexity: O(log(N)+M) with N being the number of elements in the sorted set and M the number of elements
   * removed by the operation.
   * Since Redis 1.2.0.
   * @see https://redis.io/docs/latest/commands/zremrangebyscore/
   */
  zremrangebyscore: {
    /**
     * Remove all members in a sorted set within the given scores.
     * Complexity: O(log(N)+M) with N being the number of elements in the sorted set and M the number of elements
     * removed by the operation.
     * Since Redis 1.2.0.
     * @see https://redis.io/docs/latest/commands/zremrangebyscore/
     */
    (...args: [key: Key, min: Numeric, max: Numeric, callback: Callback<number>]): Sent<Chain>;
  } & Call<[key: Key, min: Numeric, max: Numeric], number, Chain> &
    Call<[args: List], number, Chain> &
    Call<[key: Key, rest: List], number, Chain>;
  /**
   * Return a range of members in a sorted set, by index, with scores ordered from high to low.
   * Complexity: O(log(N)+M) with N being the number of elements in the sorted set and M the number of elements
   * returned.
   * Since Redis 1.2.0.
   * @see https://redis.io/docs/latest/commands/zrevrange/
   */
  zrevrange: {
    /**
     * Return a range of members in a sorted set, by index, with scores ordered from high to low.
     * Complexity: O(log(N)+M) with N being the number of elements in the sorted set and M the number of elements
     * returned.
     * Since Redis 1.2.0.
     * @see https://redis.io/docs/latest/commands/zrevrange/
     */
    (...args: [key: Key, start: Numeric, stop: Numeric, callback: Callback<string[]>]): Sent<Chain>;
  } & Call<
    | [key: Key, start: Numeric, stop: Numeric]
    | [key: Key, start: Numeric, stop: Numeric, withscores: Token<'WITHSCORES'>],
    string[],
    Chain
  > &
    Call<[args: List], string[], Chain> &
    Call<[key: Key, rest: List], string[], Chain>;
  /**
   * Return a range of members in a sorted set, by lexicographical range, ordered from higher to lower strings.
   * Complexity: O(log(N)+M) with N being the number of elements in the sorted set and M the number of elements
   * being returned. If M is constant (e.g. always asking for the first 10 elements with LIMIT), you can consider
   * it O(log(N)).
   * Since Redis 2.8.9.
   * @see https://redis.io/docs/latest/commands/zrevrangebylex/
   */
  zrevrangebylex: {
    /**
     * Return a range of members in a sorted set, by lexicographical range, ordered from higher to lower strings.
     * Complexity: O(log(N)+M) with N being the number of elements in the sorted set and M the number of elements
     * being returned. If M is constant (e.g. always asking for the first 10 elements with LIMIT), you can consider
     * it O(log(N)).
     * Since Redis 2.8.9.
     * @see https://redis.io/docs/latest/commands/zrevrangebylex/
     */
    (...args: [key: Key, max: Value, min: Value, callback: Callback<string[]>]): Sent<Chain>;
  } & Call<
    | [key: Key, max: Value, min: Value]
    | [key: Key, max: Value, min: Value, limitToken: Token<'LIMIT'>, offset: Numeric, count: Numeric],
    string[],
    Chain
  > &
    Call<[args: List], string[], Chain> &
    Call<[key: Key, rest: List], string[], Chain>;
  /**
   * Return a range of members in a sorted set, by score, with scores ordered from high to low.
   * Complexity: O(log(N)+M) with N being the number of elements in the sorted set and M the number of elements
   * being returned. If M is constant (e.g. always asking for the first 10 elements with LIMIT), you can consider
   * it O(log(N)).
   * Since Redis 2.2.0.
   * @see https://redis.io/docs/latest/commands/zrevrangebyscore/
   */
  zrevrangebyscore: {
    /**
     * Return a range of members in a sorted set, by score, with scores ordered from high to low.
     * Complexity: O(log(N)+M) with N being the number of elements in the sorted set and M the number of elements
     * being returned. If M is constant (e.g. always asking for the first 10 elements with LIMIT), you can consider
     * it O(log(N)).
     * Since Redis 2.2.0.
     * @see https://redis.io/docs/latest/commands/zrevrangebyscore/
     */
    (...args: [key: Key, max: Numeric, min: Numeric, ...args: Item[], callback: Callback<string[]>]): Sent<Chain>;
  } & Call<[key: Key, max: Numeric, min: Numeric, ...args: Item[]], string[], Chain> &
    Call<[args: List], string[], Chain> &
    Call<[key: Key, rest: List], string[], Chain>;
  /**
   * Determine the index of a member in a sorted set, with scores ordered from high to low.
   * Complexity: O(log(N)).
   * Since Redis 2.0.0.
   * @see https://redis.io/docs/latest/commands/zrevrank/
   */
  zrevrank: {
    /**
     * Determine the index of a member in a sorted set, with scores ordered from high to low.
     * Complexity: O(log(N)).
     * Since Redis 2.0.0.
     * @see https://redis.io/docs/latest/commands/zrevrank/
     */
    (...args: [key: Key, member: Value, callback: Callback<number | null>]): Sent<Chain>;
  } & Call<[key: Key, member: Value], number | null, Chain> &
    Call<[key: Key, member: Value, withScore: Token<'WITHSCORE'>], [rank: number, score: string] | null, Chain> &
    Call<[args: List], number | null | [rank: number, score: string], Chain> &
    Call<[key: Key, rest: List], number | null | [rank: number, score: string], Chain>;
  /**
   * Incrementally iterate sorted sets elements and associated scores.
   * Complexity: O(1) for every call. O(N) for a complete iteration, including enough command calls for the cursor
   * to return back to 0. N is the number of elements inside the collection..
   * Since Redis 2.8.0.
   * @see https://redis.io/docs/latest/commands/zscan/
   */
  zscan: {
    /**
     * Incrementally iterate sorted sets elements and associated scores.
     * Complexity: O(1) for every call. O(N) for a complete iteration, including enough command calls for the cursor
     * to return back to 0. N is the number of elements inside the collection..
     * Since Redis 2.8.0.
     * @see https://redis.io/docs/latest/commands/zscan/
     */
    (
      ...args: [key: Key, cursor: Numeric, ...args: Item[], callback: Callback<[cursor: string, elements: string[]]>]
    ): Sent<Chain>;
  } & Call<[key: Key, cursor: Numeric, ...args: Item[]], [cursor: string, elements: string[]], Chain> &
    Call<[args: List], [cursor: string, elements: string[]], Chain> &
    Call<[key: Key, rest: List], [cursor: string, elements: string[]], Chain>;
  /**
   * Get the score associated with the given member in a sorted set.
   * Complexity: O(1).
   * Since Redis 1.2.0.
   * @see https://redis.io/docs/latest/commands/zscore/
   */
  zscore: {
    /**
     * Get the score associated with the given member in a sorted set.
     * Complexity: O(1).
     * Since Redis 1.2.0.
     * @see https://redis.io/docs/latest/commands/zscore/
     */
    (...args: [key: Key, member: Value, callback: Callback<string | null>]): Sent<Chain>;
  } & Call<[key: Key, member: Value], string | null, Chain> &
    Call<[args: List], string | null, Chain> &
    Call<[key: Key, rest: List], string | null, Chain>;
  /**
   * Add multiple sorted sets.
   * Complexity: O(N)+O(M*log(M)) with N being the sum of the sizes of the input sorted sets, and M being the
   * number of elements in the resulting sorted set.
   * Since Redis 6.2.0.
   * @see https://redis.io/docs/latest/commands/zunion/
   */
  zunion: {
    /**
     * Add multiple sorted sets.
     * Complexity: O(N)+O(M*log(M)) with N being the sum of the sizes of the input sorted sets, and M being the
     * number of elements in the resulting sorted set.
     * Since Redis 6.2.0.
     * @see https://redis.io/docs/latest/commands/zunion/
     */
    (...args: [numkeys: Numeric, ...args: Item[], callback: Callback<string[]>]): Sent<Chain>;
  } & Call<[numkeys: Numeric, ...args: Item[]], string[], Chain> &
    Call<[args: List], string[], Chain>;
  /**
   * Add multiple sorted sets and store the resulting sorted set in a new key.
   * Complexity: O(N)+O(M log(M)) with N being the sum of the sizes of the input sorted sets, and M being the
   * number of elements in the resulting sorted set.
   * Since Redis 2.0.0.
   * @see https://redis.io/docs/latest/commands/zunionstore/
   */
  zunionstore: {
    /**
     * Add multiple sorted sets and store the resulting sorted set in a new key.
     * Complexity: O(N)+O(M log(M)) with N being the sum of the sizes of the input sorted sets, and M being the
     * number of elements in the resulting sorted set.
     * Since Redis 2.0.0.
     * @see https://redis.io/docs/latest/commands/zunionstore/
     */
    (...args: [destination: Key, numkeys: Numeric, ...args: Item[], callback: Callback<number>]): Sent<Chain>;
  } & Call<[destination: Key, numkeys: Numeric, ...args: Item[]], number, Chain> &
    Call<[args: List], number, Chain> &
    Call<[destination: Key, rest: List], number, Chain>;
}

/** The same of commands for which clusters or batches have methods of their own. */
export interface OwnSignatures<Chain> {
  /**
   * Discard all commands issued after MULTI.
   * Complexity: O(N), when N is the number of queued commands.
   * Since Redis 2.0.0.
   * @see https://redis.io/docs/latest/commands/discard/
   */
  discard: {
    /**
     * Discard all commands issued after MULTI.
     * Complexity: O(N), when N is the number of queued commands.
     * Since Redis 2.0.0.
     * @see https://redis.io/docs/latest/commands/discard/
     */
    (...args: [callback: Callback<'OK'>]): Sent<Chain>;
  } & Call<[], 'OK', Chain>;
  /**
   * Execute all commands issued after MULTI.
   * Complexity: Depends on commands in the transaction.
   * Since Redis 1.2.0.
   * @see https://redis.io/docs/latest/commands/exec/
   */
  exec: {
    /**
     * Execute all commands issued after MULTI.
     * Complexity: Depends on commands in the transaction.
     * Since Redis 1.2.0.
     * @see https://redis.io/docs/latest/commands/exec/
     */
    (...args: [callback: Callback<unknown[] | null>]): Sent<Chain>;
  } & Call<[], unknown[] | null, Chain>;
  /**
   * Mark the start of a transaction block.
   * Complexity: O(1).
   * Since Redis 1.2.0.
   * @see https://redis.io/docs/latest/commands/multi/
   */
  multi: {
    /**
     * Mark the start of a transaction block.
     * Complexity: O(1).
     * Since Redis 1.2.0.
     * @see https://redis.io/docs/latest/commands/multi/
     */
    (...args: [callback: Callback<'OK'>]): Sent<Chain>;
  } & Call<[], 'OK', Chain>;
  /**
   * Close the connection.
   * Complexity: O(1).
   * Since Redis 1.0.0.
   * @see https://redis.io/docs/latest/commands/quit/
   */
  quit: {
    /**
     * Close the connection.
     * Complexity: O(1).
     * Since Redis 1.0.0.
     * @see https://redis.io/docs/latest/commands/quit/
     */
    (...args: [callback: Callback<'OK'>]): Sent<Chain>;
  } & Call<[], 'OK', Chain>;
  /**
   * Change the selected database for the current connection.
   * Complexity: O(1).
   * Since Redis 1.0.0.
   * @see https://redis.io/docs/latest/commands/select/
   */
  select: {
    /**
     * Change the selected database for the current connection.
     * Complexity: O(1).
     * Since Redis 1.0.0.
     * @see https://redis.io/docs/latest/commands/select/
     */
    (...args: [index: Numeric, callback: Callback<'OK'>]): Sent<Chain>;
  } & Call<[index: Numeric], 'OK', Chain> &
    Call<[args: List], 'OK', Chain>;
  /**
   * Forget about all watched keys.
   * Complexity: O(1).
   * Since Redis 2.2.0.
   * @see https://redis.io/docs/latest/commands/unwatch/
   */
  unwatch: {
    /**
     * Forget about all watched keys.
     * Complexity: O(1).
     * Since Redis 2.2.0.
     * @see https://redis.io/docs/latest/commands/unwatch/
     */
    (...args: [callback: Callback<'OK'>]): Sent<Chain>;
  } & Call<[], 'OK', Chain>;
  /**
   * Watch the given keys to determine execution of the MULTI/EXEC block.
   * Complexity: O(1) for every key.
   * Since Redis 2.2.0.
   * @see https://redis.io/docs/latest/commands/watch/
   */
  watch: {
    /**
     * Watch the given keys to determine execution of the MULTI/EXEC block.
     * Complexity: O(1) for every key.
     * Since Redis 2.2.0.
     * @see https://redis.io/docs/latest/commands/watch/
     */
    (...args: [...key: Item[], callback: Callback<'OK'>]): Sent<Chain>;
  } & Call<[...key: Item[]], 'OK', Chain>;
}
