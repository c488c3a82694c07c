import { expect } from 'chai';
import { slotOf } from '../../lib/embedded/index.js';
import type { MapChanges } from '../../lib/index.js';
import { type LocalCluster, type LocalNode, startLocalCluster, waitUntil } from '../support/local-cluster/index.js';
import { promoted, replicaOf, settled } from '../support/real-faults.js';
import { type Contender, closeAll, openAll } from '../support/side-by-side.js';

const SLOT = slotOf('{k}');
const at = ({ port }: { port: number }) => ({ host: '127.0.0.1', port });

/** A family, and what its cluster object told. */
interface Observer extends Contender {
  readonly events: unknown[][];
}

describe('looking inside real servers, over every client', () => {
  let local: LocalCluster;
  let observers: Observer[] = [];

  const named = ({ events }: Observer, event: string) => events.filter(([name]) => name === event);
  const all = (holds: (observer: Observer) => boolean) => async () => observers.every(holds);
  const forget = () => {
    for (const { events } of observers) {
      events.length = 0;
    }
  };
  const topologies = (observer: Observer) => named(observer, 'topology').map(([, changes]) => changes as MapChanges);

  before(async () => {
    local = await startLocalCluster({ masters: 3, replicas: 1 });
    await settled(local);
    const contenders = await openAll(local.servers);
    observers = contenders.map((contender) => {
      const observer: Observer = { ...contender, events: [] };
      for (const event of ['+node', '-node', 'node error', 'fullReady', 'topology']) {
        contender.cluster.on(event, (...news) => observer.events.push([event, ...news]));
      }
      return observer;
    });
    await waitUntil('all masters to be connected', async () =>
      observers.every(({ cluster }) => cluster.nodes('masters').every(({ client }) => client !== undefined)),
    );
  });

  after(async () => {
    await closeAll(observers);
    await local?.stop();
  });

  it('gives the servers, their roles and slots as they tell themselves', async () => {
    type Server = [host: string, port: number];
    type Told = [first: number, last: number, master: Server, ...replicas: Server[]];
    const told = (await (local.nodes[0] as LocalNode).command<Told[]>('CLUSTER', 'SLOTS')).sort(([a], [b]) => a - b);
    const ranges = told.map(([first, last, [, port], ...replicas]) => ({
      first,
      last,
      master: at({ port }),
      replicas: replicas.map(([, replica]) => at({ port: replica })),
    }));
    for (const { cluster, family } of observers) {
      expect(cluster.getSlots(), family).to.deep.equal(ranges);
      const masters = cluster.nodes('masters').map(({ port }) => port);
      expect(masters, family).to.have.members(ranges.map(({ master }) => master.port));
      const replicas = cluster.nodes('replicas').map(({ port }) => port);
      expect(replicas, family).to.have.members(ranges.flatMap((range) => range.replicas.map(({ port }) => port)));
      expect(cluster.nodeFor('{k}')?.port, family).to.equal((await local.ownerOf(SLOT)).port);
      expect(cluster.nodeFor('{k}'), family).to.deep.equal(cluster.getSlotMaster(SLOT));
    }
  });

  it('counts what a slot that moves brings about, and tells of it', async () => {
    forget();
    const from = await local.ownerOf(SLOT);
    const to = (await local.masters()).find((node) => node !== from) as LocalNode;
    const before = observers.map(({ cluster }) => cluster.stats());
    await local.moveSlot(SLOT, to);
    await Promise.all(observers.map(({ cluster }) => cluster.get('{k}')));
    const moved = [{ first: SLOT, last: SLOT, from: at(from), to: at(to) }];
    await waitUntil(
      'all to tell',
      all((observer) => topologies(observer).length > 0),
    );
    observers.forEach((observer, i) => {
      const { cluster, family } = observer;
      const stats = cluster.stats();
      expect(stats.redirections - (before[i]?.redirections ?? 0), family).to.equal(1);
      expect(stats.nodes.find(({ port }) => port === from.port)?.redirections, family).to.equal(1);
      expect(stats.commands, family).to.be.above(before[i]?.commands as number);
      expect(stats.refreshes, family).to.be.above(before[i]?.refreshes as number);
      expect(topologies(observer)[0], family).to.deep.equal({ added: [], removed: [], roles: [], moved });
      expect(cluster.nodeFor('{k}')?.port, family).to.equal(to.port);
    });
  });

  it('tells of a failover: the error, who left, who took over, who came back, and fullReady', async () => {
    await settled(local);
    forget();
    const victim = await local.ownerOf(SLOT);
    const heir = await replicaOf(local, victim);
    await victim.kill();
    await waitUntil(
      'all to tell of the error',
      all((observer) => named(observer, 'node error').length > 0),
    );
    await promoted(local, heir);
    await waitUntil(
      'all to tell of who left',
      all((observer) => named(observer, '-node').length > 0),
    );
    await waitUntil(
      'all to be complete',
      all((observer) => named(observer, 'fullReady').length > 0),
    );
    for (const observer of observers) {
      const { family, cluster } = observer;
      const [, error, node] = named(observer, 'node error')[0] as [string, Error, object];
      expect(error, family).to.be.instanceOf(Error);
      expect(node, family).to.include(at(victim)).and.to.have.property('client', undefined);
      expect(named(observer, '-node'), family).to.deep.equal([['-node', { ...at(victim), role: 'master' }]]);
      const roles = topologies(observer).flatMap((changes) => changes.roles);
      expect(roles, family).to.deep.equal([{ ...at(heir), role: 'master' }]);
      expect(cluster.nodeFor('{k}')?.port, family).to.equal(heir.port);
    }
    await victim.restart();
    await settled(local);
    // The map is asked for again by itself, once a minute; somebody who gets MOVED asks sooner.
    const other = (await local.masters()).find((master) => master !== heir) as LocalNode;
    await local.moveSlot(SLOT, other);
    await Promise.all(observers.map(({ cluster }) => cluster.get('{k}')));
    await waitUntil(
      'all to tell of who came back',
      all((observer) => named(observer, '+node').length > 0),
    );
    for (const observer of observers) {
      expect(named(observer, '+node'), observer.family).to.deep.equal([['+node', { ...at(victim), role: 'replica' }]]);
    }
  });
});
