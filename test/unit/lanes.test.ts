import { expect } from 'chai';
import { RedisCluster, type RedisClusterOptions } from '../../lib/index.js';
import { type FakeClient, FakeCluster, replyError, SILENCE } from '../support/fake-cluster.js';
import { waitUntil } from '../support/local-cluster/index.js';

// 'b' is in slot 3300, of the server at port 1.
const SLOT = 3300;

const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    (reply) => reply,
    ({ code }) => code,
  );

describe('connections of their own for commands that block', () => {
  const open: RedisCluster[] = [];

  const connect = (fake: FakeCluster, options: Partial<RedisClusterOptions> = {}) => {
    const cluster = new RedisCluster({
      servers: [{ host: '127.0.0.1', port: 1 }],
      createClient: fake.createClient,
      refreshInterval: 0,
      ...options,
    });
    open.push(cluster);
    return cluster;
  };

  afterEach(() => {
    for (const cluster of open.splice(0)) {
      cluster.end(true);
    }
  });

  it('ASKING goes before the command also when that has to wait for its connection', async () => {
    const fake = new FakeCluster();
    const cluster = connect(fake);
    await cluster.mget('a', 'b');
    fake.server(1).handler = () => replyError(`ASK ${SLOT} 127.0.0.1:2`);
    let asked = false;
    fake.server(2).handler = (name) => {
      const wasAsked = asked;
      asked = name === 'asking';
      return name !== 'blpop' || wasAsked ? 'OK' : replyError(`MOVED ${SLOT} 127.0.0.1:1`);
    };
    expect(await cluster.blpop('b', 0)).to.equal('OK');
    expect(fake.server(2).commands.filter(([name]) => name === 'blpop')).to.have.length(1);
  });
});
