export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** What failed and why, a text each: said once more at the end of a run, where it is found. */
  readonly failures?: readonly string[];
}

export function sum(all: readonly Counts[]): Counts {
  const add = (key: 'passed' | 'failed' | 'skipped'): number =>
    all.reduce((total, counts) => total + counts[key], 0);
  return {
    passed: add('passed'),
    failed: add('failed'),
    skipped: add('skipped'),
    failures: all.flatMap(({ failures }) => failures ?? []),
  };
}

/** The beginning of a long text. */
const head = (text: string): string => (text.length > 1500 ? `${text.slice(0, 1500)} …` : text);

/** How a layer of tests ended. */
export type Outcome =
  | { readonly is: 'ran'; readonly counts: Counts }
  /** It can't run here. `remedy` says what the person can do about that. */
  | { readonly is: 'skipped'; readonly why: string; readonly remedy: string };

export interface LayerResult {
  readonly name: string;
  readonly outcome: Outcome;
  readonly seconds: number;
}

/** One check that is passed or failed as a whole. */
export const check = (passed: boolean): Outcome => ({
  is: 'ran',
  counts: { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 },
});

export const skip = (why: string, remedy: string): Outcome => ({ is: 'skipped', why, remedy });

function cells({ name, outcome, seconds }: LayerResult): string[] {
  const time = `${seconds.toFixed(1)} s`;
  if (outcome.is === 'skipped') return [name, '-', '-', 'SKIPPED', time];
  const { passed, failed, skipped } = outcome.counts;
  return [name, String(passed), String(failed), String(skipped), time];
}

/**
 * The report that ends a run: what failed, a table, what was skipped and why, and as its last line `N passed, N failed, N skipped`. A layer
 * that could not run counts as one skipped, or as one failed where it is `mandatory`. `code` is 1 when something failed or
 * nothing ran.
 */
export function summary(
  results: readonly LayerResult[],
  mandatory: boolean,
): { readonly text: string; readonly code: number } {
  const rows = [['layer', 'passed', 'failed', 'skipped', 'time'], ...results.map(cells)];
  const widths = rows[0]?.map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0))) ?? [];
  const table = rows.map((row) =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  '),
  );
  const total = { passed: 0, failed: 0, skipped: 0 };
  const loud: string[] = [];
  const failures: string[] = [];
  for (const { name, outcome } of results) {
    if (outcome.is === 'skipped') {
      total[mandatory ? 'failed' : 'skipped']++;
      loud.push(`*** ${name} did NOT run: ${outcome.why}`, `    ${outcome.remedy}`);
      if (mandatory) loud.push('    In CI it must run, so this is a failure.');
    } else {
      total.passed += outcome.counts.passed;
      total.failed += outcome.counts.failed;
      total.skipped += outcome.counts.skipped;
      for (const failure of outcome.counts.failures ?? [])
        failures.push(`✖ ${name}: ${head(failure).replaceAll('\n', '\n    ')}`, '');
    }
  }
  const closing = `${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`;
  const nothing = total.passed + total.failed === 0 ? ['Nothing ran.'] : [];
  return {
    text: [...failures, ...table, '', ...loud, ...nothing, closing].join('\n'),
    code: total.failed > 0 || nothing.length > 0 ? 1 : 0,
  };
}
