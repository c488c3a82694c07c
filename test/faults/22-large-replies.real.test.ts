import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { expect } from 'chai';
import { RedisCluster } from '../../lib/index.js';
import { FAMILIES } from '../support/families.js';
import { type LocalCluster, startLocalCluster } from '../support/local-cluster/index.js';
import { type SingleServer, startSingleServer } from '../support/single-server.js';

const require = createRequire(__filename);

const MIB = 1024 * 1024;
const BIG = 64 * MIB;

/** Bytes that are always the same for a seed, all 256 of them. */
const bytes = (seed: string, length: number) => {
  const block = createHash('sha512').update(seed).digest();
  return Buffer.alloc(length, block);
};

const ODD_KEYS = [
  '',
  '{}',
  '{}a',
  '{}{a}',
  '{',
  '}',
  '}{',
  '{a',
  'a}',
  '{a}',
  'a{b}c{d}',
  '{{a}}',
  ' ',
  'é',
  '\r\n',
  '\0',
];

/** The arguments of MGET: strings and Buffers, keys with tags, keys that are not there, and each third key twice. */
const KEYS: (string | Buffer)[] = Array.from({ length: 10_000 }, (_, i) => {
  const n = i % 3 === 2 ? i - 2 : i;
  switch (n % 5) {
    case 0:
      return `key:${n}`;
    case 1:
      return `{tag:${n % 50}}${n}`;
    case 2:
      return bytes(`key ${n}`, 1 + (n % 64));
    case 3:
      return ODD_KEYS[n % ODD_KEYS.length] as string;
    default:
      return `{}none:${n}`;
  }
});

const BIG_KEYS = [['big'], Array.from({ length: 64 }, (_, i) => `big:${i}`)];

const VALUES = KEYS.flatMap((key, i) => (i % 5 === 4 ? [] : [[key, bytes(`value ${i}`, i % 100)] as const]));

type Answer<T> = (error: Error | null, reply: T) => void;

/** One client of one server: what every reply is compared with. */
interface Reference {
  mset(args: unknown[], callback: Answer<unknown>): void;
  mget(keys: unknown[], callback: Answer<unknown[]>): void;
  exists(keys: unknown[], callback: Answer<number>): void;
  quit(): void;
}

const ask = <T>(send: (callback: Answer<T>) => void) =>
  new Promise<T>((resolve, reject) => send((error, reply) => (error === null ? resolve(reply) : reject(error))));

/** The same bytes: faster than a comparison of tens of thousands of Buffers one by one, by chai. */
const expectSame = (reply: readonly unknown[], expected: readonly unknown[], what: string) => {
  const differing = expected.findIndex((value, i) => {
    const other = reply[i];
    return Buffer.isBuffer(value) ? !(Buffer.isBuffer(other) && value.equals(other)) : value !== other;
  });
  expect([reply.length, differing], `${what}: length, first difference`).to.deep.equal([expected.length, -1]);
};

describe('22: a 10,000-key MGET with duplicates, {} tags, empty and binary keys; replies of 64 MiB', () => {
  let local: LocalCluster;
  let single: SingleServer;
  // What one server replies.
  let buffers: unknown[];
  let strings: unknown[];
  let count: number;
  let big: unknown[][];

  before(async () => {
    local = await startLocalCluster();
    single = await startSingleServer();
    const { createClient } = require('node_redis-3');
    const reference: Reference = createClient(single.port, '127.0.0.1', { return_buffers: true });
    const ofStrings: Reference = createClient(single.port, '127.0.0.1');
    const cluster = new RedisCluster({ servers: local.servers });
    try {
      const pieces = (BIG_KEYS[1] as string[]).map((key) => [key, bytes(key, MIB)]);
      for (const args of [VALUES.flat(), pieces.flat(), ['big', bytes('big', BIG)]]) {
        await ask((callback) => reference.mset([...args], callback));
        await cluster.mset([...args]);
      }
      buffers = await ask((callback) => reference.mget([...KEYS], callback));
      strings = await ask((callback) => ofStrings.mget([...KEYS], callback));
      count = await ask((callback) => reference.exists([...KEYS], callback));
      big = await Promise.all(
        BIG_KEYS.map((keys) => ask<unknown[]>((callback) => reference.mget([...keys], callback))),
      );
    } finally {
      await cluster.quit();
      reference.quit();
      ofStrings.quit();
    }
  });

  after(async () => {
    await single?.stop();
    await local?.stop();
  });

  for (const { name, createClient } of FAMILIES) {
    describe(`over ${name}`, () => {
      const over = async (options: object, test: (cluster: RedisCluster) => Promise<void>) => {
        const cluster = new RedisCluster({ servers: local.servers, createClient, ...options });
        try {
          await test(cluster);
        } finally {
          await cluster.quit();
        }
      };

      it('10,000 keys: exactly what one server replies, as Buffers and as strings', async () => {
        await over({ return_buffers: true }, async (cluster) => {
          expectSame(await cluster.mget(KEYS), buffers, 'MGET');
          expect(await cluster.exists(KEYS)).to.equal(count);
        });
        await over({}, async (cluster) => expectSame(await cluster.mget(KEYS), strings, 'MGET'));
      });

      it('64 MiB: exactly what one server replies, in one value and in 64 of many slots', async () => {
        await over({ return_buffers: true }, async (cluster) => {
          for (const [i, keys] of BIG_KEYS.entries()) {
            const reply = (await cluster.mget(keys)) as unknown as Buffer[];
            expectSame(reply, big[i] as unknown[], `MGET of ${keys.length}`);
            expect(reply.reduce((sum, value) => sum + value.length, 0)).to.equal(BIG);
          }
        });
      });
    });
  }
});
