import { parseArgs } from 'node:util';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { bundles, type BundleReport } from './lib/bundle.ts';
import { root } from './lib/paths.ts';

/** The main bundle is read at every start of VS Code: it stays small. Bytes. */
const mainBudget = 200 * 1024;

const kilobytes = (bytes: number): string => `${(bytes / 1024).toFixed(1)} KB`;

function print(report: BundleReport): void {
  console.error(`${report.name}: ${kilobytes(report.atStart)} at start, ${kilobytes(report.total)} in all`);
  for (const [source, bytes] of report.largest)
    console.error(`  ${kilobytes(bytes).padStart(10)}  ${source}`);
}

const { values } = parseArgs({
  options: { production: { type: 'boolean', default: false }, watch: { type: 'boolean', default: false } },
});

const reports = await bundles(values);
for (const report of reports) print(report);
const main = reports.find((report) => report.name === 'extension');
if (values.production && main && main.atStart > mainBudget) {
  console.error(
    `dist/extension.js loads ${kilobytes(main.atStart)} at start; the budget is ${kilobytes(mainBudget)}.`,
  );
  process.exitCode = 1;
}
if (!values.watch) await stat(join(root, 'dist/extension.js'));
