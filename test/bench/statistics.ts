/** The value below which `share` (0 to 1) of the values lie; the values need not be sorted. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1));
  const found = sorted[at];
  if (found === undefined) throw new Error('No values');
  return found;
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);

/** Three significant figures: more would be noise. */
export const round = (value: number): number => Number(value.toPrecision(3));
