/**
 * Sessions of an express application: `npx tsx examples/sessions.ts`
 *
 * connect-redis 6 was made for node_redis 3, and takes a RedisCluster as it is.
 * connect-redis 9 calls what redis 5 has: it needs the adapter below, which is all
 * of that client that it uses. (So does 10, which needs Node 22; 7 and 8 call redis 4
 * instead: `set(key, value, { EX })`, and an iterator of single keys.) All keys begin
 * with `sessions:` and are deleted again.
 */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { RedisCluster } from 'clusterwise';
import { RedisStore } from 'connect-redis-9'; // In your program: 'connect-redis'
import express from 'express';
import session, { type Store } from 'express-session';
import { onCluster } from './support/on-cluster.js';
import { chapter, show } from './support/print.js';
import { visit } from './support/visit.js';

const RedisStore6 = require('connect-redis-6')(session); // In your program: 'connect-redis'

declare module 'express-session' {
  interface SessionData {
    views: number;
  }
}

/** The part of redis 5 that connect-redis 9 uses. */
function asRedis5(client: RedisCluster) {
  return {
    get: (key: string) => client.get(key),
    set: (key: string, value: string, options?: { expiration: { value: number } }) =>
      options === undefined ? client.set(key, value) : client.set(key, value, 'EX', options.expiration.value),
    expire: (key: string, seconds: number) => client.expire(key, seconds),
    del: (keys: string[]) => client.del(keys),
    mGet: (keys: string[]) => client.mget(keys),
    // It expects pages.
    async *scanIterator({ MATCH, COUNT }: { MATCH: string; COUNT: number }) {
      for await (const key of client.scanIterator({ match: MATCH, count: COUNT })) yield [key];
    },
  };
}

function application(store: Store): express.Express {
  const app = express();
  app.use(session({ store, secret: 'keyboard cat', resave: false, saveUninitialized: false }));
  app.get('/', (request, response) => {
    request.session.views = (request.session.views ?? 0) + 1;
    response.send(`${request.session.views} view(s)`);
  });
  app.post('/logout', (request, response, next) => {
    request.session.destroy((error) => (error ? next(error) : response.send('bye')));
  });
  return app;
}

async function tour(title: string, store: Store): Promise<void> {
  chapter(title, 'each browser has a session, wherever its key is in the cluster');
  const server = application(store).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    const [ada, bob] = [visit(url), visit(url)];
    show('Ada', await ada('/'));
    show('Ada', await ada('/'));
    show('Bob', await bob('/'));
    // `length`, `all` and `clear` look through all masters.
    show('sessions', await new Promise((resolve) => store.length?.((_error, count) => resolve(count))));
    show('Ada logs out', await ada('/logout', 'POST'));
    show('Ada', await ada('/'));
    const all = await new Promise<{ views: number }[]>((resolve) =>
      store.all?.((_error, found) => resolve(Object.values(found ?? {}))),
    );
    show('views of all', all.map(({ views }) => views).sort());
  } finally {
    server.close();
    await new Promise((resolve) => store.clear?.(resolve));
  }
}

onCluster(async (servers) => {
  const client = new RedisCluster({ servers });
  client.on('error', (error) => console.error(error));
  const options = { prefix: 'sessions:', ttl: 3600 };
  try {
    await tour('connect-redis 6', new RedisStore6({ ...options, client }));
    await tour('connect-redis 9', new RedisStore({ ...options, client: asRedis5(client) }));
  } finally {
    await client.quit();
  }
});
