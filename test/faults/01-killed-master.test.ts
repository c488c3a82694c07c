import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { createClient } from 'redis';
import { type EmbeddedCluster, type EmbeddedNode, slotOf, startEmbeddedCluster } from '../../lib/embedded/index.js';
import { RedisCluster } from '../../lib/index.js';
import { waitUntil } from '../support/local-cluster/index.js';

// The row's figure is 100 ms, of a process that has a processor to itself. Without
// what is tested here it would be 1,150 ms, and 900 or so for the refused ones.
const BACK = 800;
const REFUSED_BACK = 700;
// Their times to go again lie apart, up to a second ahead.
const KEYS = Array.from({ length: 80 }, (_, index) => `key:${index}`);

interface Answer {
  readonly value: number;
  readonly at: number;
}

describe('a master is killed (kill -9), and the cluster is down until a replica takes over', () => {
  let embedded: EmbeddedCluster;
  let cluster: RedisCluster;
  let clients: number[];

  beforeEach(async () => {
    embedded = await startEmbeddedCluster({ masters: 3, replicas: 1 });
    clients = [];
    cluster = new RedisCluster({
      servers: embedded.servers,
      createClient: (port, host) => {
        clients.push(port);
        return createClient({ socket: { port, host } });
      },
    });
    await cluster.mget(KEYS);
  });

  afterEach(async () => {
    await cluster.quit();
    await embedded.stop();
  });

  const heirOf = (master: EmbeddedNode) => embedded.replicas[embedded.masters.indexOf(master)] as EmbeddedNode;

  it('commands for the killed master are answered within 100 ms of the promotion', async () => {
    const doomed = embedded.ownerOf(slotOf('doomed')) as EmbeddedNode;
    doomed.kill();
    const read = cluster.get('doomed').then((value) => ({ value, at: performance.now() }));
    // Long enough for attempts to connect, each of which asks for the map, to be rare.
    await sleep(2000);

    embedded.promote(heirOf(doomed));
    const promotedAt = performance.now();
    const { value, at } = await read;
    expect(value).to.equal(null);
    expect(at - promotedAt).to.be.below(BACK);
  });

  it('meanwhile the map is asked for every 50 ms, and the dead server tried 50 ms later, 100, 200, …', async () => {
    const doomed = embedded.ownerOf(slotOf('doomed')) as EmbeddedNode;
    for (const node of embedded.nodes) {
      node.forget();
    }
    clients.length = 0;
    doomed.kill();
    const read = cluster.get('doomed');
    const fetches = () => embedded.nodes.flatMap(({ received }) => received.filter(({ args }) => args[0] === 'SLOTS'));
    await waitUntil('the map to be asked for in vain', async () => fetches().length >= 20);
    // A second has passed, or two: attempts after 50 ms, 150, 350, 750, and 1550.
    expect(clients.length).to.be.within(3, 6);
    expect(clients).to.deep.equal(clients.map(() => doomed.port));

    embedded.promote(heirOf(doomed));
    expect(await read).to.equal(null);
  });

  it('commands that other masters refuse meanwhile are answered within 100 ms of the promotion', async () => {
    const doomed = embedded.ownerOf(slotOf('doomed')) as EmbeddedNode;
    const writes = await backOffWithout(doomed);

    embedded.promote(heirOf(doomed));
    embedded.isUp = true;
    await areAnswered(writes, performance.now());
  });

  it('and so are those that they refuse once more, having heard of the promotion later than the client', async () => {
    const doomed = embedded.ownerOf(slotOf('doomed')) as EmbeddedNode;
    // Some commands are under way when the map comes.
    const slow = (milliseconds: number) => {
      for (const node of embedded.masters.filter((master) => master !== doomed)) {
        node.slow(milliseconds);
      }
    };
    slow(10);
    const writes = await backOffWithout(doomed);

    const heir = heirOf(doomed);
    embedded.promote(heir);
    await waitUntil('the client to know the new master', async () => clients.includes(heir.port));
    await sleep(50);
    slow(0);
    embedded.isUp = true;
    await areAnswered(writes, performance.now());
  });

  /** Kills a master, and has commands of the others refused until they are backed off for long. */
  async function backOffWithout(doomed: EmbeddedNode): Promise<Promise<Answer>[]> {
    const others = KEYS.filter((key) => embedded.ownerOf(slotOf(key)) !== doomed);
    const refused = () => embedded.nodes.flatMap(({ received }) => received.filter(({ executed }) => !executed));
    embedded.isUp = false;
    doomed.kill();
    const writes = others.map((key) => cluster.incr(key).then((value) => ({ value, at: performance.now() })));
    // Seven times each: by then for 500 to 1,000 ms.
    await waitUntil('commands to be backed off', async () => refused().length >= 7 * others.length);
    return writes;
  }

  async function areAnswered(writes: readonly Promise<Answer>[], since: number): Promise<void> {
    const answers = await Promise.all(writes);
    expect(Math.max(...answers.map(({ at }) => at)) - since).to.be.below(REFUSED_BACK);
    expect(answers.map(({ value }) => value)).to.deep.equal(answers.map(() => 1));
  }
});
