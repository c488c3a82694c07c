import type { Figures } from '../results.js';
import { percentile } from '../statistics.js';
import type { Caller } from './caller.js';

// In milliseconds, before what is measured: until caches are warm.
const RUN_UP = 20;

/**
 * So many calls each millisecond, however long replies take. A latency counts
 * from when its call was due, so that what a slow client or a busy event loop
 * holds up is not left out.
 */
export function measureLatency(caller: Caller, perMillisecond: number, duration: number): Promise<Figures> {
  const milliseconds = RUN_UP + Math.ceil(duration);
  const latencies = new Float64Array((milliseconds - RUN_UP) * perMillisecond);
  const total = milliseconds * perMillisecond;
  return new Promise((resolve, reject) => {
    let answered = 0;
    let issued = 0;
    let kept = 0;
    const start = performance.now();
    const call = (due: number) => {
      caller((error) => {
        if (error !== null && error !== undefined) {
          reject(error);
          return;
        }
        if (due >= RUN_UP) {
          latencies[kept] = performance.now() - start - due;
          kept += 1;
        }
        answered += 1;
        if (answered === total) {
          latencies.sort();
          resolve({ p50: percentile(latencies, 0.5) * 1000, p99: percentile(latencies, 0.99) * 1000 });
        }
      });
    };
    const tick = () => {
      const now = performance.now() - start;
      while (issued < milliseconds && issued <= now) {
        for (let i = 0; i < perMillisecond; i += 1) {
          call(issued);
        }
        issued += 1;
      }
      if (issued < milliseconds) {
        setTimeout(tick, 1);
      }
    };
    tick();
  });
}
