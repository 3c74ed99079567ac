// The one entry of all npm scripts. Plain JavaScript for Node 20: everything else runs as TypeScript on a newer Node,
// which is found or installed here.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const needed = [22, 18];

const targets = {
  bench: 'test/bench/main.ts',
  build: 'scripts/build.ts',
  cluster: 'test/cluster/main.ts',
  'lint-manifests': 'src/cli.ts',
  package: 'scripts/package.ts',
  scaffolds: 'scripts/scaffolds.ts',
  score: 'scripts/scoreCorpus.ts',
  start: 'scripts/start.ts',
  test: 'scripts/test.ts',
};

function fail(message) {
  console.error(message);
  process.exit(2);
}

/** Whether node_modules holds what package-lock.json asks for (optional packages of other machines may be missing). */
function installed() {
  const read = (file) => JSON.parse(readFileSync(join(root, file), 'utf8')).packages;
  if (!existsSync(join(root, 'node_modules/.package-lock.json'))) return false;
  const wanted = read('package-lock.json');
  const present = read('node_modules/.package-lock.json');
  return Object.entries(wanted).every(([path, { version, optional }]) => {
    if (path === '') return true;
    return present[path] ? present[path].version === version : optional === true;
  });
}

function install() {
  console.error('Installing what package-lock.json names (about 20 s)…');
  const npm = process.env.npm_execpath;
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  // Standard output belongs to the command that was asked for, so npm speaks on standard error.
  const options = { cwd: root, stdio: ['ignore', 2, 2] };
  const { status } = npm?.endsWith('.js')
    ? spawnSync(process.execPath, [npm, ...args], options)
    : spawnSync('npm', args, { ...options, shell: process.platform === 'win32' });
  if (status !== 0) fail('npm ci failed: see above. Is the npm registry reachable?');
}

function newerNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > needed[0] || (major === needed[0] && minor >= needed[1])) return process.execPath;
  const bundled = join(root, `node_modules/node-${process.platform}-${process.arch}/bin/node`);
  if (existsSync(bundled)) return bundled;
  return fail(
    `Node ${needed.join('.')} or newer is needed to run TypeScript; this is ${process.version}. ` +
      `On Linux (x64, arm64) npm installs one beside the project; here, please install Node 24 from https://nodejs.org.`,
  );
}

const [name, ...args] = process.argv.slice(2);
const target = Object.hasOwn(targets, name ?? '') ? join(root, targets[name]) : undefined;
if (!target) fail(`Which script? One of: ${Object.keys(targets).join(', ')}.`);
if (!existsSync(target)) fail(`"${name}" is not part of this version: ${targets[name]} does not exist.`);
if (!installed()) install();

const node = newerNode();
const child = spawn(node, ['--disable-warning=ExperimentalWarning', target, ...args], {
  stdio: 'inherit',
  env: { ...process.env, PATH: dirname(node) + delimiter + (process.env.PATH ?? '') },
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    // In a terminal Ctrl-C reaches the child by itself: it is one press, so it is one signal.
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
  });
}
child.on('error', (error) => fail(`${node} could not be started: ${error.message}`));
child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
