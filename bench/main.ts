/** `npm run bench`: see bench/README.md. */
import { setMaxListeners } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { bench, plan, stepsOf } from './bench.js';
import { parseOptions, RESULTS, USAGE } from './options.js';
import { prepare } from './prepare.js';
import { Progress } from './progress.js';
import { describeMachine } from './report/machine.js';
import { readmeFigures, withFigures } from './report/readme.js';
import { markdown, write } from './report/report.js';
import { SUBJECTS } from './subjects/index.js';

const README = 'README.md';

async function main(args: readonly string[]): Promise<number> {
  if (args.includes('--help')) {
    console.log(USAGE);
    return 0;
  }
  const options = parseOptions(args);
  const heats = plan(options);
  const cells = heats.flat();
  if (cells.length === 0) {
    throw new TypeError('Expected --only and --workloads to have something in common: nobody would be measured');
  }
  const taking = new Set(cells.map(({ subject }) => subject));
  const packages = SUBJECTS.filter(({ name }) => taking.has(name)).flatMap((subject) => subject.packages);
  prepare(packages, console.error);
  const abort = new AbortController();
  // Each worker of a heat listens to it.
  setMaxListeners(0, abort.signal);
  // The servers are stopped, and what was measured by then is printed.
  process.once('SIGINT', () => abort.abort());
  process.once('SIGTERM', () => abort.abort());
  const progress = new Progress(stepsOf(heats, options.seconds), process.stdout);
  const outcome = await bench(heats, options.seconds, progress, abort.signal);
  const machine = describeMachine(packages);
  const text = markdown(outcome, options, machine);
  console.log(text);
  if (abort.signal.aborted) {
    return 130;
  }
  if (options.out !== undefined) {
    await write(options.out, outcome, options, machine, text);
  }
  if (options.out === RESULTS) {
    const figures = readmeFigures(outcome.results, machine, options.rounds, options.seconds);
    await writeFile(README, withFigures(await readFile(README, 'utf8'), figures));
  }
  return outcome.failures.length === 0 ? 0 : 1;
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error) => {
    console.error(error instanceof TypeError ? error.message : error);
    process.exitCode = 1;
  },
);
