import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { expect } from 'chai';
import { FAMILIES } from '../support/families.js';
import { type LocalCluster, startLocalCluster } from '../support/local-cluster/index.js';
import { runFamilies } from '../support/run-families.js';

const PROGRAM = join(__dirname, '../support/exit-phase.ts');

const run = (phase: string, ports: readonly number[], onHang?: () => unknown) =>
  runFamilies<unknown[]>(PROGRAM, [phase, ...ports.map(String)], onHang);

describe('the process ends by itself, with every family', () => {
  const all = (outcomes: unknown[]) => Object.fromEntries(FAMILIES.map(({ name }) => [name, outcomes]));
  let local: LocalCluster;
  let silent: Server;
  const sockets = new Set<Socket>();

  before(async () => {
    local = await startLocalCluster();
    silent = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => {});
    });
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  });

  after(async () => {
    for (const socket of sockets) {
      socket.destroy();
    }
    silent?.close();
    await local?.stop();
  });

  const ports = () => local.servers.map(({ port }) => port);
  const silentPort = () => (silent.address() as { port: number }).port;

  it('after quit()', async () => {
    expect(await run('quit', ports())).to.deep.equal(all(['answered']));
  });

  it('after end() at once', async () => {
    expect(await run('end', ports())).to.deep.equal(all(['NR_CLOSED']));
  });

  it('after end() while a server that says nothing is being connected to', async () => {
    expect(await run('end', [silentPort()])).to.deep.equal(all(['NR_CLOSED']));
  });

  it('after end() while a server that is not there is being connected to', async () => {
    expect(await run('end', [1])).to.deep.equal(all(['NR_CLOSED']));
  });

  it('after end() before createClient has made its client', async () => {
    expect(await run('late', [silentPort()])).to.deep.equal(all(['NR_CLOSED']));
    expect(await run('late', [1])).to.deep.equal(all(['NR_CLOSED']));
  });

  it('after unref()', async () => {
    expect(await run('unref', ports())).to.deep.equal(all([]));
  });

  for (const phase of ['hang', 'hang subscribed']) {
    it(`after quit() when every server hangs, and all commands have an answer: ${phase}`, async () => {
      const nodes = local.nodes;
      const outcomes = await run(phase, ports(), () => {
        for (const node of nodes) {
          node.pause();
        }
      });
      for (const node of nodes) {
        node.resume();
      }
      expect(outcomes).to.deep.equal(all(['NR_CLOSED', 'UNCERTAIN_STATE']));
    });
  }

  it('with subscriptions: after quit(), end() and unref()', async () => {
    expect(await run('quit subscribed', ports())).to.deep.equal(all(['answered']));
    expect(await run('end subscribed', ports())).to.deep.equal(all(['NR_CLOSED']));
    expect(await run('unref subscribed', ports())).to.deep.equal(all([]));
  });
});
