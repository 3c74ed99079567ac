// Rewrites package.json's dependencies from the code-server version named there: its VS Code's own, listed flat beside it.
// Run it in this folder, then `npm install --package-lock-only --ignore-scripts`, and try the tests.
import { execSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const read = (file) => JSON.parse(readFileSync(file, 'utf8'));
const manifest = read('package.json');
const wanted = manifest.dependencies['code-server'];
const temp = mkdtempSync(join(tmpdir(), 'code-server-'));
execSync(
  `npm pack --silent --pack-destination ${temp} code-server@${wanted} && tar xzf ${temp}/*.tgz -C ${temp}`,
);
const base = join(temp, 'package/lib/vscode');
const locked = read(join(base, 'npm-shrinkwrap.json')).packages;
const own = Object.keys(read(join(base, 'package.json')).dependencies);
rmSync(temp, { recursive: true });

// Heavy, native, or for features that no test uses.
const dropped =
  /^(@devcontainers|@github\/|@microsoft\/mxc|@vscode\/(copilot|sandbox|sqlite3|windows-|tree-sitter|vscode-language)|kerberos|ssh2|node-addon-api|zod|tar$|detect-libc)/;
const fixed = {
  'code-server': wanted,
  '@vscode/spdlog': 'file:shims/spdlog',
  '@vscode/native-watchdog': 'file:shims/native-watchdog',
};
const names = [...own.filter((name) => !dropped.test(name)), 'code-server', 'undici'].sort();
manifest.dependencies = Object.fromEntries(
  names.map((name) => [name, fixed[name] ?? locked[`node_modules/${name}`].version]),
);
writeFileSync('package.json', `${JSON.stringify(manifest, null, 2)}\n`);
