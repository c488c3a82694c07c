/** Calls that must compile, and some that must not: `npm run types` is the test. Nothing of it is run. */
import { promisify } from 'node:util';
import {
  type Callback,
  type ChainMethod,
  type CommandMethod,
  type Multi,
  RedisCluster,
  type RedisClusterOptions,
  type ScriptDefinition,
} from '../../lib/index.js';

// As a program declares the methods that it defines.
declare module '../../lib/index.js' {
  interface RedisCluster {
    increase: CommandMethod;
    json_get: CommandMethod;
  }
  interface Multi {
    increase: ChainMethod<Multi>;
  }
}

export async function calls(cluster: RedisCluster): Promise<void> {
  // Callbacks, inferred and annotated as legacy code does.
  cluster.get('a', (error, value) => console.log(error?.message, value));
  cluster.get('a', (error: Error | null, value: string) => console.log(error, value.length));
  cluster.mget(['a', 'b'], (_error: Error | null, values: string[]) => values.join());
  cluster.hmset('h', { a: 1, b: 'two' }, (_error: Error | null, reply: 'OK') => reply);
  cluster.set('a', Buffer.from('x'), 'EX', 10, () => {});
  cluster.EVALSHA('sha', 1, ['key'], ['argument'], (() => {}) as Callback);
  cluster.send_command('get', ['a'], (_error, _value) => {});
  cluster.call('JSON.GET', 'a', (_error: Error | null, _value: unknown) => {});

  // Promises, with and without a type for the reply.
  const value: string | null = await cluster.get<string | null>('a');
  const sum: number = await cluster.del('a', 'b');
  const replies: unknown[] | null = await cluster.multi().get('a').set('b', 1).EXPIRE('b', 10).exec();
  const positions = await cluster.batch([['get', 'a']]).exec_batch();
  const get = promisify(cluster.get).bind(cluster);
  const promised: string | null = await get('a');
  const named = await cluster.send_command<string>('get', ['a']);
  console.log(value, sum, replies, positions, promised, named.length);

  cluster.watch('a', ['b'], (_error: Error | null, ok: 'OK') => ok);
  const ok: 'OK'[] = [await cluster.WATCH('a'), await cluster.unwatch(), await cluster.multi().set('a', 1).discard()];
  cluster.unwatch((_error, reply) => ok.push(reply));

  cluster
    .multi()
    .incr('a', (_error: Error | null, _count: number) => {})
    .exec((_error, all) => all?.length);
  cluster.duplicate({ prefix: 'x:' }, (_error, copy) => copy.quit(() => {}));
  cluster.quit((_error, ok) => ok);
  const options: RedisClusterOptions = {
    servers: [{ port: 7000 }],
    createClient: (port, host, _options) => [port, host],
  };
  new RedisCluster(options).unref();

  new RedisCluster({
    servers: ['h:7000', 'rediss://user:password@h:7000', { host: 'h' }],
    nodeAddressMap: { 'h:7000': '127.0.0.1:7000', 'i:7000': { host: 'j', port: 1 } },
  });
  new RedisCluster({ servers: ['h:1'], nodeAddressMap: (host, port) => (port > 1 ? `${host}:1` : undefined) });
  // Looking inside: clients have the type that createClient returns.
  class Own {
    readonly port = 1;
  }
  const own = new RedisCluster({ servers: ['h:1'], createClient: () => new Own() });
  const ports: (number | undefined)[] = own.nodes('masters').map(({ client }) => client?.port);
  const promisedOwn = new RedisCluster({ servers: ['h:1'], createClient: async () => new Own() });
  const nested: Own | undefined = promisedOwn.nodeFor('a')?.client ?? own.getSlotMaster(0)?.client;
  const unknown: unknown = cluster.nodes()[0]?.client;
  // Whoever takes any cluster object takes one with clients of a type.
  const anyCluster: RedisCluster = own;
  const first: number | undefined = cluster.getSlots()[0]?.first;
  await cluster.waitFor('ready');
  const { commands, nodes } = cluster.stats();
  console.log(ports, nested, unknown, anyCluster, first, commands, nodes[0]?.redirections);
  for await (const key of cluster.scanIterator({ match: 'a*', count: 10, type: 'hash' })) {
    for await (const [field, fieldValue] of cluster.hscanIterator(key)) {
      console.log(field.length, fieldValue.length);
    }
  }
  for await (const member of cluster.sscanIterator<Buffer>('s', { match: Buffer.from('x') })) {
    console.log(member.readUInt8(0));
  }
  for await (const [member, score] of cluster.zscanIterator('z')) {
    console.log(member.length, score.length);
  }
  // @ts-expect-error only SCAN knows types
  cluster.hscanIterator('h', { type: 'string' });
  // @ts-expect-error no such word
  cluster.nodes('slaves');
  // @ts-expect-error no such event
  cluster.waitFor('end');
  // @ts-expect-error no address
  new RedisCluster({ servers: ['h:1'], nodeAddressMap: () => 7 });

  // @ts-expect-error servers are needed
  new RedisCluster({});
  // @ts-expect-error no such option
  new RedisCluster({ servers: [], server: 1 });
  // @ts-expect-error no such command
  cluster.gett('a');
  // @ts-expect-error null is no argument
  cluster.set('a', null);
}

export async function definedCommands(cluster: RedisCluster): Promise<void> {
  const definition: ScriptDefinition = { numberOfKeys: 1, lua: 'return 1' };
  cluster.defineCommand('increase', definition);
  cluster.addCommand('JSON.GET');
  const count: number = await cluster.increase<number>('a', 5);
  cluster.increase('a', 5, (_error: Error | null, _count: number) => {});
  const text = await cluster.json_get<string>('a');
  const chain: Multi = cluster.multi().increase('a', 1).get('a').call('JSON.GET', 'a');
  console.log(count, text, chain.length);

  // @ts-expect-error a script needs a text
  cluster.defineCommand('increase', { numberOfKeys: 1 });
  // @ts-expect-error no such command, and nobody declared it
  cluster.decrease('a');
}
