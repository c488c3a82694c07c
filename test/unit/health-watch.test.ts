import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { FakeCluster, replyError, SILENCE } from '../support/fake-cluster.js';
import { waitUntil } from '../support/local-cluster/index.js';
import { OpenClusters } from '../support/open-clusters.js';

describe('a node that hangs', () => {
  const open = new OpenClusters();

  it('does not hold up the fetch of the map', async () => {
    const fake = new FakeCluster([1, 2]);
    const cluster = open.over(fake);
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

  it('and has left the cluster gives back what it owes, and nobody waits for it any more', async () => {
    const fake = new FakeCluster([1, 2]);
    const cluster = open.over(fake, { retryTimeout: 3000 });
    // Its successor has answered more than it ever will.
    await Promise.all(Array.from({ length: 100 }, () => cluster.set('a', 1)));
    await cluster.set('b', 1);
    fake.server(1).handler = () => SILENCE;
    fake.server(1).hangs = true;
    const read = cluster.get('b');
    // Nobody knows a successor before it gets no more commands.
    fake.slots = replyError('ERR not now');
    const then = fake.fetches;
    await waitUntil('the map to be asked for', async () => fake.fetches > then);
    fake.slots = [[0, 16383, ['127.0.0.1', 2, 'id-2']]];
    expect(await read).to.equal('OK');
    expect(await cluster.get('b')).to.equal('OK');
  });

  it('is not one that sends a large reply slowly, where the library tells of bytes', async () => {
    const fake = new FakeCluster([1]);
    const cluster = open.over(fake, { silenceTimeout: 1000 });
    await cluster.set('b', 1);
    const [client] = fake.server(1).clients;
    let bytesRead = 0;
    Object.defineProperty(client?.stream, 'bytesRead', { get: () => bytesRead });
    let arrive = (_reply: string) => {};
    fake.server(1).handler = () => new Promise((resolve) => (arrive = resolve));
    const write = cluster.getset('b', 2);
    const trickle = setInterval(() => {
      bytesRead += 1;
    }, 10);
    // Twice as long as its silence would be borne.
    await sleep(2000);
    clearInterval(trickle);
    arrive('a large one');
    expect(await write).to.equal('a large one');
    expect(fake.server(1).made).to.equal(1);
  });

  it('is found also where its client answers by itself that time is up', async () => {
    const fake = new FakeCluster([1]);
    const cluster = open.over(fake, { silenceTimeout: 1000 });
    await cluster.set('b', 1);
    const [client] = fake.server(1).clients;
    Object.assign(client?.stream as object, { bytesRead: 7 });
    // No byte comes, and each command has an answer of its library's making.
    fake.server(1).handler = () =>
      new Promise((resolve) =>
        setTimeout(resolve, 50, Object.assign(new Error('Command timed out'), { name: 'ReplyError' })),
      );
    let isOver = false;
    const load = (async () => {
      while (!isOver) {
        await Promise.allSettled([cluster.set('b', 1), sleep(30).then(() => cluster.set('b', 2))]);
      }
    })();
    await waitUntil('another client to be made', async () => fake.server(1).made > 1);
    isOver = true;
    cluster.end(true);
    await load;
  });
});
