import { expect } from 'chai';
import { type Played, play, type Step } from '../support/differential/play.js';
import { CHAPTERS, RESP3 } from '../support/differential/requests.js';
import { embeddedSide, realSide, type Side } from '../support/differential/sides.js';

/** One list of requests goes to a cluster of redis-servers and to the embedded one, and the replies are the same. */
describe('embedded cluster, side by side with redis-server', () => {
  let real: Side;
  let embedded: Side;

  before(async () => {
    real = await realSide();
    embedded = await embeddedSide();
  });

  after(async () => {
    await real?.stop();
    await embedded?.stop();
  });

  const compare = async (steps: readonly Step[]) => {
    const [expected, actual] = await Promise.all([play(real, steps), play(embedded, steps)]);
    expect(lines(actual)).to.equal(lines(expected));
  };

  for (const [title, steps] of CHAPTERS) {
    it(`${title}: ${requestsIn(steps)} requests`, () => compare(steps));
  }

  it(`RESP3: ${requestsIn(RESP3)} requests`, () => compare(RESP3));
});

function requestsIn(steps: readonly Step[]): number {
  return steps.filter((step) => 'request' in step).length;
}

// One text, so that a failure shows the lines that differ.
function lines(played: readonly Played[]): string {
  return played.map(([step, outcome]) => `${step}  ${JSON.stringify(outcome)}`).join('\n');
}
