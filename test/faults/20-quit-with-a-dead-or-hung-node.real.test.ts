import { join } from 'node:path';
import { expect } from 'chai';
import { FAMILIES } from '../support/families.js';
import { type LocalCluster, type LocalNode, startLocalCluster } from '../support/local-cluster/index.js';
import type { Leaving } from '../support/quit-after-fault.js';
import { runFamilies } from '../support/run-families.js';

const PROGRAM = join(__dirname, '../support/quit-after-fault.ts');

// quit() is given 5 s; two busy cores are given twice that.
const DEADLINE = 10_000;

describe('20: quit() with a dead or hung node; the process', () => {
  let local: LocalCluster;

  beforeEach(async () => {
    // The other nodes go on without it.
    local = await startLocalCluster({ config: ['--cluster-require-full-coverage', 'no'] });
  });

  afterEach(() => local?.stop());

  const faults: [name: string, strike: (node: LocalNode) => unknown][] = [
    ['dead', (node) => node.kill()],
    ['hung', (node) => node.pause()],
  ];
  for (const [name, strike] of faults) {
    it(`a ${name} node: quit() and end() end in 5 s, every command is answered, nothing keeps the process alive`, async () => {
      const ports = local.servers.map(({ port }) => String(port));
      const { left, ...families } = await runFamilies<unknown>(PROGRAM, ports, () =>
        strike(local.nodes[1] as LocalNode),
      );
      expect(left, 'sockets and timers').to.deep.equal([]);
      expect(Object.keys(families)).to.deep.equal(FAMILIES.map((family) => family.name));
      for (const [family, ways] of Object.entries(families as Record<string, Record<string, Leaving>>)) {
        for (const [way, { outcomes, milliseconds }] of Object.entries(ways)) {
          const what = `${family}: ${way}`;
          expect(milliseconds, what).to.be.below(DEADLINE);
          expect(['NR_CLOSED', 'UNCERTAIN_STATE', 'answered'], what).to.include.members(outcomes);
          if (way.endsWith('busy')) {
            expect(outcomes, what).to.include('NR_CLOSED');
          }
          if (way === 'quit, busy') {
            expect(outcomes, what).to.include('answered');
          }
        }
      }
    });
  }
});
