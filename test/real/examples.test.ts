import { expect } from 'chai';
import { EXAMPLES } from '../support/examples.js';
import { type LocalCluster, startLocalCluster } from '../support/local-cluster/index.js';
import { RunningExample } from '../support/run-example.js';

describe('examples, on redis-servers', () => {
  let local: LocalCluster;
  let servers: string[];

  before(async () => {
    local = await startLocalCluster({ masters: 3, replicas: 1 });
    servers = local.servers.map(({ host, port }) => `${host}:${port}`);
  });

  after(() => local?.stop());

  for (const { file, prints, onReal = [] } of EXAMPLES) {
    it(`${file} does what it says, ends by itself, and leaves nothing`, async () => {
      const { stdout, stderr, code } = await new RunningExample(file, servers).ended;
      expect(stderr).to.equal('');
      expect(code).to.equal(0);
      for (const pattern of [...prints, ...onReal]) {
        expect(stdout).to.match(pattern);
      }
      for (const node of await local.masters()) {
        expect(await node.command('DBSIZE')).to.equal(0);
      }
      for (const node of local.nodes) {
        expect(await node.command('CONFIG', 'GET', 'notify-keyspace-events')).to.deep.equal([
          'notify-keyspace-events',
          '',
        ]);
      }
    });
  }
});
