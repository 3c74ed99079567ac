import { appendFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'node:util';
import Mocha from 'mocha';

/**
 * What VS Code calls in its extension host. Runs the suites beside this file and writes their report to the file named by
 * KUBESETS_SUITE_REPORT: console.log there is VS Code's own and mixed with its messages. The report's last line is written
 * only when all has run to its end, so that a crash, which VS Code reports as success, can't pass for one.
 */
export async function run(): Promise<void> {
  const report = process.env['KUBESETS_SUITE_REPORT'];
  if (report === undefined) throw new Error('KUBESETS_SUITE_REPORT names no file');
  Mocha.reporters.Base.consoleLog = (...parts: unknown[]): void =>
    appendFileSync(report, `${format(...parts)}\n`);
  const grep = process.env['KUBESETS_SUITE_GREP'];
  const mocha = new Mocha({ ui: 'bdd', color: false, timeout: 30_000, ...(grep ? { grep } : {}) });
  const suites = join(__dirname, 'suite');
  for (const file of readdirSync(suites)) if (file.endsWith('.test.cjs')) mocha.addFile(join(suites, file));
  const failed = await new Promise<number>((resolve) => {
    const failing: string[] = [];
    const runner = mocha.run((failures) => {
      const { passes = 0, pending = 0 } = runner.stats ?? {};
      // A line each, as whoever reads the report wants it.
      for (const failure of failing) appendFileSync(report, `✖ ${JSON.stringify(failure)}\n`);
      appendFileSync(report, `${passes} passed, ${failures} failed, ${pending} skipped\n`);
      resolve(failures);
    });
    runner.on('fail', (test, error: Error) => failing.push(`${test.fullTitle()}: ${error.message}`));
  });
  if (failed > 0) throw new Error(`${failed} failed`);
}
