import { expect } from 'chai';
import { EXAMPLES } from '../support/examples.js';
import { RunningExample } from '../support/run-example.js';

describe('examples, on the embedded cluster', () => {
  for (const { file, prints, onEmbedded = [] } of EXAMPLES) {
    it(`${file} does what it says, and ends by itself`, async () => {
      const { stdout, stderr, code } = await new RunningExample(file).ended;
      expect(stderr).to.equal('');
      expect(code).to.equal(0);
      for (const pattern of [...prints, ...onEmbedded]) {
        expect(stdout).to.match(pattern);
      }
    });
  }

  it('fail when they cannot do it', async () => {
    const { stderr, code } = await new RunningExample('queue.ts', ['host:nowhere']).ended;
    expect(stderr).to.include('host:nowhere');
    expect(code).to.equal(1);
  });
});
