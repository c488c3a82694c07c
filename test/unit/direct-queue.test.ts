import { tracingChannel } from 'node:diagnostics_channel';
import { createRequire } from 'node:module';
import { expect } from 'chai';
import { type DirectQueue, joinWrites } from '../../lib/client/direct-queue.js';
import type { Chunks } from '../../lib/client/joined-writes.js';
import type { Argument, Request } from '../../lib/command/types.js';
import { FakeClientSocket } from '../support/fake-client-socket.js';

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
const gets = (...keys: string[]) => keys.map((key) => encoded('get', key)).join('');

const NO_MAPPINGS = { strings: undefined, buffers: undefined };
const NOBODY = { resolved() {}, rejected() {} };

describe('the queue of a client, given its commands directly', () => {
  for (const name of ['redis-5', 'redis-6']) {
    describe(`over ${name}`, () => {
      /** The queue of a client with such a socket, and what is told of commands. */
      function open(options: object = {}) {
        const client = require(name).createClient(options);
        const queue: Queue = client._getQueue();
        const socket = new FakeClientSocket();
        client._ejectSocket();
        client._insertSocket(socket);
        const told: unknown[] = [];
        const mappings = { strings: {}, buffers: { 36: Buffer } };
        const direct = joinWrites(client, true, mappings, {
          resolved: ({ args: [key] }, reply) => told.push([key, reply]),
          rejected: ({ args: [key] }, { message }, hasLeft) => told.push([key, message, hasLeft]),
        }) as DirectQueue;
        const request = (buffers: boolean, args: Argument[]): Request => ({ name: 'get', args, buffers, settle() {} });
        /** Gives it commands that it takes. */
        const get = (...keys: Argument[]) => {
          for (const key of keys) {
            expect(direct.isOpen).to.equal(true);
            direct.add(request(false, [key]));
          }
        };
        const getBuffer = (key: string) => direct.add(request(true, [key]));
        const reply = (text: string) => queue.decoder.write(Buffer.from(text));
        direct?.cork();
        return { client, queue, socket, direct, told, get, getBuffer, reply };
      }

      it('has what was sent leave in one piece, in order, and is told the replies as they are decoded', () => {
        const { queue, socket, direct, told, get, reply } = open();
        get('a', 'b', 'c');
        expect([socket.written, queue.isWaitingToWrite()]).to.deep.equal([[], true]);
        direct.uncork();
        expect([socket.written, queue.isWaitingToWrite()]).to.deep.equal([[gets('a', 'b', 'c')], false]);
        reply('+1\r\n-ERR 2\r\n+3\r\n');
        expect(told).to.deep.equal([
          ['a', '1'],
          ['b', 'ERR 2', true],
          ['c', '3'],
        ]);
      });

      it('has each reply read as its command wants it', () => {
        const { direct, told, get, getBuffer, reply } = open();
        get('a');
        getBuffer('b');
        get('c');
        direct.uncork();
        reply('$1\r\n1\r\n$1\r\n2\r\n$1\r\n3\r\n');
        expect(told).to.deep.equal([
          ['a', '1'],
          ['b', Buffer.from('2')],
          ['c', '3'],
        ]);
      });

      it('takes commands between cork and uncork only', () => {
        const { socket, direct, get } = open();
        get('a');
        direct.uncork();
        expect(direct.isOpen).to.equal(false);
        direct.cork();
        get('b');
        direct.uncork();
        expect(socket.written).to.deep.equal([gets('a'), gets('b')]);
      });

      it('leaves large ones to the library, in their places', () => {
        const { socket, direct, told, get, reply } = open();
        const long = 'x'.repeat(5000);
        get('a', long, Buffer.from(long), 'b', 'c');
        direct.uncork();
        expect(socket.written).to.deep.equal([gets('a'), gets(long), gets(long), gets('b', 'c')]);
        reply('+1\r\n+2\r\n-ERR 3\r\n+4\r\n+5\r\n');
        expect(told).to.deep.equal([
          ['a', '1'],
          [long, '2'],
          [Buffer.from(long), 'ERR 3', true],
          ['b', '4'],
          ['c', '5'],
        ]);
      });

      it('keeps what the socket has no room for, and what was sent after that, until it has', () => {
        const { queue, socket, direct, told, get, reply } = open();
        const long = 'x'.repeat(5000);
        socket.room = 1;
        get(long, 'b');
        direct.uncork();
        direct.cork();
        get('c');
        direct.uncork();
        expect([socket.written, queue.isWaitingToWrite()]).to.deep.equal([[gets(long)], true]);
        socket.drain();
        expect([socket.written, queue.isWaitingToWrite()]).to.deep.equal([[gets(long), gets('b', 'c')], false]);
        reply('+1\r\n+2\r\n+3\r\n');
        expect(told).to.deep.equal([
          [long, '1'],
          ['b', '2'],
          ['c', '3'],
        ]);
      });

      it('goes on when the socket was full by the last piece', () => {
        const { socket, direct, get } = open();
        socket.room = 1;
        get('a');
        direct.uncork();
        socket.drain();
        direct.cork();
        get('b');
        direct.uncork();
        expect(socket.written).to.deep.equal([gets('a'), gets('b')]);
      });

      it('asks the socket for room once in a while, of very many', () => {
        const { socket, direct, get } = open();
        const keys = Array.from({ length: 1500 }, (_, i) => String(i));
        get(...keys);
        socket.room = 1;
        direct.uncork();
        expect(socket.written).to.deep.equal([gets(...keys.slice(0, 512))]);
        socket.drain();
        expect(socket.written.join('')).to.equal(gets(...keys));
      });

      it('tells what has left and what has not, when all is lost', () => {
        const { queue, socket, direct, told, get } = open();
        const long = 'x'.repeat(5000);
        socket.room = 2;
        get('a', long, 'b', 'c');
        direct.uncork();
        queue.flushAll(new Error('flushed'));
        direct.fail(new Error('failed'));
        expect(told).to.deep.equal([
          ['a', 'flushed', true],
          [long, 'flushed', true],
          ['b', 'failed', false],
          ['c', 'failed', false],
        ]);
        expect(queue.isWaitingToWrite()).to.equal(false);
      });

      it('takes nothing while the client is not ready', () => {
        const { socket, direct } = open();
        socket.isReady = false;
        expect(direct.isOpen).to.equal(false);
      });

      it('takes nothing when the client is being closed', () => {
        const { socket, direct } = open();
        socket.isOpen = false;
        expect(direct.isOpen).to.equal(false);
      });

      it('leaves writing to the library from when its socket is given away', () => {
        const { client, socket, direct, get } = open();
        get('a');
        client._insertSocket(client._ejectSocket());
        direct.uncork();
        direct.cork();
        expect([socket.written, direct.isOpen]).to.deep.equal([[], true]);
        socket.write(client._getQueue().commandsToWrite());
        expect([socket.written, direct.isOpen]).to.deep.equal([[gets('a')], false]);
      });

      it('takes nothing where somebody looks at what is sent, or his commands wait', () => {
        const { client, queue, socket, direct, get } = open();
        const send = client.sendCommand;
        client.sendCommand = () => {};
        expect(direct.isOpen).to.equal(false);
        client.sendCommand = send;
        queue.addCommand(['get', 'a']).catch(() => {});
        expect(direct.isOpen).to.equal(false);
        socket.write(queue.commandsToWrite());
        get('b');
        direct.uncork();
        expect(socket.written).to.deep.equal([gets('a'), gets('b')]);
      });

      it('has what it took before what others send after that', async () => {
        const { queue, socket, direct, told, get, reply } = open();
        get('a', 'b');
        const others = queue.addCommand(['get', 'c']);
        expect(direct.isOpen).to.equal(false);
        socket.write(queue.commandsToWrite());
        expect(socket.written).to.deep.equal([gets('a', 'b'), gets('c')]);
        reply('+1\r\n-ERR 2\r\n+3\r\n');
        expect([told, await others]).to.deep.equal([
          [
            ['a', '1'],
            ['b', 'ERR 2', true],
          ],
          '3',
        ]);
      });

      it('has what the socket had no room for before what others send after that', async () => {
        const { queue, socket, direct, told, get, reply } = open();
        const long = 'x'.repeat(5000);
        socket.room = 1;
        get(long, 'b', 'c');
        direct.uncork();
        const others = queue.addCommand(['get', 'd']);
        socket.room = Number.POSITIVE_INFINITY;
        socket.write(queue.commandsToWrite());
        expect(socket.written.join('')).to.equal(gets(long, 'b', 'c', 'd'));
        reply('+1\r\n+2\r\n-ERR 3\r\n+4\r\n');
        expect([told, await others]).to.deep.equal([
          [
            [long, '1'],
            ['b', '2'],
            ['c', 'ERR 3', true],
          ],
          '4',
        ]);
      });

      it('tells of what stood before what others sent that it has not left, where it has not', () => {
        const { queue, socket, direct, told, get } = open();
        const long = 'x'.repeat(5000);
        socket.room = 1;
        get(long, 'b');
        direct.uncork();
        queue.addCommand(['get', 'c']).catch(() => {});
        queue.flushAll(new Error('flushed'));
        expect(told).to.deep.equal([
          [long, 'flushed', true],
          ['b', 'flushed', false],
        ]);
      });

      it('leaves writing to the library from when that is to have another socket', () => {
        const { client, queue, socket, direct, get } = open();
        get('a');
        client._self._pause();
        direct.uncork();
        direct.cork();
        expect([socket.written, queue.isWaitingToWrite()]).to.deep.equal([[], true]);
        const other = new FakeClientSocket();
        client._ejectSocket();
        client._insertSocket(other);
        other.write(queue.commandsToWrite());
        expect([socket.written, other.written]).to.deep.equal([[], [gets('a')]]);
        expect(direct.isOpen).to.equal(false);
      });

      it('leaves the client with its socket', () => {
        const { client, socket } = open();
        const errors: unknown[] = [];
        client.on('error', (error: unknown) => errors.push(error));
        expect(client.isReady).to.equal(true);
        socket.emit('error', new Error('of the socket'));
        expect(errors.map(String)).to.deep.equal(['Error: of the socket']);
      });

      it('takes nothing while commands are traced', () => {
        const { direct } = open();
        const channel = tracingChannel('node-redis:command');
        const subscriber = { start() {}, end() {}, asyncStart() {}, asyncEnd() {}, error() {} };
        channel.subscribe(subscriber);
        try {
          expect(direct.isOpen).to.equal(false);
        } finally {
          channel.unsubscribe(subscriber);
        }
        expect(direct.isOpen).to.equal(true);
      });

      it('is not, where it may hold only so much: its writes are joined all the same', () => {
        const { queue, direct } = open({ commandsQueueMaxLength: 10 });
        expect(direct).to.equal(undefined);
        for (const key of ['a', 'b']) {
          queue.addCommand(['get', key]).catch(() => {});
        }
        expect([...queue.commandsToWrite()]).to.deep.equal([[gets('a', 'b')]]);
      });

      for (const method of ['addCommand', 'isWaitingToWrite', 'prependCommandsToWrite']) {
        it(`is not, where its ${method} is another one`, () => {
          const client = require(name).createClient();
          const queue = client._getQueue();
          queue[method] = () => {};
          expect(joinWrites(client, true, NO_MAPPINGS, NOBODY)).to.equal(undefined);
          expect(Object.hasOwn(queue, 'commandsToWrite')).to.equal(true);
        });
      }

      for (const method of ['sendCommand', '_ejectSocket', '_insertSocket', '_pause']) {
        it(`is not, where ${method} of its client is another one`, () => {
          const client = require(name).createClient();
          client[method] = () => {};
          expect(joinWrites(client, true, NO_MAPPINGS, NOBODY)).to.equal(undefined);
        });
      }

      it('is not, where options are wanted for each command: its writes are joined all the same', () => {
        const client = require(name).createClient();
        expect(joinWrites(client, false, NO_MAPPINGS, NOBODY)).to.equal(undefined);
        expect(Object.keys(client._getQueue())).to.include('commandsToWrite').and.not.include('addCommand');
      });

      it('is left alone where somebody has changed how commands are taken from it', () => {
        const { client, queue } = open();
        const once = queue.commandsToWrite;
        expect(joinWrites(client, true, NO_MAPPINGS, NOBODY)).to.equal(undefined);
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
    const join = (client: object) => joinWrites(client, true, NO_MAPPINGS, NOBODY);
    expect(join({ _getQueue: () => queue })).to.equal(undefined);
    expect([...queue.commandsToWrite()]).to.deep.equal([['a'], ['b']]);
    expect(join({ _getQueue: () => ({}) })).to.equal(undefined);
    expect(join({})).to.equal(undefined);
  });
});
