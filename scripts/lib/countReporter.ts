import type { TestEvent } from 'node:test/reporters';

/** node:test marks a file that holds no test of its own, or could not be loaded, as a test named like the file. */
function isFile(data: { readonly name: string; readonly nesting: number; readonly file?: string }): boolean {
  return data.nesting === 0 && data.file !== undefined && data.file.endsWith(data.name);
}

/**
 * A reporter of node:test that writes `{"passed":…,"failed":…,"skipped":…}` when all has run. Suites count by their tests, and by
 * themselves only where they fail without one; a file that can't be loaded is a failure, an empty one is nothing; skipped and
 * to-do tests are skipped ones.
 */
async function* count(source: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  let passed = 0;
  let failed = 0;
  let skipped = 0;
  for await (const event of source) {
    if (event.type !== 'test:pass' && event.type !== 'test:fail') continue;
    const { data } = event;
    const suite = data.details.type === 'suite';
    if (data.skip !== undefined || data.todo !== undefined) {
      skipped += suite ? 0 : 1;
    } else if (event.type === 'test:pass') {
      passed += suite || isFile(data) ? 0 : 1;
    } else {
      const failure = (event.data.details.error as { failureType?: string }).failureType;
      // A parent fails because of its tests: those are counted already.
      if (failure !== 'subtestsFailed') failed++;
    }
  }
  yield JSON.stringify({ passed, failed, skipped });
}

// The runner asks for a default export.
export { count as default };
