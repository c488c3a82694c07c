import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { parse } from 'yaml';
import { makeDataFolder } from '../support/local-cluster/data-folder.js';
import { findRedisServer } from '../support/local-cluster/find-redis-server.js';
import { ServerProcess } from '../support/local-cluster/server-process.js';
import { waitUntil } from '../support/local-cluster/wait.js';
import { RunningExample } from '../support/run-example.js';

const run = promisify(execFile);
const PORT = 6379;
const NODES = [1, 2, 3, 4, 5, 6].map((n) => ({ name: `redis-${n}`, ip: `127.0.100.${n}` }));

/** Containers have a name and an address of their own, and the image has no protected mode; so it is here. */
const STUBS: Record<string, string> = {
  getent: `case "$2" in ${NODES.map(({ name, ip }) => `${name}) echo "${ip} $2" ;;`).join(' ')} *) exit 2 ;; esac`,
  'redis-server': `exec ${findRedisServer()} --bind "$NODE_IP" --bind-source-addr "$NODE_IP" --protected-mode no --dir "$NODE_DIR" --cluster-node-timeout 2000 "$@"`,
};

describe('examples/docker, its commands executed without Docker', () => {
  const processes: ServerProcess[] = [];
  const ports: Server[] = [];
  let folder: Awaited<ReturnType<typeof makeDataFolder>>;
  let services: Record<string, { command: string }>;
  let path: string;

  before(async function () {
    // Others have no addresses 127.0.100.x without being told.
    if (process.platform !== 'linux') this.skip();
    folder = await makeDataFolder();
    path = `${folder.path}:${process.env.PATH}`;
    for (const [name, script] of Object.entries(STUBS)) {
      await writeFile(join(folder.path, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    }
    ({ services } = parse(await readFile(join(__dirname, '../../examples/docker/compose.yaml'), 'utf8'), {
      merge: true,
    }));
    for (const { name, ip } of NODES) {
      const dir = await mkdtemp(join(folder.path, `${name}-`));
      const environment = [`PATH=${path}`, `HOSTNAME=${name}`, `NODE_IP=${ip}`, `NODE_DIR=${dir}`];
      const server = new ServerProcess(PORT, ['env', ...environment, 'sh', '-c', commandOf(name)]);
      processes.push(server);
      await server.ready;
      ports.push(await published(ip));
    }
  });

  after(async () => {
    for (const port of ports) port.close();
    await Promise.all(processes.map((server) => server.kill()));
    await folder?.remove();
  });

  /** As Compose reads it: `$$` is a `$`. */
  const commandOf = (service: string) => services[service]?.command.replaceAll('$$', '$') as string;
  const joinNodes = () =>
    run('sh', ['-c', commandOf('join')], { env: { ...process.env, PATH: path }, timeout: 30_000 });
  const visit = () =>
    new RunningExample(
      'docker/visit.ts',
      ports.map((port) => `127.0.0.1:${(port.address() as AddressInfo).port}`),
    ).ended;

  it('nodes join, announce what leads nowhere, and the program reaches all of them', async () => {
    const { stdout: joined } = await joinNodes();
    expect(joined).to.include('All 16384 slots covered');

    // Replicas are told of once they have their master's data.
    const replicas = async () => (await visit()).stdout.match(/replica +127/g) ?? [];
    await waitUntil('the replicas to be there', async () => (await replicas()).length === 3);
    const { stdout, stderr, code } = await visit();
    expect(stderr).to.equal('');
    expect(code).to.equal(0);
    expect(stdout.match(/slots \d+–\d+ +redis-[1-6]:6379, redis-[1-6]:6379\n/g)).to.have.length(3);
    expect(stdout.match(/(master|replica) +127\.0\.0\.1:\d+\n/g)).to.have.length(6);
    expect(stdout).to.match(/mget +0 1 2 3 .* 19\n +del +20\n/);
  });

  it('a cluster that is joined already stays as it is', async () => {
    const { stdout } = await joinNodes();
    expect(stdout).to.equal('');
    expect((await visit()).code).to.equal(0);
  });
});

/** A port of this machine that leads to a node, as Docker publishes it. */
async function published(ip: string): Promise<Server> {
  const server = createServer((outside) => {
    const inside = connect(PORT, ip);
    outside.on('error', () => inside.destroy()).pipe(inside);
    inside.on('error', () => outside.destroy()).pipe(outside);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return server;
}
