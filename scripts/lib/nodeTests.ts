import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runNode } from './child.ts';
import { type Counts, type Outcome, skip } from './outcome.ts';
import { root } from './paths.ts';

/** How long a whole layer may take, in ms, before it is ended and counts as failed. */
const limit = 20 * 60_000;

/** How long one test may take, in ms, unless it says so itself. */
const testLimit = 6 * 60_000;

/** Runs node:test files, given from the root. What they print is shown as it comes; the counts come from a reporter of our own. */
export async function nodeTests(
  files: readonly string[],
  options: {
    readonly grep?: string | undefined;
    readonly env: NodeJS.ProcessEnv;
    readonly inOrder?: boolean;
  },
): Promise<Outcome> {
  if (files.length === 0) return skip('it has no tests.', 'Write one.');
  const temp = await mkdtemp(join(tmpdir(), 'kube-sets-counts-'));
  const counts = join(temp, 'counts.json');
  const code = await runNode(
    [
      '--test',
      `--test-timeout=${testLimit}`,
      // A failed test may leave something open, and must not hold up the rest. What must be closed is what tests count.
      ...(options.inOrder ? ['--test-force-exit'] : []),
      ...['--test-reporter=spec', '--test-reporter-destination=stdout'],
      ...[
        `--test-reporter=${new URL('countReporter.ts', import.meta.url).href}`,
        `--test-reporter-destination=${counts}`,
      ],
      ...(options.inOrder ? ['--test-concurrency=1'] : []),
      ...(options.grep ? [`--test-name-pattern=${options.grep}`] : []),
      ...files,
    ],
    { cwd: root, env: options.env, limit },
  );
  const text = await readFile(counts, 'utf8').catch(() => '');
  await rm(temp, { recursive: true, force: true });
  if (text === '') {
    console.error(`The test runner ended (${code ?? 'by a signal'}) before it had counted.`);
    return { is: 'ran', counts: { passed: 0, failed: 1, skipped: 0 } };
  }
  const counted = JSON.parse(text) as Counts;
  const silent = code !== 0 && counted.failed === 0 ? 1 : 0;
  if (silent) console.error(`The test runner ended with ${code ?? 'a signal'}, though no test failed.`);
  return { is: 'ran', counts: { ...counted, failed: counted.failed + silent } };
}
