import { tracingChannel } from 'node:diagnostics_channel';
import { createRequire } from 'node:module';
import { expect } from 'chai';
import { restore, stub } from 'sinon';
import { type DirectQueue, type Entry, joinWrites } from '../../lib/client/direct-queue.js';
import type { Chunks } from '../../lib/client/joined-writes.js';

const require = createRequire(__filename);

interface Queue {
  addCommand(args: readonly string[]): Promise<unknown>;
  commandsToWrite(): Iterable<Chunks>;
  isWaitingToWrite(): boolean;
  flushAll(error: Error): void;
  readonly decoder: { write(chunk: Buffer): void };
}

const encoded = (...words: string[]) =>
  `*${words.length}\r\n${words.map((word) => `$${word.length}\r\n${word}\r\n`).join('')}`;
/** One piece, of one command for each key. */
const gets = (...keys: string[]) => [[keys.map((key) => encoded('GET', key)).join('')]];

describe('the queue of a client, given its commands directly', () => {
  for (const name of ['redis-5', 'redis-6']) {
    describe(`over ${name}`, () => {
      /** The queue of a client that is not connected, where what is sent comes all the same, and stays until it is taken. */
      function open(options: object = {}, refusal?: Error) {
        const client = require(name).createClient(options);
        const queue: Queue = client._getQueue();
        let knocks = 0;
        const refused: string[] = [];
        const direct = joinWrites(client, (args) => {
          knocks += 1;
          const knock = refusal === undefined ? queue.addCommand(args as string[]) : Promise.reject(refusal);
          knock.catch(({ message }) => refused.push(message));
          return knock;
        });
        const told: unknown[] = [];
        const entry = (...args: string[]): Entry => ({
          args,
          chainId: undefined,
          abort: undefined,
          timeout: undefined,
          resolve: (reply) => told.push(reply),
          reject: ({ message }) => told.push(message),
          channelsCounter: undefined,
          typeMapping: undefined,
          slotNumber: undefined,
        });
        return { client, queue, direct: direct as DirectQueue, told, entry, refused, knocks: () => knocks };
      }

      it('has what was sent leave in one piece, in order, and is told the replies as they are decoded', () => {
        const { queue, direct, told, entry, knocks } = open();
        expect(['a', 'b', 'c'].map((key) => direct.add(entry('GET', key)))).to.deep.equal([true, true, true]);
        expect([...queue.commandsToWrite()]).to.deep.equal(gets('a', 'b', 'c'));
        expect(queue.isWaitingToWrite()).to.equal(false);
        queue.decoder.write(Buffer.from('+1\r\n-ERR 2\r\n+3\r\n'));
        expect([told, knocks()]).to.deep.equal([['1', 'ERR 2', '3'], 1]);
      });

      it('is asked for a write in each turn anew', () => {
        const { queue, direct, entry, knocks } = open();
        direct.add(entry('GET', 'a'));
        expect([...queue.commandsToWrite()]).to.deep.equal(gets('a'));
        direct.add(entry('GET', 'b'));
        expect([[...queue.commandsToWrite()], knocks()]).to.deep.equal([gets('b'), 2]);
      });

      it('keeps what the socket has no room for, and what was sent after that', () => {
        const { queue, direct, entry } = open();
        const long = 'x'.repeat(5000);
        direct.add(entry('GET', long));
        direct.add(entry('GET', 'b'));
        for (const piece of queue.commandsToWrite()) {
          expect(piece).to.deep.equal([encoded('GET', long)]);
          break;
        }
        direct.add(entry('GET', 'c'));
        expect(queue.isWaitingToWrite()).to.equal(true);
        expect([...queue.commandsToWrite()]).to.deep.equal(gets('b', 'c'));
        expect([...queue.commandsToWrite()]).to.deep.equal([]);
      });

      it('has all of very many written at once, in order', () => {
        const { queue, direct, entry } = open();
        const keys = Array.from({ length: 1500 }, (_, i) => String(i));
        for (const key of keys) {
          direct.add(entry('GET', key));
        }
        const written = [...queue.commandsToWrite()].flat().join('');
        expect(written).to.equal(
          gets(...keys)
            .flat()
            .join(''),
        );
      });

      it('waits for a write as long as anything is held, whatever became of the rest', () => {
        const { queue, direct, told, entry } = open();
        direct.add(entry('GET', 'a'));
        expect(queue.isWaitingToWrite()).to.equal(true);
        queue.flushAll(new Error('flushed'));
        expect(queue.isWaitingToWrite()).to.equal(true);
        expect(told).to.deep.equal([]);
        direct.fail(new Error('failed'));
        expect([queue.isWaitingToWrite(), told]).to.deep.equal([false, ['failed']]);
      });

      it('takes nothing where the client would refuse it', async () => {
        const { queue, direct, entry } = open({}, new Error('The client is closed'));
        expect(direct.add(entry('GET', 'a'))).to.equal(false);
        expect([...queue.commandsToWrite()]).to.deep.equal([]);
        await new Promise(setImmediate);
      });

      it('takes nothing where somebody looks at what is sent, or his commands wait', async () => {
        const { client, queue, direct, told, entry } = open();
        const send = client.sendCommand;
        client.sendCommand = () => {};
        expect(direct.add(entry('GET', 'a'))).to.equal(false);
        client.sendCommand = send;
        queue.addCommand(['GET', 'a']).then((reply) => told.push(reply));
        expect(direct.add(entry('GET', 'b'))).to.equal(false);
        expect([...queue.commandsToWrite()]).to.deep.equal(gets('a'));
        expect(direct.add(entry('GET', 'b'))).to.equal(true);
      });

      it('has what it took before what others send after that', async () => {
        const { queue, direct, told, entry } = open();
        direct.add(entry('GET', 'a'));
        direct.add(entry('GET', 'b'));
        const others = queue.addCommand(['GET', 'c']);
        expect(direct.add(entry('GET', 'd'))).to.equal(false);
        expect([...queue.commandsToWrite()]).to.deep.equal(gets('a', 'b', 'c'));
        queue.decoder.write(Buffer.from('+1\r\n-ERR 2\r\n+3\r\n'));
        expect([told, await others]).to.deep.equal([['1', 'ERR 2'], '3']);
      });

      it('has what the socket had no room for before what others send after that', async () => {
        const { queue, direct, entry } = open();
        const long = 'x'.repeat(5000);
        for (const key of [long, 'b', 'c']) {
          direct.add(entry('GET', key));
        }
        for (const _ of queue.commandsToWrite()) {
          break;
        }
        queue.addCommand(['GET', 'd']).catch(() => {});
        expect([...queue.commandsToWrite()]).to.deep.equal(gets('b', 'c', 'd'));
      });

      it('leaves no timer of the library behind, while a server is moved', async () => {
        const { client, queue, direct, told, entry, refused } = open();
        const timer = new AbortController();
        stub(AbortSignal, 'timeout').returns(timer.signal);
        try {
          client._getQueue().setMaintenanceCommandTimeout(10_000);
          direct.add(entry('GET', 'a'));
          timer.abort();
        } finally {
          restore();
        }
        await new Promise(setImmediate);
        expect([...queue.commandsToWrite()]).to.deep.equal(gets('a'));
        queue.decoder.write(Buffer.from('+1\r\n'));
        expect([told, refused]).to.deep.equal([['1'], []]);
      });

      it('takes nothing while commands are traced', () => {
        const { direct, entry } = open();
        const channel = tracingChannel('node-redis:command');
        const subscriber = { start() {}, end() {}, asyncStart() {}, asyncEnd() {}, error() {} };
        channel.subscribe(subscriber);
        try {
          expect(direct.add(entry('GET', 'a'))).to.equal(false);
        } finally {
          channel.unsubscribe(subscriber);
        }
        expect(direct.add(entry('GET', 'a'))).to.equal(true);
      });

      it('is not, where it may hold only so much: its writes are joined all the same', () => {
        const { queue, direct } = open({ commandsQueueMaxLength: 10 });
        expect(direct).to.equal(undefined);
        for (const key of ['a', 'b']) {
          queue.addCommand(['GET', key]).catch(() => {});
        }
        expect([...queue.commandsToWrite()]).to.deep.equal(gets('a', 'b'));
      });

      for (const method of ['addCommand', 'isWaitingToWrite', 'extractAllCommands', 'prependCommandsToWrite']) {
        it(`is not, where its ${method} is another one`, () => {
          const client = require(name).createClient();
          const queue = client._getQueue();
          queue[method] = () => {};
          expect(joinWrites(client, () => Promise.resolve())).to.equal(undefined);
          expect(Object.hasOwn(queue, 'commandsToWrite')).to.equal(true);
        });
      }

      it('is not, where options are wanted for each command: its writes are joined all the same', () => {
        const client = require(name).createClient();
        expect(joinWrites(client)).to.equal(undefined);
        expect(Object.keys(client._getQueue())).to.include('commandsToWrite').and.not.include('addCommand');
      });

      it('is not, where its sendCommand is another one', () => {
        const client = require(name).createClient();
        client.sendCommand = () => {};
        expect(joinWrites(client, () => Promise.resolve())).to.equal(undefined);
      });

      it('is left alone where somebody has changed how commands are taken from it', () => {
        const { client, queue } = open();
        const once = queue.commandsToWrite;
        expect(joinWrites(client, () => Promise.resolve())).to.equal(undefined);
        expect(queue.commandsToWrite).to.equal(once);
      });
    });
  }

  it('is left alone where what was taken may not be written yet, or there is none', () => {
    class Other {
      readonly #toWrite = ['a', 'b'];

      *commandsToWrite() {
        for (const command of this.#toWrite.splice(0)) {
          yield [command];
        }
      }
    }
    const queue = new Other();
    const knock = () => Promise.resolve();
    expect(joinWrites({ _getQueue: () => queue }, knock)).to.equal(undefined);
    expect([...queue.commandsToWrite()]).to.deep.equal([['a'], ['b']]);
    expect(joinWrites({ _getQueue: () => ({}) }, knock)).to.equal(undefined);
    expect(joinWrites({}, knock)).to.equal(undefined);
  });
});
