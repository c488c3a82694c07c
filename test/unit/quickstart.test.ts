import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';

const run = promisify(execFile);
const root = join(__dirname, '../..');

describe('examples/quickstart.ts', () => {
  it('needs Node alone, says what goes where, and ends by itself', async () => {
    const { stdout, stderr } = await run(process.execPath, ['--import', 'tsx', 'examples/quickstart.ts'], {
      cwd: root,
      env: { ...process.env, REDIS_CLUSTER: '' },
    });
    expect(stdout)
      .to.match(/slots 0–546\d/)
      .and.include("[ '16', '17', '17', '15', '21', null ]")
      .and.include('CROSSSLOT RENAME')
      .and.match(/4 of 4 keys are at/)
      .and.match(/mget, meanwhile +[1-9]\d* answers, 0 of them wrong, no error/);
    expect(stderr).to.equal('');
  });
});
