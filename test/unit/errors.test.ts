import { expect } from 'chai';
import {
  ClosedError,
  ClusterUnavailableError,
  ClusterwiseError,
  ConnectionLostError,
  CrossSlotError,
  codeOf,
  decorate,
  InvalidArgumentError,
  InvalidClientError,
  InvalidOptionError,
  describe as inWords,
  PartialFailureError,
  QueueFullError,
  TooManyRedirectionsError,
  TransactionRefusedError,
  UncertainStateError,
  UnsupportedCommandError,
} from '../../lib/errors.js';

class Custom {
  field = 1;
}

describe('errors', () => {
  describe('decorated', () => {
    const decorated = (message: string, args: readonly unknown[] = []) =>
      decorate(new Error(message), 'GET', args) as Error & { code?: string; command?: string; args?: unknown[] };

    const codes: [message: string, code: string | undefined][] = [
      ["ERR wrong number of arguments for 'get' command", 'ERR'],
      ['WRONGTYPE Operation against a key', 'WRONGTYPE'],
      ['MOVED 1 h:1', 'MOVED'],
      ['OOM', 'OOM'],
      ['ERR\nsecond line', 'ERR'],
      ['connect ECONNREFUSED 127.0.0.1:1', undefined],
      ['Socket closed', undefined],
      ['ERR: text', undefined],
      [' ERR text', undefined],
      ['', undefined],
    ];
    for (const [message, code] of codes) {
      it(`${JSON.stringify(message)} has ${code === undefined ? 'no code' : `the code ${code}`}`, () => {
        const error = decorated(message);
        expect(error.code).to.equal(code);
        expect(error.name).to.equal(code === undefined ? 'Error' : 'ReplyError');
        expect(error.message).to.equal(message);
        expect(error.command).to.equal('GET');
      });
    }

    it('is the same error, with a copy of the arguments', () => {
      const error = new Error('ERR text');
      const args = ['a', Buffer.from('b')];
      expect(decorate(error, 'SET', args)).to.equal(error);
      expect(error).to.deep.include({ command: 'SET', args });
      expect((error as { args?: unknown }).args).not.to.equal(args);
    });

    it('has no arguments where the call had none', () => {
      expect(decorated('ERR text', ['a'])).to.deep.include({ args: ['a'] });
      expect(decorated('ERR text')).not.to.have.property('args');
    });

    it('has its name even where a library has only a getter for it', () => {
      class LibraryError extends Error {
        override get name() {
          return 'LibraryError';
        }
      }
      const error = decorate(new LibraryError('ERR text'), 'GET', []);
      expect(error.name).to.equal('ReplyError');
      expect(new LibraryError('').name).to.equal('LibraryError');
    });

    it('keeps code and name of our own', () => {
      const error = decorate(new CrossSlotError('MSETNX', ['a', 'b'], [1, 2]), 'MSETNX', ['a', '1', 'b', '2']);
      expect(error).to.include({ code: 'CROSSSLOT', name: 'CrossSlotError', command: 'MSETNX' });
      const unavailable = decorate(new ClusterwiseError('CODE', 'OTHER text'), 'GET', []);
      expect(unavailable).to.include({ code: 'CODE', name: 'ClusterwiseError' });
    });
  });

  describe('of our own', () => {
    const cause = new Error('ERR cause');
    const errors: [error: Error & { code: string }, name: string, code: string, words: string[]][] = [
      [new InvalidOptionError('prefix', 'a string', 1), 'InvalidOptionError', 'INVALID_OPTION', ['prefix', 'a string']],
      [new InvalidClientError('no client'), 'InvalidClientError', 'INVALID_CLIENT', ['no client']],
      [new InvalidArgumentError('bad'), 'InvalidArgumentError', 'INVALID_ARGUMENT', ['bad']],
      [new UnsupportedCommandError('MOVE', 'why'), 'UnsupportedCommandError', 'UNSUPPORTED', ['MOVE', 'why']],
      [
        new CrossSlotError('RENAME', ['a', 'b'], [15495, 3300]),
        'CrossSlotError',
        'CROSSSLOT',
        ['CROSSSLOT RENAME', "'a' is in slot 15495", "'b' in slot 3300", "'{tag}a'", "'{tag}b'", 'Nothing was sent'],
      ],
      [new ClosedError('closed'), 'AbortError', 'NR_CLOSED', ['closed']],
      [
        new UncertainStateError('h:1', cause),
        'AbortError',
        'UNCERTAIN_STATE',
        ['h:1', 'ERR cause', 'may have been executed'],
      ],
      [
        new TooManyRedirectionsError(16, 42, 'h:1', cause),
        'TooManyRedirectionsError',
        'TOO_MANY_REDIRECTIONS',
        ['16 redirections of slot 42', 'h:1: ERR cause', 'redis-cli --cluster check'],
      ],
      [
        new ClusterUnavailableError('an owner of slot 1', 300, [cause, new Error('other')]),
        'ClusterUnavailableError',
        'CLUSTER_UNAVAILABLE',
        ['Waited 300 ms for an owner of slot 1', 'ERR cause; other'],
      ],
      [new QueueFullError(9), 'QueueFullError', 'QUEUE_FULL', ['9 commands wait', 'maxQueueLength']],
      [new TransactionRefusedError([cause]), 'TransactionRefusedError', 'EXECABORT', ['EXECABORT', 'Nothing was sent']],
      [new ConnectionLostError('gone', true), 'ConnectionLostError', 'CONNECTION_LOST', ['gone']],
    ];
    for (const [error, name, code, words] of errors) {
      it(`${error.constructor.name} has a name, the code ${code} and says what happened`, () => {
        expect(error).to.be.instanceOf(Error).and.include({ name, code });
        for (const part of words) {
          expect(error.message).to.include(part);
        }
      });
    }

    it('name their causes', () => {
      expect(new UncertainStateError('h:1', cause).cause).to.equal(cause);
      expect(new TooManyRedirectionsError(16, 1, 'h:1', cause).cause).to.equal(cause);
      expect(new ClusterUnavailableError('it', 1, [cause]).cause).to.equal(cause);
      const two = new ClusterUnavailableError('it', 1, [cause, cause]);
      expect((two.cause as AggregateError).errors).to.deep.equal([cause, cause]);
      expect(two.errors).to.deep.equal([cause, cause]);
      expect(new ClusterUnavailableError('it', 1, [])).not.to.have.property('cause');
      expect(new TransactionRefusedError([cause]).errors).to.deep.equal([cause]);
    });

    it('tell what became of each key', () => {
      const first = decorate(new Error('OOM command not allowed'), 'MSET', []);
      const second = new UncertainStateError('h:1', cause);
      const error = new PartialFailureError(
        [
          { key: 'a', slot: 1, outcome: 'applied', reply: 'OK' },
          { key: 'b', slot: 1, outcome: 'applied', reply: 'OK' },
          { key: 'c', slot: 2, outcome: 'failed', error: first },
          { key: 'd', slot: 3, outcome: 'unknown', error: second },
        ],
        [first, second],
      );
      expect(error.message).to.include('OOM command not allowed');
      expect(error.message).to.include('of 4 keys 2 were applied, 1 failed, 1 are unknown');
      expect(error).to.include({ code: 'OOM', name: 'PartialFailureError', cause: first });
      expect(error.errors).to.deep.equal([first, second]);
      expect(error.keys.map(({ key }) => key)).to.deep.equal(['a', 'b', 'c', 'd']);
      expect(new PartialFailureError([], [new Error('no code')]).code).to.equal('PARTIAL_FAILURE');
    });
  });

  const codes: [what: string, error: Error, code: string | undefined][] = [
    ['a code', Object.assign(new Error(), { code: 'ECONNRESET' }), 'ECONNRESET'],
    ['no code', new Error(), undefined],
    ['a number as code', Object.assign(new Error(), { code: 5 }), undefined],
  ];
  for (const [what, error, code] of codes) {
    it(`with ${what}: codeOf is ${code}`, () => {
      expect(codeOf(error)).to.equal(code);
    });
  }

  const values: [value: unknown, words: string][] = [
    [undefined, 'undefined'],
    [null, 'null'],
    [Number.NaN, 'NaN'],
    [-1.5, '-1.5'],
    [true, 'true'],
    ['', "''"],
    ['text', "'text'"],
    ['x'.repeat(60), `'${'x'.repeat(60)}'`],
    ['x'.repeat(61), `'${'x'.repeat(60)}…'`],
    [() => {}, 'a function'],
    [Symbol('s'), 'a symbol'],
    [1n, 'a bigint'],
    [[], 'an empty array'],
    [[1, 2], 'an array of 2'],
    [{}, 'an object'],
    [Object.create(null), 'an object'],
    [{ constructor: 'x' }, 'an object'],
    [new Custom(), 'an object of Custom'],
    [Buffer.from('x'), 'an object of Buffer'],
    [new Date(0), 'an object of Date'],
  ];
  for (const [value, words] of values) {
    it(`say ${words} for such a value`, () => {
      expect(inWords(value)).to.equal(words);
    });
  }
});
