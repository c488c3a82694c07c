import { createRequire } from 'node:module';
import { expect } from 'chai';
import { NodeRedisConnection } from '../../lib/client/node-redis-callbacks.js';
import { type EmbeddedCluster, startEmbeddedCluster } from '../../lib/embedded/index.js';
import { RedisCluster } from '../../lib/index.js';
import { turnsUntil } from '../support/turns.js';

const require = createRequire(__filename);

interface Client {
  ready: boolean;
  batch(commands: readonly string[][]): { exec(callback: (error: Error | null, replies?: unknown) => void): unknown };
  readonly command_queue: { readonly length: number };
  get(key: string, callback: (error: Error | null, reply?: unknown) => void): unknown;
  readonly stream: { destroy(): void };
}

describe('commands that have an entry of the queue of node_redis in common', () => {
  let embedded: EmbeddedCluster;
  let cluster: RedisCluster;
  let client: Client;
  let told: unknown[];

  before(async () => {
    embedded = await startEmbeddedCluster({ masters: 1 });
  });

  after(() => embedded?.stop());

  /** Notes what a call is told, and which call it was. */
  const note = (name: string) => (error: Error | null, reply?: unknown) =>
    told.push([name, error === null ? reply : (error as { code?: string }).code]);

  for (const library of ['node_redis-2', 'node_redis-3']) {
    describe(`over ${library}`, () => {
      beforeEach(async () => {
        const made: Client[] = [];
        cluster = new RedisCluster({
          servers: embedded.servers,
          createClient: (port, host) => {
            const one = require(library).createClient(port, host);
            made.push(one);
            return one;
          },
        });
        await cluster.mset('a', 1, 'b', 2, 'c', 3, 'list', 4);
        client = made.at(-1) as Client;
        told = [];
      });

      afterEach(() => cluster.quit());

      it('are told their own replies and errors, in order', async () => {
        cluster.get('a', note('a'));
        cluster.lpush('list', 'x', note('list'));
        cluster.get('b', note('b'));
        expect(client.command_queue.length).to.equal(3);
        const error = await cluster.lpush('list', 'y').catch((reason) => reason);
        expect(told).to.deep.equal([
          ['a', '1'],
          ['list', 'WRONGTYPE'],
          ['b', '2'],
        ]);
        expect(error).to.include({ code: 'WRONGTYPE', command: 'LPUSH' });
        expect(error.args).to.deep.equal(['list', 'y']);
      });

      it('leave before a batch of the user of the client, byte by byte', async () => {
        cluster.set('a', Buffer.from([0xff, 0xfe]), note('a'));
        client.batch([['strlen', 'a']]).exec(note('his own'));
        cluster.get('b', note('b'));
        await turnsUntil('all to be told', () => told.length === 3);
        expect(told).to.deep.equal([
          ['a', 'OK'],
          ['his own', [2]],
          ['b', '2'],
        ]);
      });

      it('have errors that tell of their command also where nobody adds to them', async () => {
        const one: Client = require(library).createClient(...addressOf(embedded));
        const connection = new NodeRedisConnection(one);
        await new Promise<void>((resolve, reject) => connection.open({ ready: resolve, lost: reject }));
        const errors: unknown[] = [];
        const settle = (error: Error | null) => errors.push(error);
        connection.cork();
        connection.send({ name: 'get', args: [], buffers: false, settle });
        connection.send({ name: 'lpush', args: ['k'], buffers: false, settle });
        connection.uncork();
        await turnsUntil('both errors', () => errors.length === 2);
        expect(errors[0]).to.include({ code: 'ERR', command: 'GET' }).and.not.to.have.property('args');
        expect(errors[1]).to.deep.include({ code: 'ERR', command: 'LPUSH', args: ['k'] });
        await connection.quit();
        connection.destroy();
      });

      it('are told nothing twice where the library tells something behind the last reply', async () => {
        cluster.get('a', note('a'));
        cluster.get('b', note('b'));
        // What the library refuses meanwhile, it tells behind what is under way.
        client.ready = false;
        client.get('a', note('the first of his own'));
        client.get('b', note('the second of his own'));
        client.ready = true;
        cluster.get('c', note('c'));
        await turnsUntil('all to be told', () => told.length >= 5);
        await cluster.mget('a', 'b', 'c');
        expect(told).to.deep.equal([
          ['a', '1'],
          ['b', '2'],
          ['the first of his own', 'NR_CLOSED'],
          ['the second of his own', 'NR_CLOSED'],
          ['c', '3'],
        ]);
      });

      it('are each told once that the connection is lost, also those that a callback of theirs leads to', async () => {
        cluster.incr('counter', (error) => {
          note('first')(error);
          cluster.incr('counter', note('its own'));
        });
        cluster.incr('counter', note('second'));
        client.stream.destroy();
        await turnsUntil('all to be told', () => told.length >= 3);
        await cluster.incr('counter');
        expect(told.slice(0, 2)).to.deep.equal([
          ['first', 'UNCERTAIN_STATE'],
          ['second', 'UNCERTAIN_STATE'],
        ]);
        expect(told).to.have.length(3);
      });
    });
  }
});

function addressOf({ masters }: EmbeddedCluster): [port: number, host: string] {
  const [{ port, host }] = masters as [EmbeddedCluster['masters'][number]];
  return [port, host];
}
