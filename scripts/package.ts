import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createVSIX, listFiles, PackageManager } from '@vscode/vsce';
import manifest from '../package.json' with { type: 'json' };
import { runNode } from './lib/child.ts';
import { root } from './lib/paths.ts';

// Builds and packages the extension, and makes sure that only what belongs in it is in it.

/** The whole VSIX. Bytes. */
const budget = 700 * 1024;

const allowed = [
  /^package\.json$/,
  /^package\.nls(\.[\w-]+)?\.json$/,
  /^(README|CHANGELOG)\.md$/,
  /^LICENSE$/,
  /^dist\/(extension|worker)(-[\w-]+)?\.js$/,
  /^dist\/ThirdPartyNotices\.txt$/,
  // Translations; the English texts, from which they are made, stand in the code.
  /^l10n\/bundle\.l10n\.[\w-]+\.json$/,
  /^media\/[\w-]+\.(png|svg|woff2?)$/,
  /^snippets\/[\w-]+\.json$/,
];
const required = [
  'package.json',
  'README.md',
  'LICENSE',
  'dist/extension.js',
  'dist/worker.js',
  'dist/ThirdPartyNotices.txt',
];

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}

if ((await runNode([join(root, 'scripts/build.ts'), '--production'], { cwd: root })) !== 0) process.exit(1);

const files = (await listFiles({ cwd: root, packageManager: PackageManager.None })).map((file) =>
  file.replaceAll('\\', '/'),
);
const strangers = files.filter((file) => !allowed.some((pattern) => pattern.test(file)));
if (strangers.length > 0)
  fail(`These do not belong in the package (see .vscodeignore):\n  ${strangers.join('\n  ')}`);
const absent = required.filter((file) => !files.includes(file));
if (absent.length > 0) fail(`The package lacks ${absent.join(', ')}.`);

const packagePath = join(root, `${manifest.name}-${manifest.version}.vsix`);
await createVSIX({
  cwd: root,
  dependencies: false,
  packagePath,
  allowMissingRepository: true,
  // Without a repository there is nothing that the README's links could be made absolute with.
  rewriteRelativeLinks: false,
});
const { size } = await stat(packagePath);
const kilobytes = (bytes: number): string => `${Math.round(bytes / 1024)} KB`;
console.error(`${packagePath}: ${kilobytes(size)}, ${files.length} files`);
if (size > budget) fail(`The package is larger than its budget of ${kilobytes(budget)}.`);
