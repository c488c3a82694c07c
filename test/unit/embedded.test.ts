import { createServer } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect } from 'chai';
import { type EmbeddedCluster, type EmbeddedNode, slotOf, startEmbeddedCluster } from '../../lib/embedded/index.js';
import { RawClient } from '../support/differential/raw-client.js';
import { waitUntil } from '../support/local-cluster/wait.js';

const LOADING = 'LOADING Redis is loading the dataset in memory';

/** What only the embedded cluster can do; test/real compares the rest with redis-server. */
describe('embedded cluster', () => {
  let cluster: EmbeddedCluster;
  let clients: RawClient[];

  beforeEach(async () => {
    cluster = await startEmbeddedCluster({ masters: 3, replicas: 1 });
    clients = [];
  });

  afterEach(async () => {
    for (const client of clients) {
      client.close();
    }
    await cluster.stop();
  });

  const nodeAt = (index: number) => cluster.nodes[index] as EmbeddedNode;
  const open = async (node: EmbeddedNode) => {
    const client = await RawClient.open(node);
    clients.push(client);
    return client;
  };
  const failureOf = async (action: () => unknown): Promise<Error> => {
    try {
      await action();
    } catch (error) {
      return error as Error;
    }
    throw new Error('Expected it to fail');
  };

  describe('faults', () => {
    let node: EmbeddedNode;
    let client: RawClient;

    // {b} is in a slot of the first master.
    beforeEach(async () => {
      node = nodeAt(0);
      client = await open(node);
    });

    it('kill breaks connections and refuses new ones; revive brings back port and keys', async () => {
      const { port } = node;
      await client.request('SET', '{b}1', 'x');
      node.kill();
      await client.ended;
      expect(node.isAlive).to.equal(false);
      expect((await failureOf(() => open(node))).message).to.include('ECONNREFUSED');
      await node.revive();
      expect([node.isAlive, node.port]).to.deep.equal([true, port]);
      expect(await (await open(node)).request('GET', '{b}1')).to.equal('$x');
    });

    it('kill shows in CLUSTER NODES, SLOTS and SHARDS of the others', async () => {
      const replica = nodeAt(3);
      replica.kill();
      const lines = String(await client.request('CLUSTER', 'NODES'));
      expect(lines).to.match(new RegExp(`${replica.id} ${replica.address}@\\d+ slave,fail ${node.id} .* disconnected`));
      expect(JSON.stringify(await client.request('CLUSTER', 'SLOTS'))).not.to.include(replica.id);
      expect(JSON.stringify(await client.request('CLUSTER', 'SHARDS'))).to.include('$fail');
    });

    it('cut breaks connections, and welcomes new ones', async () => {
      node.cut();
      await client.ended;
      expect(await (await open(node)).request('PING')).to.equal('+PONG');
    });

    it('hang answers nothing until revive, and then everything', async () => {
      node.hang();
      client.send(['SET', '{b}1', 'x']);
      const late = await open(node);
      late.send(['PING']);
      expect(await (await open(nodeAt(1))).request('PING')).to.equal('+PONG');
      expect([node.isHanging, node.received, client.unread, late.unread]).to.deep.equal([true, [], [], []]);
      await node.revive();
      expect([await client.receive(), await late.receive()]).to.deep.equal(['+OK', '+PONG']);
    });

    it('slow waits before each command', async () => {
      node.slow(1);
      client.send(['PING', 'a']);
      client.send(['PING', 'b']);
      expect([await client.receive(), await client.receive()]).to.deep.equal(['$a', '$b']);
      node.slow(1_000_000);
      client.send(['PING', 'c']);
      expect(await (await open(nodeAt(1))).request('PING')).to.equal('+PONG');
      expect([client.unread, node.received.length]).to.deep.equal([[], 2]);
      node.slow(0);
      expect(node.delay).to.equal(0);
    });

    it('slow lets a command that blocks hold up what comes behind it', async () => {
      const other = await open(node);
      node.slow(1);
      client.send(['BLPOP', 'list{b}', '0']);
      client.send(['SET', '{b}1', 'x']);
      while (node.received.filter(({ command }) => command === 'ping').length < 3) {
        await other.request('PING');
      }
      await other.request('RPUSH', 'list{b}', 'x');
      expect(await client.receive()).to.deep.equal(['$list{b}', '$x']);
      expect(await client.receive()).to.equal('+OK');
      const commands = node.received.map(({ command }) => command).filter((name) => name !== 'ping');
      expect(commands).to.deep.equal(['blpop', 'rpush', 'set']);
    });

    it('replies with an error, and executes nothing', async () => {
      node.reply({ command: 'set', error: LOADING });
      expect(await client.request('SET', '{b}1', 'x')).to.equal(`-${LOADING}`);
      expect(await client.request('SET', '{b}2', 'x')).to.equal('+OK');
      expect(await client.request('EXISTS', '{b}1', '{b}2')).to.equal(1);
      expect(node.received.map(({ command, executed }) => [command, executed])).to.deep.equal([
        ['set', false],
        ['set', true],
        ['exists', true],
      ]);
    });

    it('replies with what it is given, as often as it is told', async () => {
      node.reply({ command: 'GET', times: 2, reply: ['made up', 1, null] });
      const replies = [];
      for (let i = 0; i < 3; i += 1) {
        replies.push(await client.request('GET', '{b}1'));
      }
      const madeUp = ['$made up', 1, { absent: 'string' }];
      expect(replies).to.deep.equal([madeUp, madeUp, { absent: 'string' }]);
    });

    it('can reply with null', async () => {
      await client.request('SET', '{b}1', 'x');
      node.reply({ command: 'get', reply: null });
      expect(await client.request('GET', '{b}1')).to.deep.equal({ absent: 'string' });
    });

    it('matches subcommands, keys, and any command', async () => {
      node.reply({ command: 'cluster slots', error: 'ERR slots' });
      node.reply({ command: 'get', key: '{b}2', error: 'ERR key' });
      expect(await client.request('CLUSTER', 'MYID')).to.equal(`$${node.id}`);
      expect(await client.request('CLUSTER', 'SLOTS')).to.equal('-ERR slots');
      expect(await client.request('GET', '{b}1')).to.deep.equal({ absent: 'string' });
      expect(await client.request('GET', '{b}2')).to.equal('-ERR key');
      node.reply({ error: 'ERR any' });
      expect(await client.request('PING')).to.equal('-ERR any');
      expect(await client.request('PING')).to.equal('+PONG');
    });

    it('drops the connection before the command', async () => {
      node.reply({ command: 'incr', drop: 'before' });
      client.send(['INCR', '{b}1']);
      await client.ended;
      expect(client.unread).to.deep.equal([]);
      expect(await (await open(node)).request('EXISTS', '{b}1')).to.equal(0);
      expect(cluster.executed('incr')).to.equal(0);
    });

    it('drops the connection after the command, and before its reply', async () => {
      node.reply({ command: 'incr', drop: 'after' });
      client.send(['INCR', '{b}1']);
      await client.ended;
      expect(client.unread).to.deep.equal([]);
      expect(await (await open(node)).request('GET', '{b}1')).to.equal('$1');
      expect(cluster.executed('incr')).to.equal(1);
    });

    it('an error while a transaction is queued breaks it', async () => {
      node.reply({ command: 'set', error: LOADING });
      await client.request('MULTI');
      await client.request('SET', '{b}1', 'x');
      expect(await client.request('EXEC')).to.match(/^-EXECABORT/);
    });

    for (const [what, rule] of [
      ['an error', { error: 'MOVED 3300 127.0.0.1:1' }],
      ['a reply', { reply: null }],
    ] as const) {
      it(`${what} for EXEC ends the transaction, and executes none of it`, async () => {
        node.reply({ command: 'exec', ...rule });
        await client.request('MULTI');
        await client.request('SET', '{b}1', 'x');
        await client.request('EXEC');
        expect(await client.request('EXISTS', '{b}1')).to.equal(0);
      });
    }

    it('revive ends slowness and rules', async () => {
      node.slow(10_000);
      node.reply({ times: 100, error: LOADING });
      await node.revive();
      expect(await client.request('PING')).to.equal('+PONG');
    });
  });

  it('a pop that waits for a client that has gone takes nothing', async () => {
    const [gone, other] = [await open(nodeAt(0)), await open(nodeAt(0))];
    gone.send(['BLPOP', '{b}1', '0']);
    await waitUntil('the pop to wait', async () => cluster.executed('blpop') === 1);
    gone.close();
    await waitUntil('the connection to end', async () => nodeAt(0).connections === 1);
    expect(await other.request('RPUSH', '{b}1', 'x')).to.equal(1);
    expect(await other.request('LRANGE', '{b}1', '0', '-1')).to.deep.equal(['$x']);
  });

  describe('what was received', () => {
    it('is kept per node, in order, until it is forgotten', async () => {
      const client = await open(nodeAt(0));
      await client.request('Set', '{b}1', '\xff');
      await client.request('GET', '{c}1');
      await client.request('NOSUCH');
      expect(nodeAt(0).received).to.deep.equal([
        { command: 'set', args: ['{b}1', '\xff'], executed: true },
        { command: 'get', args: ['{c}1'], executed: false },
        { command: 'nosuch', args: [], executed: false },
      ]);
      expect(nodeAt(1).received).to.deep.equal([]);
      nodeAt(0).forget();
      expect(nodeAt(0).received).to.deep.equal([]);
    });

    it('counts what EXEC executed, and not what was queued in vain', async () => {
      const client = await open(nodeAt(0));
      const transaction = async (last: string) => {
        for (const command of [['MULTI'], ['INCR', '{b}1'], ['INCR', '{b}1'], [last]]) {
          await client.request(...command);
        }
      };
      await transaction('DISCARD');
      expect(cluster.executed('incr')).to.equal(0);
      await transaction('EXEC');
      expect(cluster.executed('INCR')).to.equal(2);
      expect(nodeAt(0).received.filter(({ command }) => command === 'incr')).to.have.lengthOf(4);
    });

    it('connections are counted', async () => {
      const client = await open(nodeAt(0));
      await client.request('PING');
      expect(nodeAt(0).connections).to.equal(1);
      client.close();
      await waitUntil('the connection to end', async () => nodeAt(0).connections === 0);
    });
  });

  describe('SCAN and INFO', () => {
    type Page = [cursor: string, keys: string[]];

    it('a cursor holds while other keys go', async () => {
      const client = await open(nodeAt(0));
      const keys = Array.from({ length: 60 }, (_, i) => `{b}${i}`);
      await client.request('MSET', ...keys.flatMap((key) => [key, 'x']));
      const found: string[] = [];
      let cursor = '0';
      do {
        const [next, page] = (await client.request('SCAN', cursor, 'count', '7', 'MATCH', '{b}*')) as Page;
        cursor = next.slice(1);
        found.push(...page.map((key) => key.slice(1)));
        // Whatever was found goes.
        await client.request('DEL', '{b}', ...page.map((key) => key.slice(1)));
      } while (cursor !== '0');
      expect(found.sort()).to.deep.equal(keys.toSorted());
    });

    it('SCAN has the words of Redis for bad arguments', async () => {
      const client = await open(nodeAt(0));
      expect(await client.request('SCAN', 'x')).to.equal('-ERR invalid cursor');
      expect(await client.request('SCAN', '0', 'COUNT', 'x')).to.equal('-ERR value is not an integer or out of range');
      expect(await client.request('SCAN', '0', 'COUNT', '0')).to.equal('-ERR syntax error');
    });

    it('INFO tells of another process after a kill, and of keys that came and went', async () => {
      const [node, other] = [nodeAt(0), nodeAt(1)];
      const infoOf = async (one: EmbeddedNode) => String(await (await open(one)).request('INFO'));
      const runOf = (info: string) => /run_id:(\w{40})/.exec(info)?.[1];
      await (await open(node)).request('MSET', '{b}1', 'x', '{b}2', 'x');
      const before = await infoOf(node);
      await cluster.moveSlot(slotOf('{b}'), other);
      expect(await infoOf(node))
        .to.include('cmdstat_migrate:calls=2')
        .and.to.include('restore-asking:calls=0');
      expect(await infoOf(other))
        .to.include('cmdstat_migrate:calls=0')
        .and.to.include('restore-asking:calls=2');
      node.kill();
      await node.revive();
      const after = await infoOf(node);
      expect([typeof runOf(before), runOf(after) === runOf(before)]).to.deep.equal(['string', false]);
    });
  });

  describe('topology', () => {
    const slot = slotOf('{b}');

    it('a master that takes a slot, or the place of another, is of a later epoch', async () => {
      const epochOf = async (node: EmbeddedNode) =>
        Number(/myself\S* \S+ \d+ \d+ (\d+)/.exec(String(await (await open(node)).request('CLUSTER', 'NODES')))?.[1]);
      const [before, other] = [await epochOf(nodeAt(1)), await epochOf(nodeAt(2))];
      await cluster.moveSlot(slot, nodeAt(1));
      expect(await epochOf(nodeAt(1))).to.be.above(before);
      cluster.promote(nodeAt(5));
      expect(await epochOf(nodeAt(5))).to.be.above(other);
      expect(await epochOf(nodeAt(0))).to.equal(before);
    });

    it('promote makes a replica the master, with all keys', async () => {
      const [master, replica] = [nodeAt(0), nodeAt(3)];
      await (await open(master)).request('SET', '{b}1', 'x');
      cluster.promote(replica);
      expect([replica.isMaster, master.isMaster]).to.deep.equal([true, false]);
      expect(cluster.masters).to.deep.equal([replica, nodeAt(1), nodeAt(2)]);
      expect(cluster.replicas).to.deep.equal([master, nodeAt(4), nodeAt(5)]);
      expect(await (await open(replica)).request('GET', '{b}1')).to.equal('$x');
      expect(await (await open(master)).request('GET', '{b}1')).to.equal(`-MOVED ${slot} ${replica.address}`);
    });

    it('failover kills the master and promotes a replica that lives', async () => {
      const [master, replica] = [nodeAt(0), nodeAt(3)];
      expect(cluster.failover(master)).to.equal(replica);
      expect([master.isAlive, cluster.ownerOf(slot)]).to.deep.equal([false, replica]);
      await master.revive();
      expect(await (await open(master)).request('GET', '{b}1')).to.equal(`-MOVED ${slot} ${replica.address}`);
      replica.kill();
      nodeAt(0).kill();
      expect((await failureOf(() => cluster.failover(replica))).message).to.include('no replica that could take over');
    });

    it('unassign takes a slot from everybody, moveSlot gives it to somebody', async () => {
      const client = await open(nodeAt(0));
      cluster.unassign(slot);
      expect(cluster.ownerOf(slot)).to.equal(undefined);
      expect(await client.request('GET', '{b}1')).to.equal('-CLUSTERDOWN Hash slot not served');
      expect(await client.request('CLUSTER', 'INFO')).to.match(
        /cluster_state:fail\r\ncluster_slots_assigned:16383\r\n/,
      );
      await cluster.moveSlot(slot, nodeAt(1));
      expect(await client.request('GET', '{b}1')).to.equal(`-MOVED ${slot} ${nodeAt(1).address}`);
    });

    it('isUp answers CLUSTERDOWN while it is false', async () => {
      const client = await open(nodeAt(0));
      cluster.isUp = false;
      expect(await client.request('GET', '{b}1')).to.equal('-CLUSTERDOWN The cluster is down');
      expect(await client.request('PING')).to.equal('+PONG');
      cluster.isUp = true;
      expect([cluster.isUp, await client.request('GET', '{b}1')]).to.deep.equal([true, { absent: 'string' }]);
    });

    it('moveSlot stops halfway, and goes on', async () => {
      const [from, to] = [await open(nodeAt(0)), await open(nodeAt(1))];
      await from.request('MSET', '{b}1', '1', '{b}2', '2', '{b}3', '3', '{b}4', '4');
      await cluster.moveSlot(slot, nodeAt(1), { pauseHalfway: true });
      expect(await from.request('CLUSTER', 'COUNTKEYSINSLOT', String(slot))).to.equal(2);
      expect(await to.request('CLUSTER', 'COUNTKEYSINSLOT', String(slot))).to.equal(2);
      expect(cluster.ownerOf(slot)).to.equal(nodeAt(0));
      await cluster.moveSlot(slot, nodeAt(1));
      expect(await to.request('MGET', '{b}1', '{b}2', '{b}3', '{b}4')).to.deep.equal(['$1', '$2', '$3', '$4']);
    });

    it('moveKeys moves so many, or those that are named, with their time to live', async () => {
      const [from, to] = [await open(nodeAt(0)), await open(nodeAt(1))];
      await from.request('MSET', '{b}1', '1', '{b}2', '2', '{b}3', '3');
      await from.request('EXPIRE', '{b}2', '100');
      cluster.startMigration(slot, nodeAt(1));
      expect([
        cluster.moveKeys(slot, ['{b}2', '{b}none']),
        cluster.moveKeys(slot, 1),
        cluster.moveKeys(slot),
      ]).to.deep.equal([1, 1, 1]);
      cluster.finishMigration(slot);
      expect(await to.request('TTL', '{b}2')).to.be.within(99, 100);
    });
  });

  describe('bad use', () => {
    const cases: [title: string, use: (other: EmbeddedCluster) => unknown, words: string | RegExp][] = [
      ['a node of another cluster', (other) => cluster.moveSlot(1, nodeOf(other)), 'Expected a node of this cluster'],
      [
        'a node of another cluster to promote',
        (other) => cluster.promote(nodeOf(other)),
        'Expected a node of this cluster',
      ],
      ['a slot out of range', () => cluster.ownerOf(16384), 'Expected a slot from 0 to 16383, got 16384'],
      ['a slot that is no whole number', () => cluster.unassign(1.5), 'Expected a slot from 0 to 16383, got 1.5'],
      ['moveSlot to a replica', () => cluster.moveSlot(1, nodeAt(3)), /Expected a master, got .*, a replica of /],
      ['moveSlot to its owner', () => cluster.moveSlot(1, nodeAt(0)), 'which owns slot 1 already'],
      [
        'moveKeys of a slot that stays',
        () => cluster.moveKeys(1),
        'Slot 1 is not on its way: call startMigration first',
      ],
      ['finishMigration of a slot that stays', () => cluster.finishMigration(1), 'Slot 1 is not on its way'],
      ['two targets', () => [1, 2].map((i) => cluster.startMigration(1, nodeAt(i))), 'Slot 1 is on its way to'],
      ['promote of a master', () => cluster.promote(nodeAt(1)), 'Expected a replica, got the master'],
      ['failover of a replica', () => cluster.failover(nodeAt(3)), 'Expected a master'],
      ['a rule with a misspelt field', () => nodeAt(0).reply({ comand: 'get', error: 'x' } as never), 'got `comand`'],
      ['a rule for no command', () => nodeAt(0).reply({ times: 0, error: 'x' }), 'got 0'],
      ['a rule with a strange drop', () => nodeAt(0).reply({ drop: 'sometimes' as never }), "got 'sometimes'"],
      ['a rule without an action', () => nodeAt(0).reply({ command: 'get' }), 'with `error`, `reply` or `drop`'],
      ['slow with a negative time', () => nodeAt(0).slow(-1), 'Expected milliseconds from 0 up, got -1'],
      [
        'no masters',
        () => startEmbeddedCluster({ masters: 0 }),
        'Expected `masters` to be a whole number from 1 up, got 0',
      ],
      ['half a replica', () => startEmbeddedCluster({ replicas: 0.5 }), 'Expected `replicas`'],
      ['too few ports', () => startEmbeddedCluster({ ports: [1] }), 'Expected `ports` for 3 nodes'],
      ['an unknown option', () => startEmbeddedCluster({ slaves: 1 } as object), 'got `slaves`'],
    ];
    const nodeOf = (other: EmbeddedCluster) => other.nodes[0] as EmbeddedNode;

    for (const [title, use, words] of cases) {
      it(`${title} is answered with what was expected`, async () => {
        const other = await startEmbeddedCluster({ masters: 1 });
        try {
          expect((await failureOf(() => use(other))).message).to.match(
            words instanceof RegExp ? words : literal(words),
          );
        } finally {
          await other.stop();
        }
      });
    }

    it('a port in use is named, and nothing is left of the start', async () => {
      const { port } = nodeAt(0);
      const free = await freePort();
      const failure = await failureOf(() => startEmbeddedCluster({ masters: 2, ports: [free, port] }));
      expect(failure.message).to.include(`Port ${port} of 127.0.0.1 is in use`);
      const again = await startEmbeddedCluster({ masters: 1, ports: [free] });
      expect(again.servers).to.deep.equal([{ host: '127.0.0.1', port: free }]);
      await again.stop();
    });

    it('stop may be called twice, also at once', async () => {
      await Promise.all([cluster.stop(), cluster.stop()]);
      await cluster.stop();
      expect(cluster.nodes.every(({ isAlive }) => !isAlive)).to.equal(true);
    });
  });

  describe('password', () => {
    it('is asked for by all but AUTH and HELLO', async () => {
      const closed = await startEmbeddedCluster({ masters: 1, password: 'secret' });
      try {
        const client = await open(closed.nodes[0] as EmbeddedNode);
        expect(await client.request('GET', 'a')).to.equal('-NOAUTH Authentication required.');
        expect(await client.request('CLUSTER', 'SLOTS')).to.equal('-NOAUTH Authentication required.');
        expect(await client.request('HELLO', '3')).to.match(/^-NOAUTH HELLO must be called/);
        expect(await client.request('AUTH', 'wrong')).to.match(/^-WRONGPASS/);
        expect(await client.request('AUTH', 'someone', 'secret')).to.match(/^-WRONGPASS/);
        expect(await client.request('GET', 'a')).to.equal('-NOAUTH Authentication required.');
        expect(await client.request('AUTH', 'secret')).to.equal('+OK');
        expect(await client.request('GET', 'a')).to.deep.equal({ absent: 'string' });
        const second = await open(closed.nodes[0] as EmbeddedNode);
        expect(await second.request('HELLO', '3', 'AUTH', 'default', 'wrong')).to.match(/^-WRONGPASS/);
        expect(await second.request('HELLO', '3', 'AUTH', 'default', 'secret')).to.have.property('map');
        expect(await second.request('GET', 'a')).to.deep.equal({ absent: 'null' });
      } finally {
        await closed.stop();
      }
    });
  });

  describe('start and stop', () => {
    it('three masters and three replicas share all slots', async () => {
      expect([cluster.nodes.length, cluster.masters.length, cluster.replicas.length]).to.deep.equal([6, 3, 3]);
      expect([0, 5460, 5461, 10921, 10922, 16383].map((slot) => cluster.nodes.indexOf(ownerOf(slot)))).to.deep.equal([
        0, 0, 1, 1, 2, 2,
      ]);
    });

    const ownerOf = (slot: number) => cluster.ownerOf(slot) as EmbeddedNode;

    it('300 nodes start in one process', async () => {
      const large = await startEmbeddedCluster({ masters: 100, replicas: 2 });
      try {
        const client = await open(large.nodes[299] as EmbeddedNode);
        expect(await client.request('CLUSTER', 'INFO')).to.include('cluster_known_nodes:300');
        expect(await client.request('CLUSTER', 'SLOTS')).to.have.lengthOf(100);
      } finally {
        await large.stop();
      }
    });

    it('stop leaves nothing: no server, no socket, no timer, also amid what waits', async () => {
      // The timer of mocha begins when the test has returned its promise.
      await nextTurn();
      const before = resources();
      const other = await startEmbeddedCluster({ masters: 3, replicas: 1 });
      const [slow, blocked, hung] = await Promise.all([0, 1, 2].map((i) => open(other.nodes[i] as EmbeddedNode)));
      other.nodes[0]?.slow(60_000);
      slow?.send(['GET', '{b}1']);
      blocked?.send(['BLPOP', '{c}1', '60']);
      await waitUntil('both to be received', async () => other.nodes[1]?.received.length === 1);
      other.nodes[2]?.hang();
      hung?.send(['GET', '{a}1']);
      await other.stop();
      await Promise.all([slow, blocked, hung].map((client) => client?.ended));
      for (let turns = 0; turns < 1000 && resources() !== before; turns += 1) {
        await nextTurn();
      }
      expect(resources()).to.equal(before);
    });

    it('stop forgets the keys', async () => {
      await (await open(nodeAt(0))).request('SET', '{b}1', 'x');
      await cluster.stop();
      cluster = await startEmbeddedCluster({ masters: 3, replicas: 1 });
      expect(await (await open(nodeAt(0))).request('GET', '{b}1')).to.deep.equal({ absent: 'string' });
    });
  });
});

/** What keeps the process alive. */
function resources(): string {
  const names = process.getActiveResourcesInfo().filter((name) => /TCP|Pipe|Timeout/.test(name));
  return names.sort().join();
}

function literal(words: string): RegExp {
  return new RegExp(words.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
