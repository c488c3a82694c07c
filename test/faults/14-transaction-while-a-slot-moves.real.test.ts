import { expect } from 'chai';
import { slotOf } from '../../lib/embedded/index.js';
import { RedisCluster } from '../../lib/index.js';
import { FAMILIES } from '../support/families.js';
import { type LocalCluster, type LocalNode, startLocalCluster } from '../support/local-cluster/index.js';

const SLOT = slotOf('t');
const MOVES = 4;
const IN_FLIGHT = 5;

describe('14: MULTI on a slot that moves under load', () => {
  let local: LocalCluster;
  const clusters: RedisCluster[] = [];

  before(async () => {
    // Nothing fails over here, however busy this process is.
    local = await startLocalCluster({ nodeTimeout: 15_000 });
  });

  after(async () => {
    await Promise.all(clusters.map((cluster) => cluster.quit()));
    await local?.stop();
  });

  const moveKeyByKey = async () => {
    const owner = await local.ownerOf(SLOT);
    const to = local.nodes.find((node) => node !== owner) as LocalNode;
    await local.startMigration(SLOT, to);
    while ((await local.moveKeys(SLOT, to, 1)) > 0) {
      // Transactions come in between.
    }
    await local.finishMigration(SLOT, to);
  };

  /** How often the servers have answered with this error. */
  const errorsOf = async (code: string) => {
    const infos = await Promise.all(local.nodes.map((node) => node.command<string>('INFO', 'errorstats')));
    return infos
      .map((info) => Number(new RegExp(`errorstat_${code}:count=(\\d+)`).exec(info)?.[1] ?? 0))
      .reduce((sum, count) => sum + count);
  };

  it('executes every INCR of every transaction exactly once, in order and without an error, for all clients', async () => {
    let moving = true;
    const count = async ({ name, createClient }: (typeof FAMILIES)[number]) => {
      const cluster = new RedisCluster({ servers: local.servers, createClient });
      clusters.push(cluster);
      let issued = 0;
      while (moving) {
        const transactions = Array.from({ length: IN_FLIGHT }, () =>
          cluster.multi().incr(`{t}${name}:1`).incr(`{t}${name}:2`).exec(),
        );
        const expected = transactions.map((_, i) => [issued + i + 1, issued + i + 1]);
        expect(await Promise.all(transactions), name).to.deep.equal(expected);
        issued += IN_FLIGHT;
      }
      expect(await cluster.mget(`{t}${name}:1`, `{t}${name}:2`), name).to.deep.equal([`${issued}`, `${issued}`]);
    };
    const counting = Promise.all(FAMILIES.map(count));
    try {
      for (let i = 0; i < MOVES; i += 1) {
        await Promise.race([moveKeyByKey(), counting]);
      }
    } finally {
      moving = false;
    }
    await counting;
    for (const code of ['MOVED', 'ASK', 'EXECABORT', 'TRYAGAIN']) {
      expect(await errorsOf(code), `${code} met`).to.be.above(0);
    }
  });
});
