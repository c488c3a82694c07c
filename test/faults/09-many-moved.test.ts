import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import sinon from 'sinon';
import { type EmbeddedCluster, type EmbeddedNode, slotOf, startEmbeddedCluster } from '../../lib/embedded/index.js';
import { RedisCluster } from '../../lib/index.js';
import { FAMILIES, type Family } from '../support/families.js';
import { waitUntil } from '../support/local-cluster/index.js';

const COMMANDS = 1000;
// Of these, so many go to a server that takes its time for each. Together that is far less than
// the half second after which a fetch asks a second server.
const LATE = 50;
const DELAY = 5;

/** A command of node_redis 3. */
interface Sent {
  command: string;
  args: string[];
  callback: (...answer: unknown[]) => void;
}

describe('1,000 concurrent MOVEDs', () => {
  const { createClient } = FAMILIES.find(({ name }) => name === 'node_redis-3') as Family;
  let embedded: EmbeddedCluster;
  let cluster: RedisCluster;
  let outstanding: number;
  let most: number;

  beforeEach(async () => {
    embedded = await startEmbeddedCluster();
    outstanding = 0;
    cluster = new RedisCluster({ servers: embedded.servers, createClient: watched, refreshInterval: 0 });
    await cluster.dbsize();
    // Since a command has waited for the first map, it is asked for once more, 100 ms later.
    await sleep(150);
    await waitUntil('CLUSTER SLOTS to be answered', async () => outstanding === 0);
    most = 0;
  });

  afterEach(async () => {
    sinon.restore();
    await cluster?.quit();
    await embedded?.stop();
  });

  /** Counts how many CLUSTER SLOTS are on their way. */
  function watched(port: number, host: string): unknown {
    const client = createClient(port, host) as { internal_send_command(sent: Sent): boolean };
    const send = client.internal_send_command;
    client.internal_send_command = (sent) => {
      if (sent.command !== 'cluster' || sent.args[0] !== 'SLOTS') {
        return send.call(client, sent);
      }
      outstanding += 1;
      most = Math.max(most, outstanding);
      const callback = (...answer: unknown[]) => {
        outstanding -= 1;
        sent.callback(...answer);
      };
      return send.call(client, { ...sent, callback });
    };
    return client;
  }

  const test = async (keys: readonly string[], to: EmbeddedNode) => {
    for (const slot of new Set(keys.map(slotOf))) {
      await embedded.moveSlot(slot, to);
    }
    for (const node of embedded.nodes) {
      node.forget();
    }
    const replies = await Promise.all(keys.map((key) => cluster.incr(key)));
    await cluster.quit();
    expect(replies).to.deep.equal(keys.map(() => 1));
    const received = embedded.nodes.flatMap((node) => node.received);
    expect(received.filter(({ command }) => command === 'incr')).to.have.length(2 * COMMANDS);
    expect(received.filter(({ args }) => args[0] === 'SLOTS').length).to.be.within(1, 2);
    expect(most).to.equal(1);
  };

  it('of one slot: at most 2 CLUSTER SLOTS, one at a time', () => {
    const keys = Array.from({ length: COMMANDS }, (_, i) => `{moved}${i}`);
    const owner = embedded.ownerOf(slotOf('moved'));
    return test(keys, embedded.masters.find((master) => master !== owner) as EmbeddedNode);
  });

  it('of many slots, some of which come late: at most 2 CLUSTER SLOTS, one at a time', () => {
    const [to, fast, slow] = embedded.masters as [EmbeddedNode, EmbeddedNode, EmbeddedNode];
    const candidates = Array.from({ length: 4 * COMMANDS }, (_, i) => `moved${i}`);
    const [soon, late] = [fast, slow].map((owner) =>
      candidates.filter((key) => embedded.ownerOf(slotOf(key)) === owner),
    ) as [string[], string[]];
    slow.slow(DELAY);
    // The map comes from the first server, which answers at once: many a fetch would have its time.
    sinon.stub(Math, 'random').returns(0);
    return test([...late.slice(0, LATE), ...soon.slice(0, COMMANDS - LATE)], to);
  });
});
