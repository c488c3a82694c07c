import { expect } from 'chai';
import { RedisCluster } from '../../lib/index.js';
import { FakeCluster, replyError, SILENCE } from '../support/fake-cluster.js';
import { waitUntil } from '../support/local-cluster/index.js';

describe('a node that hangs', () => {
  it('does not hold up the fetch of the map', async () => {
    const fake = new FakeCluster([1, 2]);
    const cluster = new RedisCluster({
      servers: [{ host: '127.0.0.1', port: 1 }],
      createClient: fake.createClient,
      refreshInterval: 0,
    });
    await cluster.mget('a', 'b');
    fake.server(1).handler = () => SILENCE;
    fake.server(1).hangs = true;
    const write = cluster.set('b', 1).catch(({ code }) => code);
    const { slots } = fake;
    // For a while the other one knows nothing.
    fake.slots = replyError('ERR not now');
    const then = fake.fetches;
    await waitUntil('it to be asked', async () => fake.fetches > then + 2);
    fake.slots = (slots as unknown[][]).map((row) => row.with(2, ['127.0.0.1', 2, 'id-2']));
    const begun = performance.now();
    expect(await cluster.get('b')).to.equal('OK');
    expect(performance.now() - begun).to.be.below(4000);
    cluster.end(true);
    expect(await write).to.equal('UNCERTAIN_STATE');
  });
});
