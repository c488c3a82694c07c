import { createRequire } from 'node:module';
import { expect } from 'chai';
import { RedisCluster } from '../../lib/index.js';
import { type LocalCluster, startLocalCluster } from '../support/local-cluster/index.js';

const require = createRequire(__filename);

interface Command {
  readonly name: string;
  resolve(reply: unknown): void;
  reject(error: Error): void;
}

interface Client {
  sendCommand(command: Command, ...others: unknown[]): unknown;
}

/**
 * Wraps `sendCommand` as OpenTelemetry's instrumentation of ioredis does: what
 * settles a command is put behind another function, which calls it detached.
 */
function instrumented(client: Client, ended: string[]): Client {
  const { sendCommand } = client;
  client.sendCommand = function (this: Client, command, ...others) {
    const sent = sendCommand.call(this, command, ...others);
    // ioredis traces what it returns, and must be able to.
    expect(sent).to.be.a('promise');
    const { resolve, reject } = command;
    command.resolve = (reply) => {
      ended.push(`${command.name} resolved`);
      resolve(reply);
    };
    command.reject = (error) => {
      ended.push(`${command.name} rejected`);
      reject(error);
    };
    return sent;
  };
  return client;
}

describe('instrumentation', () => {
  let local: LocalCluster;
  let cluster: RedisCluster;
  // What was told of commands.
  let ended: string[];

  before(async () => {
    local = await startLocalCluster({ masters: 3 });
  });

  after(() => local?.stop());

  afterEach(() => cluster?.end(true));

  for (const name of ['ioredis-4', 'ioredis-5', 'ioredis-6', 'iovalkey']) {
    for (const options of [{}, { commandTimeout: 10_000 }]) {
      it(`of ${name} with ${JSON.stringify(options)} sees how commands end, and changes nothing`, async () => {
        const library = require(name);
        const Redis = library.default ?? library;
        ended = [];
        cluster = new RedisCluster({
          servers: local.servers,
          createClient: (port, host) => instrumented(new Redis(port, host, options), ended),
        });
        expect(await cluster.mset('a', 1, 'b', 2, 'c', 'text')).to.equal('OK');
        expect(await cluster.mget('a', 'b', 'c', 'none')).to.deep.equal(['1', '2', 'text', null]);
        expect(await cluster.get(Buffer.from('c'))).to.equal('text');
        const failure = await cluster.incr('c').catch((error: Error) => error);
        expect(failure).to.include({ name: 'ReplyError', code: 'ERR', command: 'INCR' });
        expect(await cluster.multi().set('a', 3).get('a').exec()).to.deep.equal(['OK', '3']);

        const lost = cluster.incr('a').catch((error: Error) => error);
        cluster.end(true);
        expect(await lost).to.include({ code: 'UNCERTAIN_STATE', command: 'INCR' });
        expect(ended).to.include.members(['get resolved', 'exec resolved', 'incr rejected']);
        expect(ended.filter((line) => line === 'incr rejected')).to.have.length(2);
      });
    }
  }
});
