import { expect } from 'chai';
import { RedisCluster } from '../../lib/index.js';
import { FAMILIES } from './families.js';

/** A cluster one of whose slots stays half-moved while it is asked. */
export interface HalfMovedCluster {
  readonly servers: { host: string; port: number }[];
  /** Opens the slot of these keys for its move to another master, and moves them and no others. */
  move(keys: readonly string[]): Promise<void>;
  /** Forgets what the servers have received. */
  forget(): Promise<void>;
  /** In how many requests of a command a key was sent since, beyond the first. */
  extraHops(command: string, keys: readonly string[]): Promise<number>;
  stop(): Promise<void>;
}

/** The names of keys, of which the letter says where they are: home, moved, or absent. */
type Call = [title: string, command: 'mget' | 'mset' | 'del' | 'exists', keys: string[], reply: unknown];

const CALLS: Call[] = [
  ['MGET over both halves', 'mget', ['h1', 'm1', 'm2', 'h2'], ['h1', 'm1', 'm2', 'h2']],
  ['MGET over both halves and of an absent key', 'mget', ['m1', 'a1', 'h1'], ['m1', null, 'h1']],
  ['MGET of keys that are not at home', 'mget', ['m1', 'a1', 'm2'], ['m1', null, 'm2']],
  ['EXISTS over both halves', 'exists', ['h1', 'm1', 'a1', 'm2', 'h2'], 4],
  ['DEL over both halves', 'del', ['m1', 'h1', 'a1', 'h2', 'm2'], 4],
  ['MSET over both halves', 'mset', ['h1', 'm1', 'm2', 'h2'], 'OK'],
  ['MSET of keys that are nowhere yet', 'mset', ['a1', 'a2', 'a3'], 'OK'],
];
const STORED = ['h1', 'h2', 'm1', 'm2'];
const ALL = [...STORED, 'a1', 'a2', 'a3'];

const STYLES = ['node_redis-3', 'redis-6', 'ioredis-6'];

/** Defines the tests of a half-moved slot, on a cluster of some kind. */
export function testHalfMoved(start: () => Promise<HalfMovedCluster>): void {
  let servers: HalfMovedCluster;

  before(async () => {
    servers = await start();
  });

  after(() => servers?.stop());

  for (const { name, createClient } of FAMILIES.filter((family) => STYLES.includes(family.name))) {
    for (const [title, command, keys, reply] of CALLS) {
      it(`${title}: the right answer within 50 ms, at most two extra hops a key: ${name}`, async () => {
        const cluster = new RedisCluster({ servers: servers.servers, createClient });
        // A slot of its own for each test.
        const full = (key: string) => `{${name} ${title}}${key}`;
        try {
          await cluster.mset(STORED.flatMap((key) => [full(key), key]));
          await servers.move(STORED.filter((key) => key.startsWith('m')).map(full));
          // By now every master is connected.
          await cluster.dbsize();
          await servers.forget();
          const args = keys.flatMap((key) => (command === 'mset' ? [full(key), `new ${key}`] : [full(key)]));
          const begin = Date.now();
          expect(await cluster[command as 'del'](...args)).to.deep.equal(reply);
          // Five times the 50 ms, for machines that are busy.
          expect(Date.now() - begin).to.be.below(250);
          expect(await servers.extraHops(command, keys.map(full))).to.be.within(0, 2);
          expect(await cluster.mget(ALL.map(full))).to.deep.equal(
            ALL.map((key) => {
              if (command === 'mset' && keys.includes(key)) {
                return `new ${key}`;
              }
              return STORED.includes(key) && !(command === 'del' && keys.includes(key)) ? key : null;
            }),
          );
        } finally {
          await cluster.quit();
        }
      });
    }
  }
}
