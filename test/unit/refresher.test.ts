import { expect } from 'chai';
import sinon from 'sinon';
import { Refresher } from '../../lib/topology/refresher.js';
import { SlotMap } from '../../lib/topology/slot-map.js';

const OLD = SlotMap.empty.withOwner(1, { host: 'a', port: 1 });
const NEW = SlotMap.empty.withOwner(1, { host: 'b', port: 1 });

describe('the map is fetched', () => {
  let clock: sinon.SinonFakeTimers;
  let refresher: Refresher;
  let fetches: number;
  let current: SlotMap;

  beforeEach(async () => {
    clock = sinon.useFakeTimers();
    fetches = 0;
    current = OLD;
    refresher = new Refresher(60_000, {
      fetch: () => {
        fetches += 1;
        return Promise.resolve(current);
      },
      adopted: () => {},
      failed: () => null,
    });
    refresher.refresh();
    await clock.tickAsync(10_000);
    fetches = 0;
  });

  afterEach(() => {
    refresher.stop();
    clock.restore();
  });

  it('by a slow timer, when all is well', async () => {
    await clock.tickAsync(111_000);
    expect(fetches).to.equal(2);
  });

  it('again two seconds after a change, until nothing changes any more', async () => {
    current = NEW;
    refresher.refresh();
    await clock.tickAsync(1900);
    expect(fetches).to.equal(1);
    current = OLD;
    await clock.tickAsync(200);
    expect(fetches, 'after the change').to.equal(2);
    await clock.tickAsync(2000);
    expect(fetches, 'after one more').to.equal(3);
    await clock.tickAsync(10_000);
    expect(fetches).to.equal(3);
  });

  it('again two seconds after a MOVED, though nothing has changed by then', async () => {
    refresher.refreshAfterChange();
    await clock.tickAsync(1900);
    expect(fetches).to.equal(1);
    await clock.tickAsync(10_000);
    expect(fetches).to.equal(2);
  });

  it('no more once it is stopped', async () => {
    refresher.refreshAfterChange();
    await clock.tickAsync(500);
    refresher.stop();
    await clock.tickAsync(200_000);
    expect(fetches).to.equal(1);
  });
});
