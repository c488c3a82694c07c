/**
 * A program of the days of node_redis 2 and 3, on a cluster: `npx tsx examples/callbacks.ts`
 *
 * Only `connect` is new. All keys begin with `callbacks:` and are deleted again.
 */
import { type Callback, RedisCluster } from 'clusterwise';
import { onCluster } from './support/on-cluster.js';
import { chapter, show } from './support/print.js';

// In your program: require('redis'), which is node_redis 3 there.
const redis = require('node_redis-3');

// Before: redis.createClient(6379, '10.0.0.1')
const connect = (servers: string[]) =>
  new RedisCluster({ servers, createClient: (port, host) => redis.createClient(port, host) });

interface Author {
  name: string;
  city: string;
}

/** Keys of one author share a hash tag, and so a slot: this `multi` is a transaction. */
function addAuthor(client: RedisCluster, author: Author, callback: (error: Error | null, id?: number) => void): void {
  client.incr('callbacks:ids', (error, id) => {
    if (error) return callback(error);
    client
      .multi()
      .hmset(`callbacks:{author:${id}}`, { ...author })
      .setex(`callbacks:{author:${id}}:online`, 60, 'yes')
      .exec((failure) => callback(failure, id));
  });
}

/** Keys of many slots: this `multi` is a batch, each command on the server of its key. */
function addPoints(client: RedisCluster, points: Record<string, number>, callback: Callback<unknown[] | null>): void {
  const multi = client.multi();
  for (const [id, count] of Object.entries(points)) {
    multi.incrby(pointsOf(id), count).zincrby('callbacks:ranking', count, id);
  }
  multi.exec(callback);
}

function program(client: RedisCluster, done: (error?: Error | null) => void): void {
  chapter('Callbacks', 'no line knows of a cluster');
  addAuthor(client, { name: 'Ada', city: 'London' }, (error, ada) => {
    if (error) return done(error);
    addAuthor(client, { name: 'Grace', city: 'New York' }, (error, grace) => {
      if (error) return done(error);
      client.hgetall(`callbacks:{author:${ada}}`, (error, author) => {
        if (error) return done(error);
        show('hgetall', { ...author });
        addPoints(client, { [`${ada}`]: 7, [`${grace}`]: 12 }, (error, replies) => {
          if (error) return done(error);
          show('multi().incrby(…).zincrby(…)…', replies);
          client.mget([ada, grace, 99].map(pointsOf), (error, points) => {
            if (error) return done(error);
            show('mget', points);
            client.zrevrange('callbacks:ranking', 0, -1, 'withscores', (error, ranking) => {
              if (error) return done(error);
              show('zrevrange', ranking);
              client.del([ada, grace].flatMap(keysOf), 'callbacks:ranking', 'callbacks:ids', done);
            });
          });
        });
      });
    });
  });
}

const pointsOf = (id: unknown) => `callbacks:points:${id}`;
const keysOf = (id: unknown) => [`callbacks:{author:${id}}`, `callbacks:{author:${id}}:online`, pointsOf(id)];

onCluster(
  (servers) =>
    new Promise((resolve, reject) => {
      const client = connect(servers);
      client.on('error', (error) => console.error(error));
      client.on('ready', () => show('ready', `Redis ${client.server_info.redis_version}`));
      client.on('end', () => show('end', 'closed'));
      program(client, (error) => {
        client.quit(() => (error ? reject(error) : resolve()));
      });
    }),
);
