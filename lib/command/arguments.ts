import { describe, InvalidArgumentError } from '../errors.js';
import type { Argument, Callback } from './types.js';

/** A call, taken apart. */
export interface Call {
  args: Argument[];
  callback: Callback | undefined;
  /** Whether any argument was a Buffer: `detect_buffers` then answers with Buffers. */
  buffers: boolean;
}

// Commands whose last argument may be an object or a Map of fields and values.
const TAKES_OBJECT = new Set(['hmset', 'hset', 'mset', 'msetnx', 'hsetnx']);

/**
 * Takes a call apart in node_redis's conventions: `cmd(a, b, cb)`,
 * `cmd([a, b], cb)`, `cmd(a, [b, c], cb)`, arrays within arrays, an object of
 * fields for `hmset`, `hset` and `mset`. Numbers, booleans and Dates become
 * strings as node_redis makes them.
 * @param input belongs to nobody else: where all of it is strings, it is what is sent
 * @throws InvalidArgumentError for what Redis has no form for
 */
export function parseCall(name: string, arity: number, input: unknown[]): Call {
  let length = input.length;
  let callback: Callback | undefined;
  let isCutShort = false;
  if (length > 0) {
    const last = input[length - 1];
    if (typeof last === 'function') {
      callback = last as Callback;
      length -= 1;
    } else if (last === undefined) {
      // `get(key, callback)` of code whose caller gave no callback.
      isCutShort = true;
      length -= 1;
    }
  }
  const first = input[0];
  let call: Call;
  if (areStrings(input, length)) {
    if (length < input.length) {
      input.pop();
    }
    call = { args: input as string[], callback, buffers: false };
  } else if (length === 1 && Array.isArray(first) && areStrings(first, first.length)) {
    call = { args: first.slice(), callback, buffers: false };
  } else {
    call = { args: [], callback, buffers: false };
    for (let i = 0; i < length; i += 1) {
      addArgument(call, name, input[i]);
    }
  }
  if (isCutShort && call.args.length < leastArguments(arity)) {
    // An argument was meant, not a callback.
    throw invalid(name, call.args.length, undefined);
  }
  return call;
}

function areStrings(values: readonly unknown[], length: number): boolean {
  for (let i = 0; i < length; i += 1) {
    if (typeof values[i] !== 'string') {
      return false;
    }
  }
  return true;
}

/** The callback of a call that could not be taken apart. */
export function callbackOf(input: readonly unknown[]): Callback | undefined {
  const last = input[input.length - 1];
  return typeof last === 'function' ? (last as Callback) : undefined;
}

// The arity of Redis counts the name of the command, and is negative where there may be more.
function leastArguments(arity: number): number {
  return Math.abs(arity) - 1;
}

function addArgument(call: Call, name: string, value: unknown): void {
  if (Array.isArray(value)) {
    for (const element of value) {
      addArgument(call, name, element);
    }
  } else if (TAKES_OBJECT.has(name) && isFields(value)) {
    for (const [field, content] of value instanceof Map ? value : Object.entries(value)) {
      addScalar(call, name, field);
      addScalar(call, name, content);
    }
  } else {
    addScalar(call, name, value);
  }
}

function addScalar(call: Call, name: string, value: unknown): void {
  if (typeof value === 'string') {
    call.args.push(value);
  } else if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') {
    call.args.push(String(value));
  } else if (Buffer.isBuffer(value)) {
    call.args.push(value);
    call.buffers = true;
  } else if (value instanceof Date) {
    call.args.push(value.toString());
  } else {
    throw invalid(name, call.args.length, value);
  }
}

/** A Map, a plain object, or one of a class that has fields; what has none, as a Promise, was not meant. */
function isFields(value: unknown): value is object {
  if (value instanceof Map) {
    return true;
  }
  if (Object.prototype.toString.call(value) !== '[object Object]') {
    return false;
  }
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null || Object.keys(value as object).length > 0;
}

function invalid(name: string, index: number, value: unknown): InvalidArgumentError {
  const upper = name.toUpperCase();
  const error = new InvalidArgumentError(
    `The ${upper} command was given ${describe(value)} as argument ${index + 1}. ` +
      'Only strings, numbers, Dates and Buffers are accepted.',
  );
  error.command = upper;
  return error;
}
