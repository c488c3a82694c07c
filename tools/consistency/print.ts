import type { Figures } from './checker.js';
import type { Outcome } from './rows.js';

export function heading(row: string, client: string): string {
  return `\n${row}, over ${client}`;
}

/** The figures of a lane so far. */
export function line(when: string, lane: string, figures: Figures): string {
  return `${when.padStart(6)}  ${lane.padEnd(14)}  ${inWords(figures)}`;
}

/** One line for each lane and row, what is broken, and the sum of it all at the end. */
export function summary(outcomes: readonly Outcome[]): string {
  const lines = outcomes.map(({ row, lane, faults, figures }) => line(row, `${lane}, ${faults} ×`, figures));
  const broken = outcomes.flatMap((outcome) =>
    outcome.broken.map((sentence) => `${outcome.row}, ${outcome.lane}: ${sentence}`),
  );
  const sum = (figure: (figures: Figures) => number) =>
    outcomes.reduce((total, { figures }) => total + figure(figures), 0);
  const total =
    `${broken.length === 0 ? 'Every promise kept' : `${broken.length} promises broken`}: ` +
    `${sum(({ reads }) => reads)} reads, ${sum(({ writes }) => writes)} writes, ` +
    `lost ${sum(({ lost }) => lost)} (by the servers ${sum(({ lostByServers }) => lostByServers)}), ` +
    `unacknowledged ${sum(({ unacknowledged }) => unacknowledged)}, double ${sum(({ double }) => double)}, ` +
    `longest command ${Math.round(Math.max(...outcomes.map(({ figures }) => figures.longest)))} ms`;
  return ['\nSummary', ...lines, ...broken, total].join('\n');
}

function inWords(figures: Figures): string {
  return [
    `reads ${figures.reads}${errorsInWords(figures.readErrors)}`,
    `writes ${figures.writes}${errorsInWords(figures.writeErrors)}`,
    `lost ${figures.lost} (by the servers ${figures.lostByServers})`,
    `unacknowledged ${figures.unacknowledged}`,
    `double ${figures.double}`,
    `longest ${Math.round(figures.longest)} ms`,
  ].join('  ');
}

function errorsInWords(errors: ReadonlyMap<string, number>): string {
  const words = [...errors].map(([code, count]) => `${code} ${count}`);
  return words.length === 0 ? '' : ` (${words.join(', ')})`;
}
