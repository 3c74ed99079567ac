import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { runNode } from './child.ts';
import type { Counted } from './countReporter.ts';
import { slowestFirst, tookSeconds } from './durations.ts';
import { type Counts, type Outcome, skip, sum } from './outcome.ts';
import type { Output } from './output.ts';
import { root } from './paths.ts';

/** How long one file may take, in ms, before it is ended and counts as failed. */
const limit = 8 * 60_000;

/** How long one test may take, in ms, unless it says so itself. */
const testLimit = 6 * 60_000;

export interface NodeTestOptions {
  readonly grep?: string | undefined;
  /**
   * The environment of each file that runs beside others, in a process of its own: as many run at once as there are
   * environments, and what one names is used by one file at a time. `one process`: where starting it costs more than the tests.
   */
  readonly slots: readonly NodeJS.ProcessEnv[] | 'one process';
  readonly output: Output;
  /** Hears of every file that has ended. */
  readonly progress?: (line: string) => void;
}

/** Runs node:test files, given from the root. The counts come from a reporter of our own and are checked against the runner's. */
export async function nodeTests(files: readonly string[], options: NodeTestOptions): Promise<Outcome> {
  if (files.length === 0) return skip('it has no tests.', 'Write one.');
  const { slots } = options;
  if (slots === 'one process') {
    return { is: 'ran', counts: await runFiles(['--test', '--test-isolation=none', ...files], {}, options) };
  }
  const waiting = slowestFirst(files);
  const counts: Counts[] = [];
  const work = async (env: NodeJS.ProcessEnv): Promise<void> => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      const began = performance.now();
      const made = await runFiles([file], env, options);
      counts.push(made);
      const seconds = (performance.now() - began) / 1000;
      if (made.failed === 0 && !options.grep) tookSeconds(file, seconds);
      const said = made.failed > 0 ? `${made.failed} FAILED` : `${made.passed} passed`;
      options.progress?.(
        `${basename(file)}: ${said}, ${seconds.toFixed(1)} s (file ${counts.length} of ${files.length})`,
      );
    }
  };
  await Promise.all(slots.map(work));
  return { is: 'ran', counts: sum(counts) };
}

/**
 * Runs files in one process. Without `--test` the reporters stand in the very process that runs the tests and write to files, so
 * that the end of the process, also the forced one, comes after their last word.
 */
async function runFiles(
  what: readonly string[],
  env: NodeJS.ProcessEnv,
  options: NodeTestOptions,
): Promise<Counts> {
  const temp = await mkdtemp(join(tmpdir(), 'kube-sets-counts-'));
  const counts = join(temp, 'counts');
  const code = await runNode(
    [
      `--test-timeout=${testLimit}`,
      // A failed test may leave something open, and must not hold up the rest. What must be closed is what tests count.
      '--test-force-exit',
      ...['--test-reporter=spec', '--test-reporter-destination=stdout'],
      `--test-reporter=${new URL('countReporter.ts', import.meta.url).href}`,
      `--test-reporter-destination=${counts}`,
      ...(options.grep ? [`--test-name-pattern=${options.grep}`] : []),
      ...what,
    ],
    { cwd: root, env, limit, output: options.output },
  );
  const text = await readFile(counts, 'utf8').catch(() => '');
  await rm(temp, { recursive: true, force: true });
  return judge(
    text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Counted),
    code,
    what.at(-1) ?? '',
    options.output,
  );
}

/** What was counted; and one failure more where tests may have been lost, or the process says that something else is wrong. */
function judge(lines: readonly Counted[], code: number | undefined, file: string, output: Output): Counts {
  const number = (is: Counted['is']): number => lines.filter((line) => line.is === is).length;
  const failures = lines.flatMap((line) => (line.is === 'failed' ? [`${line.name}: ${line.why}`] : []));
  const counts = {
    passed: number('passed'),
    failed: failures.length,
    skipped: number('skipped'),
    failures,
  };
  const wrong = (why: string): Counts => {
    output.write(`${file}: ${why}\n`);
    return { ...counts, failed: counts.failed + 1, failures: [...failures, `${file}: ${why}`] };
  };
  const ended = `the process ended ${code === undefined ? 'by a signal' : `with ${code}`}`;
  const last = lines.find((line) => line.is === 'end');
  if (!last) return wrong(`${ended} before its tests did.`);
  const passed = counts.passed + number('file');
  if (passed !== last.passed) return wrong(`${last.passed} tests passed, but ${passed} were counted.`);
  if (code !== 0 && counts.failed === 0) return wrong(`${ended}, though no test failed.`);
  return counts;
}
