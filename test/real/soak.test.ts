import { expect } from 'chai';
import { soak } from '../../tools/soak/soak.js';

describe('the soak', () => {
  it('finds nothing wrong in a few seconds of failovers, and says what it did', async () => {
    const said: string[] = [];
    const { violations, faults, commands, messages } = await soak({
      milliseconds: 5000,
      seed: 1,
      clients: ['node_redis-3', 'redis-6'],
      like: 'CLUSTER FAILOVER',
      say: (text) => said.push(text),
    });
    expect(violations.map(({ message }) => message)).to.deep.equal([]);
    expect([...faults.keys()].some((name) => name.startsWith('CLUSTER FAILOVER'))).to.equal(true);
    expect([...commands.keys()]).to.have.members(['node_redis-3', 'redis-6']);
    expect(messages.received).to.be.above(0);
    expect(said.at(-1)).to.match(/^violations +0$/m);
  });
});
