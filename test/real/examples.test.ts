import { expect } from 'chai';
import { slotOf } from '../../lib/embedded/index.js';
import { EXAMPLES } from '../support/examples.js';
import { type LocalCluster, startLocalCluster, waitUntil } from '../support/local-cluster/index.js';
import { RunningExample } from '../support/run-example.js';

type SlotsReply = [first: number, last: number, master: [host: string, port: number, id: string]][];

describe('examples, on redis-servers', () => {
  let local: LocalCluster;
  let servers: string[];
  let owners: string;

  before(async () => {
    local = await startLocalCluster({ masters: 3, replicas: 1 });
    servers = local.servers.map(({ host, port }) => `${host}:${port}`);
    owners = await ownersNow();
  });

  after(() => local?.stop());

  /** Which master owns which slots, as the first node says. */
  const ownersNow = async () => {
    const ranges = (await local.nodes[0]?.command<SlotsReply>('CLUSTER', 'SLOTS')) ?? [];
    return ranges
      .map(([first, last, [, port]]) => `${first}-${last} ${port}`)
      .sort()
      .join();
  };
  const leftNothing = async () => {
    for (const node of await local.masters()) {
      expect(await node.command('DBSIZE')).to.equal(0);
    }
    for (const node of local.nodes) {
      expect(await node.command('CONFIG', 'GET', 'notify-keyspace-events')).to.include('');
    }
    expect(await ownersNow()).to.equal(owners);
  };

  for (const { file, args, prints, onReal = [] } of EXAMPLES) {
    it(`${file} does what it says, ends by itself, and leaves nothing`, async () => {
      const { stdout, stderr, code } = await new RunningExample(file, servers, args).ended;
      expect(stderr).to.equal('');
      expect(code).to.equal(0);
      for (const pattern of [...prints, ...onReal]) {
        expect(stdout).to.match(pattern);
      }
      await leftNothing();
    });
  }

  it('reshard.ts ends in order with Ctrl-C, too, also while slots are away', async () => {
    const example = new RunningExample('reshard.ts', servers, ['600']);
    await waitUntil('slots to have moved', async () => (await ownersNow()) !== owners);
    example.signal('SIGINT');
    const { stdout, stderr, code } = await example.ended;
    expect(stderr).to.equal('');
    expect(code).to.equal(0);
    expect(stdout).to.match(/answers +[1-9]\d*, 0 of them wrong, 0 errors/);
    await leftNothing();
  });

  it('reshard.ts leaves slots alone that have keys of others', async () => {
    const stranger = 'stranger:100';
    const slot = slotOf(stranger);
    const home = await local.ownerOf(slot);
    await home.command('SET', stranger, 'x');
    const example = new RunningExample('reshard.ts', servers, ['600']);
    // It begins with slot 0.
    await waitUntil('the slots behind it to have moved', async () => (await local.ownerOf(slot + 128)) !== home);
    expect(await local.ownerOf(slot - 1)).not.to.equal(home);
    expect(await local.ownerOf(slot)).to.equal(home);
    example.signal('SIGTERM');
    expect((await example.ended).code).to.equal(0);
    await home.command('DEL', stranger);
    await leftNothing();
  });
});
