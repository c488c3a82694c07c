import { expect } from 'chai';
import { Nodes } from '../../lib/node/nodes.js';
import { SlotMap } from '../../lib/topology/slot-map.js';
import { FakeCluster } from '../support/fake-cluster.js';

describe('nodes', () => {
  const OWNER = { host: '127.0.0.1', port: 1 };
  const NAMED = { host: '127.0.0.1', port: 2 };
  const map = SlotMap.empty.withOwner(0, OWNER);
  const CONNECT_TIMEOUT = 20_000;
  let nodes: Nodes;

  beforeEach(() => {
    nodes = new Nodes(
      {
        createClient: new FakeCluster().createClient,
        connectTimeout: CONNECT_TIMEOUT,
        coalesce: true,
        unref: false,
        replicas: 'never',
        minimizeConnections: false,
        badPick: () => {},
        translate: (host, port) => ({ host, port }),
      },
      { connected: () => {}, lost: () => {}, caughtUp: () => {}, idle: () => {} },
    );
  });

  afterEach(() => nodes.destroy());

  const isKept = (ago: number) => {
    const node = nodes.named(NAMED);
    node.namedAt = performance.now() - ago;
    nodes.follow(map);
    return nodes.find(NAMED) === node;
  };

  it('keeps one that was named and is in no map, for longer than it may take to connect', () => {
    expect(isKept(CONNECT_TIMEOUT)).to.equal(true);
    expect(isKept(3 * CONNECT_TIMEOUT)).to.equal(false);
  });

  it('keeps it for as long as somebody relies on it', () => {
    const node = nodes.named(NAMED);
    node.hold();
    expect(isKept(3 * CONNECT_TIMEOUT)).to.equal(true);
    node.release();
    expect(isKept(3 * CONNECT_TIMEOUT)).to.equal(false);
  });

  it('keeps nobody whom a map has had since, and a later one has not', () => {
    nodes.named(NAMED).hold();
    nodes.follow(map.withOwner(1, NAMED));
    nodes.follow(map);
    expect(nodes.find(NAMED)).to.equal(undefined);
  });
});
