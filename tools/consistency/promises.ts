import type { Figures } from './checker.js';

/** Which increments may fail: those under way on a master when it is killed, or none. */
export interface Promised {
  uncertain: number;
}

/** What is promised and was not kept, in words. */
export function brokenPromises(figures: Figures, { uncertain }: Promised): string[] {
  const { readErrors, writeErrors, double, lost } = figures;
  const certain = [...writeErrors].filter(([code]) => code !== 'UNCERTAIN_STATE');
  const uncertainWrites = writeErrors.get('UNCERTAIN_STATE') ?? 0;
  return [
    ...[...readErrors].map(([code, count]) => `${count} reads failed with ${code}`),
    ...certain.map(([code, count]) => `${count} writes failed with ${code}`),
    ...(uncertainWrites > uncertain
      ? [`${uncertainWrites} writes are uncertain, and at most ${uncertain} were under way on a killed master`]
      : []),
    ...(double > 0 ? [`${double} increments were executed that nobody asked for`] : []),
    ...(lost > 0 ? [`${lost} acknowledged increments are lost`] : []),
  ];
}
