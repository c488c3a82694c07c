/** The middle one of some numbers; of two middle ones, the mean. */
export function median(values: readonly number[]): number {
  if (values.length === 0) {
    throw new RangeError('A median needs one value at least');
  }
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] as number;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2;
}

/**
 * The value that a share of all does not exceed: the nearest rank.
 * @param sorted in rising order
 * @param share from 0 to 1
 */
export function percentile(sorted: ArrayLike<number>, share: number): number {
  if (sorted.length === 0) {
    throw new RangeError('A percentile needs one value at least');
  }
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] as number;
}
