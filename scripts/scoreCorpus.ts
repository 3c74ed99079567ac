// Scores the linter against a corpus of manifests with a real API server's verdicts: `npm run --silent score -- <folder> [flags of its
// scorer]`. The folder holds `mutants.tar.xz` and `mutant-verdicts.json`, `real/` and `real-verdicts.json`, and `score.mjs`, which
// prints the figures.
import { cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { execFileSync, spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { root } from './lib/paths.ts';

const [folder, ...flags] = process.argv.slice(2);
if (folder === undefined) {
  console.error('Usage: npm run --silent score -- <folder of the corpus> [--misses N]');
  process.exit(2);
}

const temp = await mkdtemp(join(tmpdir(), 'kube-sets-score-'));
try {
  await cp(resolve(folder), temp, { recursive: true, filter: (path) => basename(path) !== 'node_modules' });
  execFileSync('tar', ['xJf', 'mutants.tar.xz'], { cwd: temp });
  execFileSync('npm', ['install', '--silent', '--no-audit', '--no-fund'], {
    cwd: temp,
    stdio: ['ignore', 2, 2],
  });
  await score('mutants', ['--verdicts', 'mutant-verdicts.json']);
  await score('real', ['--verdicts', 'real-verdicts.json', '--split', 'dev']);
} finally {
  await rm(temp, { recursive: true, force: true });
}

/** Lints the files of one half as one workspace, and has the corpus's own scorer compare. */
async function score(name: string, verdicts: readonly string[]): Promise<void> {
  const linter = spawnSync(process.execPath, [join(root, 'src/cli.ts'), name], {
    cwd: temp,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (linter.status !== 0 && linter.status !== 1) throw new Error(`The linter ended with ${linter.status}`);
  const found = linter.stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as { file: string })
    .map((finding) => JSON.stringify({ ...finding, file: basename(finding.file) }));
  const done = (await readdir(join(temp, name))).map((file) => JSON.stringify({ file, done: true }));
  await writeFile(join(temp, 'findings.jsonl'), [...found, ...done].join('\n'));
  console.log(`── ${name} ${'─'.repeat(70 - name.length)}`);
  const args = ['score.mjs', ...verdicts, '--dir', name, '--findings', 'findings.jsonl', ...flags];
  const { status } = spawnSync(process.execPath, args, { cwd: temp, stdio: 'inherit' });
  if (status !== 0) throw new Error(`The scorer ended with ${status}`);
}
