import type { TestEvent } from 'node:test/reporters';

/** One line of what the reporter writes: a test that ended, or what the runner counted itself when all had. */
export type Counted =
  | { readonly is: 'passed' | 'skipped' | 'file' }
  | { readonly is: 'failed'; readonly name: string; readonly why: string }
  | { readonly is: 'end'; readonly passed: number; readonly tests: number };

/** node:test marks a file that holds no test of its own, or could not be loaded, as a test named like the file. */
function isFile(data: { readonly name: string; readonly nesting: number; readonly file?: string }): boolean {
  return data.nesting === 0 && data.file !== undefined && data.file.endsWith(data.name);
}

function counted(event: TestEvent): Counted | undefined {
  if (event.type === 'test:summary') {
    const { passed, tests } = event.data.counts;
    return { is: 'end', passed, tests };
  }
  if (event.type !== 'test:pass' && event.type !== 'test:fail') return undefined;
  const { data } = event;
  const suite = data.details.type === 'suite';
  if (data.skip !== undefined || data.todo !== undefined) return suite ? undefined : { is: 'skipped' };
  if (event.type === 'test:pass') return suite ? undefined : { is: isFile(data) ? 'file' : 'passed' };
  const error = event.data.details.error as Error & { failureType?: string };
  // A parent fails because of its tests: those are counted already.
  if (error.failureType === 'subtestsFailed') return undefined;
  // What the test threw stands in the runner's error as its cause.
  const { cause } = error;
  return { is: 'failed', name: data.name, why: cause instanceof Error ? cause.message : error.message };
}

/**
 * A reporter of node:test that writes a line of JSON ({@link Counted}) for each test when it ends: so what had run is known even
 * of a file that is killed. Suites count by their tests, and by themselves only where they fail without one; a file that can't be
 * loaded is a failure; skipped and to-do tests are skipped ones.
 */
async function* count(source: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  for await (const event of source) {
    const line = counted(event);
    if (line) yield `${JSON.stringify(line)}\n`;
  }
}

// The runner asks for a default export.
export { count as default };
