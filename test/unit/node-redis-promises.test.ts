import { createRequire } from 'node:module';
import { expect } from 'chai';
import { RedisConnection } from '../../lib/client/node-redis-promises.js';
import { FakeClientSocket } from '../support/fake-client-socket.js';
import { waitUntil } from '../support/local-cluster/wait.js';
import { bulk, push, Resp3Server } from '../support/resp3-server.js';

const require = createRequire(__filename);

describe('a connection of a client with promises', () => {
  for (const name of ['redis-5', 'redis-6']) {
    describe(`over ${name}`, () => {
      const servers: Resp3Server[] = [];
      const connections: RedisConnection[] = [];

      afterEach(() => {
        for (const connection of connections.splice(0)) {
          connection.destroy();
        }
        for (const server of servers.splice(0)) {
          server.stop();
        }
      });

      async function serve(reply: (args: readonly string[]) => string): Promise<Resp3Server> {
        const server = await Resp3Server.start(reply);
        servers.push(server);
        return server;
      }

      /** A connection in RESP3, and how to send one command or several of them. */
      async function connect({ port }: Resp3Server) {
        const socket = { host: '127.0.0.1', port };
        const client = require(name).createClient({ RESP: 3, maintNotifications: 'enabled', socket });
        client.on('error', () => {});
        const connection = new RedisConnection(client);
        connections.push(connection);
        await new Promise<void>((ready, lost) => connection.open({ ready, lost }));
        connection.joinWrites();
        const send = (...line: [name: string, ...args: string[]]) =>
          new Promise((resolve) => {
            const [command, ...args] = line;
            connection.cork?.();
            connection.send({ name: command, args, buffers: false, settle: (error, reply) => resolve(error ?? reply) });
            process.nextTick(() => connection.uncork?.());
          });
        return { client, connection, send };
      }

      it('tells replies in order, where only some of their commands have promises', async () => {
        const client = require(name).createClient();
        client._ejectSocket();
        client._insertSocket(new FakeClientSocket());
        const connection = new RedisConnection(client);
        connection.joinWrites();
        const told: unknown[] = [];
        const send = (...keys: string[]) => {
          for (const key of keys) {
            const settle = (error: Error | null, reply: unknown) => told.push(error ?? reply);
            connection.send({ name: 'get', args: [key], buffers: false, settle });
          }
        };
        /** Sends what has no promise. */
        const sendDirectly = (...keys: string[]) => {
          connection.cork?.();
          send(...keys);
          connection.uncork?.();
        };
        /** What is told while these replies, of one packet, are decoded; and then. */
        const decode = async (replies: string) => {
          told.length = 0;
          client._getQueue().decoder.write(Buffer.from(replies));
          const atOnce = [...told];
          await new Promise(setImmediate);
          return [atOnce, [...told]];
        };
        send('a');
        await new Promise(setImmediate);
        sendDirectly('b', 'c', 'd');
        expect(await decode('+a\r\n+b\r\n')).to.deep.equal([[], ['a', 'b']]);
        sendDirectly('e');
        expect(await decode('+c\r\n+d\r\n+e\r\n')).to.deep.equal([
          ['c', 'd', 'e'],
          ['c', 'd', 'e'],
        ]);
        send('f');
        await new Promise(setImmediate);
        sendDirectly('g');
        send('h');
        await new Promise(setImmediate);
        sendDirectly('i');
        expect(await decode('+f\r\n+g\r\n+h\r\n+i\r\n')).to.deep.equal([[], ['f', 'g', 'h', 'i']]);
      });

      it('goes on at another server when its own is moved there', async () => {
        const there = await serve(([, key]) => `+there ${key}\r\n`);
        const here = await serve(([command, key]) =>
          command === 'move' ? `${push('MOVING', 1, 30, `127.0.0.1:${there.port}`)}+OK\r\n` : `+here ${key}\r\n`,
        );
        const { connection, send } = await connect(here);
        expect(await send('move')).to.equal('OK');
        const wrong: unknown[] = [];
        // Each is sent within the reply to the one before.
        const last = await new Promise<number>((resolve) => {
          const ask = (i: number) => {
            const settle = (error: Error | null, reply: unknown) => {
              if (reply === `there k${i}`) {
                resolve(i);
              } else {
                if (reply !== `here k${i}`) {
                  wrong.push(error ?? reply);
                }
                ask(i + 1);
              }
            };
            connection.cork?.();
            connection.send({ name: 'get', args: [`k${i}`], buffers: false, settle });
            process.nextTick(() => connection.uncork?.());
          };
          ask(0);
        });
        expect(wrong, `of ${last}`).to.deep.equal([]);
        expect(await Promise.all([send('get', 'a'), send('get', 'b')])).to.deep.equal(['there a', 'there b']);
      });

      it('has replies of its own where the server ends subscriptions of the user to shard channels', async () => {
        let subscriptions = 0;
        const server = await serve(([command, ...args]) => {
          if (command?.toLowerCase() === 'ssubscribe') {
            subscriptions += 1;
            return push('ssubscribe', args[0] as string, subscriptions);
          }
          if (command === 'lose') {
            subscriptions -= 1;
            return push('sunsubscribe', args[0] as string, subscriptions) + bulk('lost');
          }
          return bulk(args[0] as string);
        });
        const { client, send } = await connect(server);
        await client.sSubscribe('a', () => {});
        await client.sSubscribe('b', () => {});
        for (const channel of ['a', 'b']) {
          expect(await send('lose', channel)).to.equal('lost');
          expect(await Promise.all([send('get', '1'), send('get', '2')])).to.deep.equal(['1', '2']);
        }
      });

      it('answers what is sent while its user closes the client', async () => {
        const server = await serve(([command]) => (command === 'QUIT' ? '+OK\r\n' : bulk('value')));
        const { client, send } = await connect(server);
        const before = send('get', 'a');
        const closed = client.quit();
        const after = [send('get', 'b')];
        expect(await before).to.equal('value');
        // QUIT has left.
        await new Promise(setImmediate);
        after.push(send('get', 'c'));
        await closed;
        after.push(send('get', 'd'));
        for (const reply of await Promise.all(after)) {
          expect(reply).to.include({ name: 'ConnectionLostError', sent: false });
        }
        expect(await send('get', 'e')).to.include({ name: 'ConnectionLostError', sent: false });
      });

      it('leaves nothing unanswered that came behind a promise which is never kept', async () => {
        const server = await serve(([, key]) => bulk(key as string));
        const { client, connection, send } = await connect(server);
        const { sendCommand } = client;
        client.sendCommand = () => new Promise(() => {});
        const never = send('get', 'a');
        client.sendCommand = sendCommand;
        const behind = send('get', 'b');
        await new Promise(process.nextTick);
        // It was sent behind that one.
        expect(await client.get('c')).to.equal('c');
        connection.destroy();
        expect(await Promise.race([never, behind])).to.equal('b');
      });

      it('has tracers told of what the socket has no room for', async () => {
        const client = require(name).createClient();
        client._ejectSocket();
        const socket = new FakeClientSocket();
        client._insertSocket(socket);
        const connection = new RedisConnection(client);
        connection.joinWrites();
        socket.room = 1;
        const send = (key: string) => connection.send({ name: 'get', args: [key], buffers: false, settle() {} });
        connection.cork?.();
        send('x'.repeat(5000));
        send('b');
        connection.uncork?.();
        await waitUntil('b to be held', async () => client._getQueue().isWaitingToWrite());
        const traced: unknown[] = [];
        const { channel } = require('node:diagnostics_channel');
        const start = (context: { args: string[] }) => traced.push(context.args[1]);
        channel('tracing:node-redis:command:start').subscribe(start);
        try {
          connection.cork?.();
          send('c');
          connection.uncork?.();
        } finally {
          channel('tracing:node-redis:command:start').unsubscribe(start);
        }
        expect(traced).to.deep.equal(['c']);
        socket.drain();
        await waitUntil('all to be written', async () => !client._getQueue().isWaitingToWrite());
        expect(socket.written.join('')).to.match(/\nb\r\n.*\nc\r\n$/s);
      });
    });
  }
});
