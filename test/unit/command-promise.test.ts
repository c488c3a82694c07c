import { expect } from 'chai';
import { CommandPromise } from '../../lib/command-promise.js';

type Done = (error: Error | null, value?: string) => void;

/** Long enough for every report of the turn: unhandled rejections come with the ticks, ours with the immediates. */
async function turnsToPass(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('command promise', () => {
  const failure = new Error('ERR failure');
  let unheard: Error[];
  let unhandled: unknown[];
  let listeners: NodeJS.UnhandledRejectionListener[];
  const remember = (reason: unknown) => unhandled.push(reason);

  beforeEach(() => {
    unheard = [];
    unhandled = [];
    // Mocha's own listener would take an unhandled rejection for a failure of the test.
    listeners = process.listeners('unhandledRejection');
    process.removeAllListeners('unhandledRejection');
    process.on('unhandledRejection', remember);
  });

  afterEach(() => {
    process.off('unhandledRejection', remember);
    for (const listener of listeners) {
      process.on('unhandledRejection', listener);
    }
  });

  const start = (begin: (done: Done) => void) => CommandPromise.of<string>(begin, (error) => unheard.push(error));

  const ways: [when: string, later: (settle: () => void) => void][] = [
    ['at once', (settle) => settle()],
    ['in the same tick', (settle) => queueMicrotask(settle)],
    ['in the next tick', (settle) => process.nextTick(settle)],
    ['in a later turn', (settle) => setImmediate(settle)],
  ];
  for (const [when, later] of ways) {
    const fulfilled = () => start((done) => later(() => done(null, 'value')));
    const rejected = () => start((done) => later(() => done(failure)));

    describe(`that is settled ${when}`, () => {
      it('gives its value', async () => {
        expect(await fulfilled()).to.equal('value');
        expect(await Promise.all([fulfilled(), fulfilled()])).to.deep.equal(['value', 'value']);
        expect(await fulfilled().then((value) => `${value}!`)).to.equal('value!');
      });

      it('reports no value', async () => {
        fulfilled();
        await turnsToPass();
        expect(unheard).to.deep.equal([]);
        expect(unhandled).to.deep.equal([]);
      });

      it('reports an error that nobody hears, once', async () => {
        rejected();
        await turnsToPass();
        expect(unheard).to.deep.equal([failure]);
        expect(unhandled).to.deep.equal([]);
      });

      it('reports the error of each that nobody hears', async () => {
        rejected();
        rejected();
        await turnsToPass();
        expect(unheard).to.deep.equal([failure, failure]);
        expect(unhandled).to.deep.equal([]);
      });

      const listening: [how: string, listen: (promise: Promise<string>) => Promise<unknown>][] = [
        ['catch', (promise) => promise.catch((error) => error)],
        ['then', (promise) => promise.then(undefined, (error) => error)],
        ['then and a catch behind it', (promise) => promise.then(() => 'no').catch((error) => error)],
        ['finally and a catch behind it', (promise) => promise.finally(() => {}).catch((error) => error)],
        ['Promise.all', (promise) => Promise.all([promise]).catch((error) => error)],
        [
          'Promise.allSettled',
          async (promise) => (await Promise.allSettled([promise])).map((it) => Object.values(it)[1])[0],
        ],
        [
          'await',
          async (promise) => {
            try {
              return await promise;
            } catch (error) {
              return error;
            }
          },
        ],
        ['an async function that returns it', (promise) => (async () => promise)().catch((error) => error)],
      ];
      for (const [how, listen] of listening) {
        it(`tells ${how} of its error, and nobody else`, async () => {
          expect(await listen(rejected())).to.equal(failure);
          await turnsToPass();
          expect(unheard).to.deep.equal([]);
          expect(unhandled).to.deep.equal([]);
        });
      }

      it('tells every listener', async () => {
        const promise = rejected();
        const heard = await Promise.all([promise.catch((error) => error), promise.catch((error) => error)]);
        expect(heard).to.deep.equal([failure, failure]);
      });

      it('tells whoever begins to listen after the report', async () => {
        const promise = rejected();
        await turnsToPass();
        expect(await promise.catch((error) => error)).to.equal(failure);
        expect(unheard).to.deep.equal([failure]);
      });

      it('leaves the error of a derived promise to whoever derived it', async () => {
        rejected().then(() => {});
        await turnsToPass();
        expect(unheard).to.deep.equal([]);
        expect(unhandled).to.deep.equal([failure]);
      });
    });
  }

  it('waits with its report for those that listen before the turn ends', async () => {
    const promise = start((done) => done(failure));
    const heard: unknown[] = [];
    process.nextTick(() => promise.catch((error) => heard.push(error)));
    await turnsToPass();
    expect(heard).to.deep.equal([failure]);
    expect(unheard).to.deep.equal([]);
    expect(unhandled).to.deep.equal([]);
  });

  it('is a promise, and what is derived from it is a plain one', () => {
    const promise = start((done) => done(null, 'value'));
    expect(promise).to.be.instanceOf(CommandPromise).and.instanceOf(Promise);
    for (const derived of [promise.then(), promise.catch(() => {}), promise.finally(() => {})]) {
      expect(derived.constructor).to.equal(Promise);
      expect(derived).not.to.be.instanceOf(CommandPromise);
    }
  });

  it('starts at once, and once', () => {
    let started = 0;
    start(() => {
      started += 1;
    });
    expect(started).to.equal(1);
  });
});
