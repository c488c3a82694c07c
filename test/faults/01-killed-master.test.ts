import { expect } from 'chai';
import { type EmbeddedCluster, type EmbeddedNode, slotOf, startEmbeddedCluster } from '../../lib/embedded/index.js';
import { RedisCluster } from '../../lib/index.js';
import { waitUntil } from '../support/local-cluster/index.js';

// The row's figure is 100 ms.
const BACK = 300;
// Their times to go again lie apart, up to a second ahead.
const KEYS = Array.from({ length: 40 }, (_, index) => `key:${index}`);

describe('a master is killed, and the cluster is down until a replica takes over', () => {
  let embedded: EmbeddedCluster;
  let cluster: RedisCluster;

  beforeEach(async () => {
    embedded = await startEmbeddedCluster({ masters: 3, replicas: 1 });
    cluster = new RedisCluster({ servers: embedded.servers });
    await cluster.mget(KEYS);
  });

  afterEach(async () => {
    await cluster.quit();
    await embedded.stop();
  });

  it('commands that other masters refuse meanwhile are answered within 100 ms of the promotion', async () => {
    const doomed = embedded.ownerOf(slotOf('doomed')) as EmbeddedNode;
    const [heir] = embedded.replicas.filter((_replica, index) => embedded.masters[index] === doomed);
    const others = KEYS.filter((key) => embedded.ownerOf(slotOf(key)) !== doomed);
    const refused = () => embedded.nodes.flatMap(({ received }) => received.filter(({ executed }) => !executed));

    embedded.isUp = false;
    doomed.kill();
    const writes = others.map((key) => cluster.incr(key).then((value) => ({ value, at: performance.now() })));
    // Five times each: by then they are backed off for 400 to 800 ms.
    await waitUntil('commands to be backed off', async () => refused().length >= 5 * others.length);

    embedded.promote(heir as EmbeddedNode);
    embedded.isUp = true;
    const promotedAt = performance.now();
    const replies = await Promise.all(writes);
    expect(Math.max(...replies.map(({ at }) => at)) - promotedAt).to.be.below(BACK);
    expect(replies.map(({ value }) => value)).to.deep.equal(others.map(() => 1));
  });
});
