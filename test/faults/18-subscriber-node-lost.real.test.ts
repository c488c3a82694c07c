import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { FAMILIES } from '../support/families.js';
import { type LocalCluster, type LocalNode, startLocalCluster, waitUntil } from '../support/local-cluster/index.js';
import { settled } from '../support/real-faults.js';
import { closeAll, openAll } from '../support/side-by-side.js';

// The row says node-timeout + 3 s, which is 4.5 s; a busy machine is given more,
// but less than the time after which a node is given up for its silence alone.
const LONGEST = 9000;
const PUBLISH_INTERVAL = 5;

/** What one client library told. */
interface Ear {
  readonly family: string;
  /** The numbers that were published, in the order in which they came: for the channel, and for the pattern. */
  readonly heard: { message: number[]; pmessage: number[] };
  /** All else that it told. */
  readonly told: unknown[];
}

describe('fault 18: the subscriber’s node dies, or hangs', () => {
  let local: LocalCluster;
  let contenders: Awaited<ReturnType<typeof openAll>>;
  let ears: Ear[];
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => unhandled.push(reason);

  const subscribersAt = async (node: LocalNode) =>
    (await node.command<string>('CLIENT', 'LIST', 'TYPE', 'pubsub')).split('\n').filter((line) => line !== '').length;

  /** Cuts subscribers elsewhere, until all of them are at one node. */
  const gather = async (victim: LocalNode) => {
    const others = local.nodes.filter((node) => node !== victim && node.running);
    await waitUntil('all to listen at one node', async () => {
      await Promise.all(others.map((node) => node.command('CLIENT', 'KILL', 'TYPE', 'pubsub')));
      return (await subscribersAt(victim)) === FAMILIES.length;
    });
    await waitUntil('all to be subscribed there', async () => {
      const [[, channels], patterns] = await Promise.all([
        victim.command<[string, number]>('PUBSUB', 'NUMSUB', 'news'),
        victim.command<number>('PUBSUB', 'NUMPAT'),
      ]);
      return channels === FAMILIES.length && patterns > 0;
    });
    await sleep(1000);
  };

  /** Publishes numbers while a fault happens; returns how long each ear was deaf from then on. */
  const through = async (victim: LocalNode, fault: () => Promise<void> | void): Promise<number[]> => {
    await gather(victim);
    const publisher = (await local.masters()).find((node) => node !== victim) as LocalNode;
    for (const { heard, told } of ears) {
      heard.message.length = 0;
      heard.pmessage.length = 0;
      told.length = 0;
    }
    let published = 0;
    let isOver = false;
    const publishing = (async () => {
      while (!isOver) {
        published += 1;
        await publisher.command('PUBLISH', 'news', String(published));
        await sleep(PUBLISH_INTERVAL);
      }
    })();
    try {
      await waitUntil('all to hear', async () => ears.every(({ heard }) => heard.message.length > 20));
      await fault();
      const then = performance.now();
      // What was on its way at the time is of before.
      const first = published + 1;
      const deaf = await Promise.all(
        ears.map(async ({ family, heard }) => {
          const hears = (numbers: number[]) => (numbers.at(-1) as number) > first;
          await waitUntil(`${family} to hear again`, async () => hears(heard.message) && hears(heard.pmessage));
          return performance.now() - then;
        }),
      );
      const last = published;
      await waitUntil('all to hear on', async () =>
        ears.every(({ heard }) => (heard.message.at(-1) as number) > last + 200),
      );
      return deaf;
    } finally {
      isOver = true;
      await publishing;
    }
  };

  /** How often numbers are missing between two that came. */
  const gaps = (numbers: readonly number[]) =>
    numbers.filter((number, i) => i > 0 && number !== (numbers[i - 1] as number) + 1).length;

  const expectEachOnce = ({ family, heard, told }: Ear) => {
    for (const numbers of [heard.message, heard.pmessage]) {
      expect(numbers, `${family}: twice, or out of order`).to.deep.equal([...new Set(numbers)].sort((a, b) => a - b));
      expect(gaps(numbers), `${family}: times that messages were missed`).to.be.at.most(1);
    }
    expect(told, `${family}: no subscription is told again, and no error`).to.deep.equal([]);
  };

  before(async () => {
    process.on('unhandledRejection', note);
    local = await startLocalCluster({ masters: 3, replicas: 1 });
    contenders = await openAll(local.servers);
    ears = await Promise.all(
      contenders.map(async ({ family, cluster }) => {
        const ear: Ear = { family, heard: { message: [], pmessage: [] }, told: [] };
        for (const event of ['subscribe', 'psubscribe', 'unsubscribe', 'punsubscribe', 'error']) {
          cluster.on(event, (...news) => ear.told.push([event, ...news]));
        }
        cluster.on('message', (_channel, message) => ear.heard.message.push(Number(message)));
        cluster.on('pmessage', (_pattern, _channel, message) => ear.heard.pmessage.push(Number(message)));
        await Promise.all([cluster.subscribe('news'), cluster.psubscribe('new?')]);
        return ear;
      }),
    );
  });

  after(async () => {
    await closeAll(contenders ?? []);
    await local?.stop();
    process.off('unhandledRejection', note);
    expect(unhandled).to.deep.equal([]);
  });

  for (const [title, happen, end] of [
    ['dies', (victim: LocalNode) => victim.kill(), (victim: LocalNode) => victim.restart()],
    ['hangs', (victim: LocalNode) => victim.pause(), (victim: LocalNode) => victim.resume()],
  ] as const) {
    it(`subscribes elsewhere within node-timeout + 3 s when it ${title}, and delivers no message twice`, async () => {
      const [victim] = (await local.masters()) as [LocalNode];
      const deaf = await through(victim, () => happen(victim));
      expect(Math.max(...deaf), `${deaf}`).to.be.below(LONGEST);
      // Whatever it still had to send is of no consequence.
      await end(victim);
      await settled(local);
      await sleep(200);
      ears.forEach(expectEachOnce);
    });
  }
});
