import { expect } from 'chai';
import { toObject, toStrings } from '../../lib/command/replies.js';
import { specFor } from '../../lib/command/table.js';

describe('replies', () => {
  describe('toObject', () => {
    const value = Buffer.from([0xff]);
    const objects: [what: string, reply: unknown, object: unknown][] = [
      ['fields and values', ['a', '1', 'b', '2'], { a: '1', b: '2' }],
      ['a field that comes twice', ['a', '1', 'a', '2'], { a: '2' }],
      ['an empty field and an empty value', ['', ''], { '': '' }],
      ['values that are Buffers', ['a', value], { a: value }],
      ['fields that are Buffers', [Buffer.from('a'), value], { a: value }],
      ['fields that are binary', [Buffer.from([0xff, 0x00]), value], { '\xff\x00': value }],
      ['numbers as fields', ['2', 'b', '1', 'a'], { 1: 'a', 2: 'b' }],
      ['no fields', [], null],
      ['null', null, null],
      ['undefined', undefined, null],
      ['what is no array', 'QUEUED', 'QUEUED'],
    ];
    for (const [what, reply, object] of objects) {
      it(`makes of ${what} ${object === null ? 'null' : JSON.stringify(object)}`, () => {
        expect(toObject(reply)).to.deep.equal(object);
      });
    }

    for (const field of ['__proto__', Buffer.from('__proto__')]) {
      it(`takes ${typeof field === 'string' ? 'the' : 'a Buffer as'} field __proto__ as one like any other`, () => {
        const object = toObject(['a', '1', field, 'x', 'b', '2']) as Record<string, unknown>;
        expect(Object.entries(object)).to.deep.equal([
          ['a', '1'],
          ['__proto__', 'x'],
          ['b', '2'],
        ]);
        expect(Object.getPrototypeOf(object)).to.equal(Object.prototype);
        expect(Object.getOwnPropertyDescriptor(object, '__proto__')).to.deep.equal({
          value: 'x',
          configurable: true,
          enumerable: true,
          writable: true,
        });
      });
    }

    it('lets no field reach the prototype of all objects', () => {
      toObject(['__proto__', { polluted: true }, 'constructor', 'x', 'toString', 'y']);
      expect(({} as { polluted?: unknown }).polluted).to.equal(undefined);
      expect({}.constructor).to.equal(Object);
    });

    it('takes the names of what objects inherit as fields', () => {
      expect(Object.entries(toObject(['constructor', 'x', 'toString', 'y']) as object)).to.deep.equal([
        ['constructor', 'x'],
        ['toString', 'y'],
      ]);
    });

    it('shapes HGETALL and nothing else', () => {
      expect(specFor('hgetall')?.shape).to.equal(toObject);
      expect(specFor('hmget')?.shape).to.equal(undefined);
      expect(specFor('config')?.shape).to.equal(undefined);
    });
  });

  describe('toStrings', () => {
    const error = new Error('ERR');
    const strings: [what: string, reply: unknown, expected: unknown][] = [
      ['a Buffer', Buffer.from('ü'), 'ü'],
      ['an empty Buffer', Buffer.alloc(0), ''],
      ['a string', 'a', 'a'],
      ['a number', 1, 1],
      ['null', null, null],
      ['an array', [Buffer.from('a'), 1, null, 'b'], ['a', 1, null, 'b']],
      ['arrays within arrays', ['0', [Buffer.from('a'), [Buffer.from('b')]]], ['0', ['a', ['b']]]],
      ['an error in its place', [Buffer.from('a'), error], ['a', error]],
    ];
    for (const [what, reply, expected] of strings) {
      it(`of ${what}`, () => {
        expect(toStrings(reply)).to.deep.equal(expected);
      });
    }

    it('leaves the reply as it was', () => {
      const reply = [Buffer.from('a')];
      toStrings(reply);
      expect(reply).to.deep.equal([Buffer.from('a')]);
    });
  });
});
