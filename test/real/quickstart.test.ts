import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { type LocalCluster, startLocalCluster } from '../support/local-cluster/index.js';

const run = promisify(execFile);
const root = join(__dirname, '../..');

describe('examples/quickstart.ts', () => {
  let local: LocalCluster;

  before(async () => {
    local = await startLocalCluster();
  });

  after(() => local?.stop());

  const start = (env: Record<string, string>) =>
    run(process.execPath, ['--import', 'tsx', join(root, 'examples/quickstart.ts')], {
      cwd: root,
      env: { ...process.env, ...env },
    });

  it('shows each kind of command on the cluster it is given, and leaves no key there', async () => {
    const servers = local.servers.map(({ host, port }) => `${host}:${port}`).join();
    const { stdout, stderr } = await start({ REDIS_CLUSTER: servers });
    expect(stdout)
      .to.include("[ '16', '17', '17', '15', '21', null ]")
      .and.include('CROSSSLOT RENAME')
      .and.include('[ 1, 12, ')
      .and.match(/4 of 4 keys are at/)
      .and.match(/mget, meanwhile +[1-9]\d* answers, 0 of them wrong, no error/);
    expect(stderr).to.equal('');
    for (const node of await local.masters()) {
      expect(await node.command('DBSIZE')).to.equal(0);
    }
  });
});
