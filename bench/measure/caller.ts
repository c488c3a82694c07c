import type { Calls, Done } from '../subjects/subject.js';
import type { CallName } from '../workloads.js';
import type { Data } from './data.js';

/** Makes the next call of a workload. */
export type Caller = (done: Done) => void;

/** Each call takes the next of the arguments made ready; their number is a power of two. */
export function callerOf(name: CallName, calls: Calls, data: Data): Caller {
  let next = 0;
  const inTurn = <T>(items: readonly T[]) => {
    const mask = items.length - 1;
    return () => {
      next = (next + 1) & mask;
      return items[next] as T;
    };
  };
  const { value } = data;
  switch (name) {
    case 'get': {
      const key = inTurn(data.randomKeys());
      return (done) => calls.get(key(), done);
    }
    case 'set': {
      const key = inTurn(data.randomKeys());
      return (done) => calls.set(key(), value, done);
    }
    case 'mget': {
      const keys = inTurn(data.keyLists());
      return (done) => calls.mget(keys(), done);
    }
    case 'mset': {
      const pairs = inTurn(data.pairLists());
      return (done) => calls.mset(pairs(), done);
    }
    case 'del': {
      const keys = inTurn(data.keyLists());
      return (done) => calls.del(keys(), done);
    }
    case 'batch': {
      const commands = inTurn(data.batches());
      return (done) => calls.batch(commands(), done);
    }
  }
}
