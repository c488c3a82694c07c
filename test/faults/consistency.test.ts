import { expect } from 'chai';
import { Checker } from '../../tools/consistency/checker.js';
import { type Counters, Load } from '../../tools/consistency/load.js';
import { brokenPromises } from '../../tools/consistency/promises.js';
import { waitUntil } from '../support/local-cluster/index.js';

const KEYS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
const ENOUGH = 100;
const CERTAIN = { uncertain: 0 };

/** A server and a client of it in one, which makes no mistakes. */
class Faultless implements Counters {
  readonly values = new Map<string, number>();
  #writes = 0;

  async get(key: string): Promise<string | null> {
    return this.values.get(key)?.toString() ?? null;
  }

  async incr(key: string): Promise<number> {
    this.#writes += 1;
    return this.#writes === ENOUGH / 2 ? this.mistake(key) : this.execute(key);
  }

  /** What is done once instead. */
  async mistake(key: string): Promise<number> {
    return this.execute(key);
  }

  execute(key: string): number {
    const value = (this.values.get(key) ?? 0) + 1;
    this.values.set(key, value);
    return value;
  }
}

const uncertain = () => Object.assign(new Error('The connection was lost'), { code: 'UNCERTAIN_STATE' });

async function count(client: Faultless, inFlight: number): Promise<Checker> {
  const checker = new Checker();
  const load = new Load(client, checker, { keys: KEYS, inFlight });
  await waitUntil('enough to be counted', async () => checker.figures.writes >= ENOUGH);
  await load.stop();
  for (const key of KEYS) {
    checker.serverHas(key, client.values.get(key) ?? 0);
  }
  return checker;
}

describe('the consistency test', () => {
  for (const inFlight of [1, KEYS.length]) {
    describe(`with ${inFlight} in flight`, () => {
      it('finds nothing where nothing is wrong', async () => {
        const { figures } = await count(new Faultless(), inFlight);
        const { lost, lostByServers, unacknowledged, double } = figures;
        expect({ lost, lostByServers, unacknowledged, double }).to.deep.equal({
          lost: 0,
          lostByServers: 0,
          unacknowledged: 0,
          double: 0,
        });
        expect(figures.reads).to.be.within(figures.writes, figures.writes + inFlight);
        expect(brokenPromises(figures, CERTAIN)).to.deep.equal([]);
      });

      it('finds an increment that was sent twice, and answered by the second', async () => {
        class Resending extends Faultless {
          override async mistake(key: string) {
            this.execute(key);
            return this.execute(key);
          }
        }
        const { figures } = await count(new Resending(), inFlight);
        expect(figures.double).to.equal(1);
        expect(brokenPromises(figures, CERTAIN)).to.have.lengthOf(1);
      });

      it('finds an increment that was sent twice, and answered by the first', async () => {
        class Resending extends Faultless {
          override async mistake(key: string) {
            const answer = this.execute(key);
            this.execute(key);
            return answer;
          }
        }
        const { figures } = await count(new Resending(), inFlight);
        expect(figures.double).to.equal(1);
      });

      it('finds an increment that was sent twice, and reported as uncertain', async () => {
        class Resending extends Faultless {
          override async mistake(key: string): Promise<number> {
            this.execute(key);
            this.execute(key);
            throw uncertain();
          }
        }
        const { double, unacknowledged } = (await count(new Resending(), inFlight)).figures;
        expect({ double, unacknowledged }).to.deep.equal({ double: 1, unacknowledged: 1 });
      });

      it('finds an increment that was answered, and never executed', async () => {
        class Pretending extends Faultless {
          override async mistake(key: string) {
            return (this.values.get(key) ?? 0) + 1;
          }
        }
        const { figures } = await count(new Pretending(), inFlight);
        expect(figures.lost).to.equal(1);
        expect(brokenPromises(figures, CERTAIN)).to.have.lengthOf(1);
      });

      it('finds a failed increment that was executed all the same, and allows it where it was uncertain', async () => {
        class Failing extends Faultless {
          constructor(private readonly error: Error) {
            super();
          }

          override async mistake(key: string): Promise<number> {
            this.execute(key);
            throw this.error;
          }
        }
        const allowed = (await count(new Failing(uncertain()), inFlight)).figures;
        expect(allowed).to.include({ double: 0, unacknowledged: 1 });
        expect(brokenPromises(allowed, { uncertain: 1 })).to.deep.equal([]);
        expect(brokenPromises(allowed, CERTAIN)).to.have.lengthOf(1);

        const refused = Object.assign(new Error('No server'), { code: 'CLUSTER_UNAVAILABLE' });
        const denied = (await count(new Failing(refused), inFlight)).figures;
        expect(denied).to.include({ double: 1, unacknowledged: 0 });
        expect(brokenPromises(denied, { uncertain: 1 })).to.have.lengthOf(2);
      });

      it('counts reads that fail', async () => {
        class Failing extends Faultless {
          #reads = 0;

          override async get(key: string) {
            this.#reads += 1;
            if (this.#reads === ENOUGH / 2) {
              throw new Error('CLUSTERDOWN The cluster is down');
            }
            return super.get(key);
          }
        }
        const { figures } = await count(new Failing(), inFlight);
        expect([...figures.readErrors.values()]).to.deep.equal([1]);
        expect(brokenPromises(figures, CERTAIN)).to.have.lengthOf(1);
      });

      it('finds a reply that is for another key', async () => {
        class Confused extends Faultless {
          override async get(key: string) {
            return super.get(this.values.get(key) === 3 ? 'none' : key);
          }
        }
        const { figures } = await count(new Confused(), inFlight);
        expect(figures.lost).to.equal(3 * KEYS.length);
      });
    });
  }

  it("tells the servers' loss from the client's", () => {
    const checker = new Checker();
    for (let answer = 1; answer <= 5; answer += 1) {
      checker.incremented('a', answer);
    }
    checker.heirHas('a', 3);
    checker.read('a', 3);
    checker.incremented('a', 4);
    checker.read('a', 3);
    expect(checker.figures).to.include({ lostByServers: 2, lost: 1, double: 0 });
  });
});
