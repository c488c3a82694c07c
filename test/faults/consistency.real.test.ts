import { expect } from 'chai';
import { RedisCluster } from '../../lib/index.js';
import { Checker } from '../../tools/consistency/checker.js';
import { keysOf, type Lane, ROWS, runRow } from '../../tools/consistency/rows.js';
import { FAMILIES } from '../support/families.js';
import { type LocalCluster, startLocalCluster } from '../support/local-cluster/index.js';

const LIBRARIES = ['node_redis-3', 'redis-6', 'ioredis-5'];

describe('the consistency test, through one fault of each kind', () => {
  let local: LocalCluster;
  let lanes: (Lane & { cluster: RedisCluster })[] = [];

  before(async () => {
    local = await startLocalCluster({ masters: 3, replicas: 1 });
    lanes = FAMILIES.filter(({ name }) => LIBRARIES.includes(name)).flatMap(({ name, createClient }) =>
      [1, 50].map((inFlight) => {
        const cluster = new RedisCluster({ servers: local.servers, createClient });
        const lane = `${name}, ${inFlight} in flight`;
        return {
          name: lane,
          inFlight,
          pause: 10,
          cluster,
          client: cluster,
          keys: keysOf(lane),
          checker: new Checker(),
        };
      }),
    );
  });

  after(async () => {
    await Promise.all(lanes.map(({ cluster }) => cluster.quit()));
    await local?.stop();
  });

  for (const row of ROWS) {
    it(`${row.name}: every promise is kept`, async () => {
      for (const { lane, broken, figures } of await runRow(local, row, lanes, 0)) {
        expect(broken, lane).to.deep.equal([]);
        expect(figures.writes, lane).to.be.above(0);
      }
    });
  }
});
