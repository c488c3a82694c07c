import { expect } from 'chai';
import { callbackOf, parseCall } from '../../lib/command/arguments.js';
import { type Spec, specFor } from '../../lib/command/table.js';
import type { Argument } from '../../lib/command/types.js';
import { InvalidArgumentError } from '../../lib/errors.js';

const parse = (name: string, ...input: unknown[]) => parseCall(name, (specFor(name) as Spec).arity, input);

const callback = () => {};
const binary = Buffer.from([0, 0xff, 0x7b]);
const date = new Date(0);

class Custom {
  field = 1;
}

class WithoutFields {}

describe('arguments', () => {
  const taken: [what: string, name: string, input: unknown[], args: Argument[]][] = [
    ['nothing', 'ping', [], []],
    ['strings', 'set', ['key', 'value'], ['key', 'value']],
    ['an empty string', 'set', ['', ''], ['', '']],
    ['numbers', 'lrange', ['key', 0, -1.5], ['key', '0', '-1.5']],
    ['numbers that are none', 'set', ['key', Number.NaN], ['key', 'NaN']],
    ['a bigint', 'set', ['key', 2n ** 64n], ['key', '18446744073709551616']],
    ['booleans', 'mset', ['a', true, 'b', false], ['a', 'true', 'b', 'false']],
    ['a Date', 'set', ['key', date], ['key', date.toString()]],
    ['a Buffer', 'set', [binary, 'value'], [binary, 'value']],
    ['one array', 'set', [['key', 'value']], ['key', 'value']],
    ['an array after an argument', 'hset', ['key', ['field', 1]], ['key', 'field', '1']],
    ['an array before an argument', 'blpop', [['a', 'b'], 0], ['a', 'b', '0']],
    ['arrays within arrays', 'mget', [['a', ['b', ['c']]], 'd'], ['a', 'b', 'c', 'd']],
    ['an empty array', 'mget', ['a', []], ['a']],
    ['Buffers within arrays', 'mset', [[binary, [binary]]], [binary, binary]],
    ['an object for HMSET', 'hmset', ['key', { a: 1, b: 'two' }], ['key', 'a', '1', 'b', 'two']],
    ['an object for HSET', 'hset', ['key', { a: binary }], ['key', 'a', binary]],
    ['an object for MSET', 'mset', [{ a: 1, b: date }], ['a', '1', 'b', date.toString()]],
    ['an object for MSETNX', 'msetnx', [{ a: 1 }], ['a', '1']],
    ['an object without a prototype', 'mset', [Object.assign(Object.create(null), { a: 1 })], ['a', '1']],
    ['an object within an array', 'hmset', [['key', { a: 1 }]], ['key', 'a', '1']],
    ['a field `__proto__`', 'hset', ['key', JSON.parse('{"__proto__":"x"}')], ['key', '__proto__', 'x']],
    ['an object of a class', 'hmset', ['key', new Custom()], ['key', 'field', '1']],
    ['a Map', 'hset', ['key', new Map<unknown, unknown>([[binary, 1]])], ['key', binary, '1']],
  ];
  for (const [what, name, input, args] of taken) {
    it(`takes ${what}`, () => {
      expect(parse(name, ...input).args).to.deep.equal(args);
      const last = parse(name, ...input, callback);
      expect(last.args).to.deep.equal(args);
      expect(last.callback).to.equal(callback);
    });
  }

  it('copies no Buffer', () => {
    expect(parse('set', binary, [binary]).args.every((arg) => arg === binary)).to.equal(true);
  });

  it('takes strings as they came, without a copy, and copies the arrays of a caller', () => {
    const input = ['a', 'b', callback];
    expect(parseCall('set', 3, input).args).to.equal(input);
    expect(input).to.deep.equal(['a', 'b']);
    const own = ['a', 'b'];
    const { args } = parseCall('mget', -2, [own, callback]);
    expect(args).to.deep.equal(own);
    expect(args).to.not.equal(own);
  });

  it('leaves what it was given as it was', () => {
    const inner = ['b', { c: 1 }];
    const input = ['a', inner, callback];
    parseCall('mset', -3, input);
    expect(input).to.deep.equal(['a', inner, callback]);
    expect(inner).to.deep.equal(['b', { c: 1 }]);
  });

  const withBuffers: [what: string, input: unknown[], buffers: boolean][] = [
    ['strings', ['key', 'field', 'value'], false],
    ['an argument', [binary, 'field', 'value'], true],
    ['an element of an array', ['key', ['field', binary]], true],
    ['the value of a field', ['key', { field: binary }], true],
    ['the name of a field', ['key', new Map([[binary, 'value']])], true],
  ];
  for (const [what, input, buffers] of withBuffers) {
    it(`${buffers ? 'notices a Buffer as' : 'notices no Buffer among'} ${what}`, () => {
      expect(parse('hset', ...input).buffers).to.equal(buffers);
    });
  }

  const withoutCallback: [name: string, input: unknown[], args: Argument[]][] = [
    ['set', [['k', 'v'], undefined], ['k', 'v']],
    ['hmset', ['k', { a: 1 }, undefined], ['k', 'a', '1']],
    ['mset', [{ a: 1 }, undefined], ['a', '1']],
    ['get', ['key', undefined], ['key']],
    ['set', ['key', 'value', undefined], ['key', 'value']],
    ['del', ['key', undefined], ['key']],
    ['mget', [['a', 'b'], undefined], ['a', 'b']],
    ['hset', ['key', 'field', 'value', undefined], ['key', 'field', 'value']],
    ['ping', [undefined], []],
  ];
  for (const [name, input, args] of withoutCallback) {
    it(`takes undefined in the place of the callback of ${name.toUpperCase()}`, () => {
      const call = parse(name, ...input);
      expect(call.args).to.deep.equal(args);
      expect(call.callback).to.equal(undefined);
    });
  }

  const refused: [name: string, input: unknown[], got: string, position: number][] = [
    ['hset', ['key', { f: ['a', 'b', 'c'] }], 'an array of 3', 3],
    ['hset', ['key', { f: { a: 1 } }], 'an object', 3],
    ['hset', ['key', { f: [] }], 'an empty array', 3],
    ['get', [undefined], 'undefined', 1],
    ['set', ['key', undefined], 'undefined', 2],
    ['set', ['key', undefined, callback], 'undefined', 2],
    ['get', [null], 'null', 1],
    ['set', ['key', null, callback], 'null', 2],
    ['del', ['a', ['b', null]], 'null', 3],
    ['set', ['key', {}], 'an object', 2],
    ['set', ['key', { EX: 1 }], 'an object', 2],
    ['set', ['key', new Map()], 'an object of Map', 2],
    ['set', ['key', new Custom()], 'an object of Custom', 2],
    ['hset', ['key', new WithoutFields()], 'an object of WithoutFields', 2],
    ['hset', ['key', Promise.resolve({ field: 1 })], 'an object of Promise', 2],
    ['hset', ['key', new String('field')], 'an object of String', 2],
    ['hset', ['key', Object.assign(new Uint8Array(2), { field: 1 })], 'an object of Uint8Array', 2],
    ['hset', ['key', new Set()], 'an object of Set', 2],
    ['set', ['key', new Uint8Array(2)], 'an object of Uint8Array', 2],
    ['set', ['key', Symbol('value')], 'a symbol', 2],
    ['set', [callback, 'value'], 'a function', 1],
    ['mget', [['a', callback]], 'a function', 2],
    ['hset', ['key', { field: undefined }], 'undefined', 3],
    ['hmset', ['key', { field: null }], 'null', 3],
    ['mset', [new Map([[null, 'value']])], 'null', 1],
  ];
  for (const [name, input, got, position] of refused) {
    it(`refuses ${got} as argument ${position} of ${name.toUpperCase()}, given ${input.length}`, () => {
      let thrown: unknown;
      try {
        parse(name, ...input);
      } catch (error) {
        thrown = error;
      }
      expect(thrown).to.be.instanceOf(InvalidArgumentError);
      const { message, code, command } = thrown as InvalidArgumentError;
      expect(message).to.include(`The ${name.toUpperCase()} command was given ${got} as argument ${position}.`);
      expect(code).to.equal('INVALID_ARGUMENT');
      expect(command).to.equal(name.toUpperCase());
    });
  }

  it('finds the callback of a call that it refused', () => {
    expect(callbackOf([null, callback])).to.equal(callback);
    expect(callbackOf([callback, null])).to.equal(undefined);
    expect(callbackOf([])).to.equal(undefined);
  });
});
