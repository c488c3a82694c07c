import { expect } from 'chai';
import { type BlockingTime, blockingTimeOf, blocks, shortened } from '../../lib/command/blocking.js';
import { specFor } from '../../lib/command/table.js';

describe('blocking commands', () => {
  const rows: [call: string, time: BlockingTime | undefined][] = [
    ['blpop a b 2', { index: 2, unit: 1000 }],
    ['brpop a 0', { index: 1, unit: 1000 }],
    ['brpoplpush a b 1.5', { index: 2, unit: 1000 }],
    ['blmove a b left right 3', { index: 4, unit: 1000 }],
    ['bzpopmin a 1', { index: 1, unit: 1000 }],
    ['bzpopmax a 1', { index: 1, unit: 1000 }],
    ['blmpop 2 1 a left', { index: 0, unit: 1000 }],
    ['bzmpop 2 1 a min', { index: 0, unit: 1000 }],
    ['xread block 100 streams a 0', { index: 1, unit: 1 }],
    ['xread COUNT 1 BLOCK 100 streams a 0', { index: 3, unit: 1 }],
    ['xread count 1 streams block 0', undefined],
    ['xreadgroup group block block block 100 streams a >', { index: 4, unit: 1 }],
    ['xreadgroup group block block streams a >', undefined],
    ['lpop a', undefined],
    ['get block', undefined],
  ];
  for (const [call, time] of rows) {
    it(`${call} ${time === undefined ? 'does not block' : `blocks as argument ${time.index} says`}`, () => {
      const [name, ...args] = call.split(' ') as [string, ...string[]];
      expect(blockingTimeOf(name, args)).to.deep.equal(time);
      expect(specFor(name)?.mayBlock === true && blocks(name, args)).to.equal(time !== undefined);
    });
  }

  const again: [call: string, blocked: number, then: string][] = [
    ['blpop a 2.5', 500, 'a 2'],
    ['blpop a 2.5', 5000, 'a 0.001'],
    ['blpop a 3', 1500, 'a 2'],
    ['blpop a 3', 5000, 'a 1'],
    ['blpop a 0', 5000, 'a 0'],
    ['blpop a soon', 5000, 'a soon'],
    ['blpop a -1', 5000, 'a -1'],
    ['bzmpop 2.1 1 a min', 500, '1.6 1 a min'],
    ['xread block 100 streams a 0', 30.4, 'block 70 streams a 0'],
    ['xread block 100 streams a 0', 200, 'block 1 streams a 0'],
    ['module.pop a 2', 500, 'a 2'],
  ];
  for (const [call, blocked, then] of again) {
    it(`${call}, after ${blocked} ms, goes on as ${then}`, () => {
      const [name, ...args] = call.split(' ') as [string, ...string[]];
      expect(shortened(name, args, blocked).join(' ')).to.equal(then);
    });
  }

  for (const name of ['wait', 'waitaof', 'get', 'lpop']) {
    it(`${name} is not among them`, () => {
      expect(specFor(name)?.mayBlock).to.equal(false);
    });
  }
});
