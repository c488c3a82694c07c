import { expect } from 'chai';
import { type EmbeddedCluster, type EmbeddedNode, slotOf, startEmbeddedCluster } from '../../lib/embedded/index.js';
import { RedisCluster, type RedisClusterOptions } from '../../lib/index.js';
import { FAMILIES, type Family } from '../support/families.js';
import { waitUntil } from '../support/local-cluster/wait.js';

const LIMIT = 100;
const RETRY_TIMEOUT = 400;

type Failure = Error & { code: string; args: unknown[]; errors?: Error[] };

describe('21: queue full, no node for longer than retryTimeout', () => {
  let embedded: EmbeddedCluster;
  let cluster: RedisCluster;

  beforeEach(async () => {
    embedded = await startEmbeddedCluster();
  });

  afterEach(async () => {
    await cluster?.quit();
    await embedded.stop();
  });

  const open = async (
    createClient: (port: number, host: string) => unknown,
    options: Partial<RedisClusterOptions> = {},
  ) => {
    const { servers } = embedded;
    const limits = { maxQueueLength: LIMIT, retryTimeout: RETRY_TIMEOUT };
    cluster = new RedisCluster({ servers, createClient, ...limits, ...options });
    await succeeds(() => cluster.set('before', 1));
    // For all masters: they are connected then.
    await succeeds(() => cluster.dbsize());
    for (const node of embedded.nodes) {
      node.forget();
    }
  };

  /** Until nothing is being connected to any more, it may fail for want of a server. */
  const succeeds = async <T>(attempt: () => Promise<T>) => {
    let reply: T | undefined;
    await waitUntil('a command to be answered', async () => {
      reply = await attempt().catch(() => undefined);
      return reply !== undefined;
    });
    return reply;
  };

  /** Every node dies, and the cluster has noticed. */
  const loseAll = async () => {
    for (const node of embedded.nodes) {
      node.kill();
    }
    await waitUntil('the connections to be lost', async () => !cluster.connected);
  };

  /** Issues so many commands, of seven slots in turn; what they were answered with, in the order of answers. */
  const issue = (count: number) => {
    const answers: Failure[] = [];
    const all = Array.from(
      { length: count },
      (_, i) =>
        new Promise<void>((resolve) => {
          cluster.set(`{${i % 7}}:${i}`, i, (error: unknown) => {
            answers.push(error as Failure);
            resolve();
          });
        }),
    );
    return { answers, done: Promise.all(all) };
  };

  const numbers = (failures: readonly Failure[]) => failures.map(({ args }) => Number(args[1]));
  const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);

  for (const { name, createClient } of FAMILIES) {
    it(`over ${name}: a clear error for each, in order, never more than maxQueueLength wait, and it recovers`, async () => {
      await open(createClient);
      await loseAll();
      let most = 0;
      const watch = setInterval(() => {
        most = Math.max(most, cluster.offline_queue_length);
      }, 1);
      const start = Date.now();
      const { answers, done } = issue(2 * LIMIT);
      expect(cluster.offline_queue_length, 'waiting').to.equal(LIMIT);
      expect(cluster.should_buffer).to.equal(true);
      await done;
      clearInterval(watch);
      expect(most).to.be.at.most(LIMIT);

      const [full, expired] = [answers.slice(0, LIMIT), answers.slice(LIMIT)];
      expect(new Set(full.map(({ code, message }) => `${code}: ${message}`))).to.deep.equal(
        new Set([`QUEUE_FULL: ${LIMIT} commands wait already (option \`maxQueueLength\`)`]),
      );
      expect(numbers(full)).to.deep.equal(range(LIMIT, 2 * LIMIT));
      expect(numbers(expired)).to.deep.equal(range(0, LIMIT));
      for (const { code, message, errors } of expired) {
        expect(code).to.equal('CLUSTER_UNAVAILABLE');
        expect(message).to.match(/^Waited \d+ ms for .*127\.0\.0\.1:\d+/);
        expect(errors).to.not.deep.equal([]);
      }
      expect(Date.now() - start).to.be.at.least(RETRY_TIMEOUT - 2);
      expect(cluster.offline_queue_length).to.equal(0);
      expect(cluster.command_queue_length).to.equal(0);

      await Promise.all(embedded.nodes.map((node) => node.revive()));
      expect(await succeeds(() => cluster.incr('before'))).to.equal(2);
      expect(embedded.executed('set'), 'of those that failed').to.equal(0);
    });
  }

  it('with queueShift, the oldest who waits makes room', async () => {
    await open((FAMILIES[0] as Family).createClient, { queueShift: true });
    await loseAll();
    const { answers, done } = issue(2 * LIMIT);
    expect(cluster.offline_queue_length, 'waiting').to.equal(LIMIT);
    await done;
    expect(numbers(answers)).to.deep.equal(range(0, 2 * LIMIT));
    expect(answers.map(({ code }) => code)).to.deep.equal([
      ...range(0, LIMIT).map(() => 'QUEUE_FULL'),
      ...range(0, LIMIT).map(() => 'CLUSTER_UNAVAILABLE'),
    ]);
  });

  it('one node gone: commands of the others are answered, whatever waits for it', async () => {
    await open((FAMILIES[0] as Family).createClient);
    const lost = embedded.ownerOf(slotOf('lost')) as EmbeddedNode;
    lost.kill();
    await waitUntil('the connection to be lost', async () => {
      cluster.get('lost').catch(() => {});
      return cluster.offline_queue_length > 0;
    });
    const waiting = Array.from({ length: 2 * LIMIT }, () => cluster.get('lost').catch(({ code }) => code));
    const other = range(0, 1000)
      .map(String)
      .find((key) => embedded.ownerOf(slotOf(key)) !== lost) as string;
    expect(cluster.offline_queue_length).to.equal(LIMIT);
    expect(await cluster.set(other, 1)).to.equal('OK');
    expect(new Set(await Promise.all(waiting))).to.deep.equal(new Set(['QUEUE_FULL', 'CLUSTER_UNAVAILABLE']));
  });
});
