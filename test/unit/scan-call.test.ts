import { expect } from 'chai';
import { type EmbeddedCluster, type EmbeddedNode, slotOf, startEmbeddedCluster } from '../../lib/embedded/index.js';
import { RedisCluster, type RedisClusterOptions } from '../../lib/index.js';
import { waitUntil } from '../support/local-cluster/wait.js';

const KEYS = Array.from({ length: 300 }, (_, i) => `key${i}`);

describe('SCAN over all masters', () => {
  const open: RedisCluster[] = [];
  let embedded: EmbeddedCluster;
  let cluster: RedisCluster;

  const connect = (options: Partial<RedisClusterOptions> = {}) => {
    const one = new RedisCluster({ servers: embedded.servers, refreshInterval: 0, ...options });
    open.push(one);
    return one;
  };

  beforeEach(async () => {
    embedded = await startEmbeddedCluster({ masters: 3, replicas: 1 });
    cluster = connect();
    await cluster.mset(KEYS.flatMap((key) => [key, 'x']));
    for (const node of embedded.nodes) {
      node.forget();
    }
  });

  afterEach(async () => {
    for (const one of open.splice(0)) {
      one.end(false);
    }
    await embedded.stop();
  });

  type Page = [cursor: string, keys: string[]];

  /** Scans to the end; clients take turns, `meanwhile` is done after each page. */
  const scan = async (clients: readonly RedisCluster[], meanwhile: (page: number) => unknown = () => {}) => {
    const found: string[] = [];
    let cursor = '0';
    for (let page = 0; page === 0 || cursor !== '0'; page += 1) {
      const client = clients[page % clients.length] as RedisCluster;
      const [next, keys] = (await client.scan(cursor, 'COUNT', 20)) as Page;
      found.push(...keys.map(String));
      cursor = String(next);
      await meanwhile(page + 1);
      expect(page, 'pages').to.be.below(500);
    }
    return found;
  };

  const giveAll = async (from: EmbeddedNode, to: EmbeddedNode) => {
    for (let slot = 0; slot < 16384; slot += 1) {
      if (embedded.ownerOf(slot) === from) {
        await embedded.moveSlot(slot, to);
      }
    }
  };

  const missing = (found: readonly string[]) => KEYS.filter((key) => !found.includes(key));

  it('finds each key once while nothing moves', async () => {
    expect((await scan([cluster])).sort()).to.deep.equal(KEYS.toSorted());
  });

  it('asks each master six times what it owns, and no replica anything', async () => {
    await scan([cluster]);
    for (const node of embedded.masters) {
      const asked = node.received
        .filter(({ command, args }) => command === 'scan' || command === 'info' || args[0] === 'nodes')
        .map(({ command, args }) => (command === 'scan' ? command : [command, ...args].join(' ').toLowerCase()));
      const view = ['info commandstats', 'info server', 'cluster nodes'];
      const pages = asked.filter((name) => name === 'scan');
      expect(asked).to.deep.equal([...view, ...pages, ...view]);
      expect(pages.length).to.be.within(4, 7);
    }
    for (const node of embedded.replicas) {
      expect(node.received.filter(({ command }) => command === 'scan')).to.deep.equal([]);
    }
  });

  it('does not repeat keys of a slot that is done and moves to a master that is not', async () => {
    const [first, , third] = embedded.masters as [EmbeddedNode, EmbeddedNode, EmbeddedNode];
    const slots = [...new Set(KEYS.map(slotOf))].filter((slot) => embedded.ownerOf(slot) === first);
    let isMoved = false;
    const found = await scan([cluster], async () => {
      if (!isMoved && embedded.masters[1]?.received.some(({ command }) => command === 'scan')) {
        isMoved = true;
        for (const slot of slots) {
          await embedded.moveSlot(slot, third);
        }
      }
    });
    expect(isMoved).to.equal(true);
    expect(found.sort()).to.deep.equal(KEYS.toSorted());
  });

  it('asks the heir from the beginning when a master fails while it is asked', async () => {
    const [first] = embedded.masters as [EmbeddedNode];
    const [cursor] = (await cluster.scan('0', 'COUNT', 20)) as Page;
    first.kill();
    const page = cluster.scan(cursor, 'COUNT', 20) as Promise<Page>;
    await waitUntil('it to wait', async () => cluster.offline_queue_length > 0);
    const heir = embedded.replicas[0] as EmbeddedNode;
    embedded.promote(heir);
    await page;
    expect(heir.received.filter(({ command }) => command === 'scan').map(({ args }) => args[0])).to.deep.equal(['0']);
  });

  it('goes on with a cursor of another client', async () => {
    const others = [cluster, connect(), connect({ return_buffers: true })];
    expect((await scan(others)).sort()).to.deep.equal(KEYS.toSorted());
  });

  it('finds every key of a master that takes all slots of another in the middle', async () => {
    const [first, second] = embedded.masters as [EmbeddedNode, EmbeddedNode];
    const found = await scan([cluster], async (page) => {
      if (page === 2) {
        await giveAll(first, second);
      }
    });
    expect(missing(found)).to.deep.equal([]);
  });

  it('finds every key after a map that is out of date', async () => {
    const [first, , third] = embedded.masters as [EmbeddedNode, EmbeddedNode, EmbeddedNode];
    await giveAll(first, third);
    for (const node of embedded.nodes) {
      // For a while there is no other map to be had.
      node.reply({ command: 'cluster slots', times: 3, error: 'ERR not now' });
    }
    expect(cluster.getSlotMaster(0)?.port).to.equal(first.port);
    expect(missing(await scan([cluster]))).to.deep.equal([]);
    // It is asked again after a while, and not at once.
    expect(first.received.filter(({ command }) => command === 'scan').length).to.be.within(1, 10);
  });

  it('finds every key of a slot that is half-moved to a master without slots', async () => {
    const [first, , third] = embedded.masters as [EmbeddedNode, EmbeddedNode, EmbeddedNode];
    await giveAll(third, first);
    const slot = slotOf('key0');
    const owner = embedded.ownerOf(slot);
    expect(owner).not.to.equal(third);
    await embedded.moveSlot(slot, third, { pauseHalfway: true });
    const newcomer = connect({ servers: [{ host: first.host, port: first.port }] });
    expect(missing(await scan([newcomer]))).to.deep.equal([]);
  });

  it('fails while the master to which a slot is half-moved is dead, with the cursor still good', async () => {
    const [, , third] = embedded.masters as [EmbeddedNode, EmbeddedNode, EmbeddedNode];
    const key = KEYS.find((one) => embedded.ownerOf(slotOf(one)) !== third) as string;
    await embedded.moveSlot(slotOf(key), third, { pauseHalfway: true });
    const hasty = connect({ retryTimeout: 1000 });
    await hasty.dbsize();
    third.kill();
    const found: string[] = [];
    let cursor = '0';
    let failure: Error | undefined;
    for (let page = 0; failure === undefined; page += 1) {
      expect(page, 'pages').to.be.below(500);
      const reply = await hasty.scan(cursor, 'COUNT', 20).catch((error: Error) => error);
      if (reply instanceof Error) {
        failure = reply;
      } else {
        cursor = reply[0];
        found.push(...reply[1]);
      }
    }
    expect(failure).to.have.property('code').that.is.oneOf(['CLUSTERDOWN', 'CLUSTER_UNAVAILABLE']);
    await third.revive();
    while (cursor !== '0') {
      const [next, keys] = await cluster.scan(cursor, 'COUNT', 20);
      cursor = next;
      found.push(...keys);
    }
    // What the dead master had in memory is lost; all others are there.
    expect(missing(found).filter((one) => embedded.ownerOf(slotOf(one)) !== third && one !== key)).to.deep.equal([]);
  });

  it('goes on with a cursor where only slots are left that nobody owns', async () => {
    const pages: Page[] = [];
    for (let cursor = '0'; pages.length === 0 || cursor !== '0'; [cursor] = pages.at(-1) as Page) {
      pages.push((await cluster.scan(cursor, 'COUNT', 20)) as Page);
    }
    const [last] = pages.at(-2) as Page;
    const owner = embedded.ownerOf(16383);
    for (let slot = 0; slot < 16384; slot += 1) {
      if (embedded.ownerOf(slot) === owner) {
        embedded.unassign(slot);
      }
    }
    const other = connect({ retryTimeout: 1000 });
    await other.ping();
    expect(await other.scan(last, 'COUNT', 20)).to.deep.equal(['0', []]);
  });

  it('begins again where a server was restarted, at the same address', async () => {
    const [first] = embedded.masters;
    const found = await scan([cluster], async (page) => {
      if (page === 2) {
        first?.kill();
        await first?.revive();
      }
    });
    expect(missing(found)).to.deep.equal([]);
  });

  it('ends where nobody owns some slots', async () => {
    const slots = [0, 6000, 16383];
    for (const slot of slots) {
      embedded.unassign(slot);
    }
    expect(missing(await scan([cluster])).map(slotOf)).to.satisfy((rest: number[]) =>
      rest.every((slot) => slots.includes(slot)),
    );
    expect(missing(await scan([connect()])).length).to.equal(0);
  });

  it('ends where the map says so, too, by the time a server says that nobody owns its slots', async () => {
    const [first, second] = embedded.masters as [EmbeddedNode, EmbeddedNode];
    const known = KEYS.filter((key) => embedded.ownerOf(slotOf(key)) !== first);
    const lost = known.find((key) => embedded.ownerOf(slotOf(key)) === second) as string;
    for (let slot = 0; slot < 16384; slot += 1) {
      if (embedded.ownerOf(slot) === first || slot === slotOf(lost)) {
        embedded.unassign(slot);
      }
    }
    first.slow(50);
    // Nobody owns its slot, so that the map is asked for.
    cluster.get(lost).catch(() => {});
    // What it says of the map is answered before SCAN is.
    const asked = async () => (cluster.stats().nodes.find(({ port }) => port === first.port)?.outstanding ?? 0) > 0;
    await waitUntil('the map to be asked for', asked);
    const [cursor] = (await cluster.scan('0', 'COUNT', 20)) as Page;
    expect(cluster.getSlotMaster(0)).to.equal(undefined);
    expect(cursor).to.include(`@${second.address}~`);
  });

  it('finds every key where servers do not tell of themselves', async () => {
    for (const node of embedded.nodes) {
      node.reply({
        command: 'info',
        times: 1000,
        error: "NOPERM this user has no permissions to run the 'info' command",
      });
      node.reply({ command: 'cluster nodes', times: 1000, error: "ERR unknown subcommand 'nodes'. Try CLUSTER HELP." });
    }
    expect((await scan([cluster])).sort()).to.deep.equal(KEYS.toSorted());
  });

  it('tells keys of slots that are done by their bytes', async () => {
    const [, second, third] = embedded.masters;
    // Read as text it would be a key of another slot.
    const key = Array.from({ length: 100 }, (_, i) => Buffer.from([0xff, 0xfe, i])).find(
      (one) => embedded.ownerOf(slotOf(one)) === third && embedded.ownerOf(slotOf(one.toString())) !== third,
    ) as Buffer;
    expect(second).not.to.equal(third);
    await cluster.set(key, 'x');
    expect(await scan([cluster])).to.include(key.toString());
    const buffers = connect({ return_buffers: true });
    let cursor: unknown = '0';
    const found: Buffer[] = [];
    do {
      const [next, keys] = (await buffers.scan(cursor as string)) as unknown as [Buffer, Buffer[]];
      expect(next).to.be.an.instanceOf(Buffer);
      cursor = next;
      found.push(...keys);
    } while (String(cursor) !== '0');
    expect(found.some((one) => one.equals(key))).to.equal(true);
  });

  it('waits for a master that has hung up, and fails with the cursor still good', async () => {
    const patient = connect({ retryTimeout: 300 });
    const [cursor] = (await patient.scan('0', 'COUNT', 20)) as Page;
    embedded.masters[0]?.kill();
    const error = await patient.scan(cursor, 'COUNT', 20).catch((reason: Error) => reason);
    expect(error).to.include({ code: 'CLUSTER_UNAVAILABLE', command: 'SCAN' });
    await embedded.nodes[0]?.revive();
    const [next] = (await patient.scan(cursor, 'COUNT', 20)) as Page;
    expect(next).to.match(/@/);
  });

  it('is answered in full when the cluster is closed between two masters', async () => {
    let cursor = '0';
    do {
      [cursor] = (await cluster.scan(cursor, 'COUNT', 20)) as Page;
    } while (!cursor.startsWith('0@'));
    const [[next]] = (await Promise.all([cluster.scan(cursor), cluster.quit()])) as [Page, 'OK'];
    expect(next).to.match(/^\d+@/);
  });

  it('in a batch, with a callback, and with words of the server for bad arguments', async () => {
    const replies = (await cluster.batch().scan('0', 'COUNT', '20').get('key0').exec()) as [Page, string];
    expect([replies[0][0].includes('@'), replies[1]]).to.deep.equal([true, 'x']);
    const error = await new Promise((resolve) => cluster.scan('0', 'COUNT', 'many', resolve as never));
    expect(error).to.include({ command: 'SCAN', message: 'ERR value is not an integer or out of range' });
  });

  for (const cursor of ['x', '5', '12@3', '-1', '0@', '0@127.0.0.1:1~']) {
    it(`refuses the cursor ${cursor} at once`, async () => {
      const error = await cluster.scan(cursor).catch((reason: Error) => reason);
      expect(error).to.include({ message: 'ERR invalid cursor', command: 'SCAN' });
      expect(embedded.executed('scan')).to.equal(0);
    });
  }
});
