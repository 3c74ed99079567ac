import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { selectorMismatch } from '../../src/lint/rules/workload/selector-mismatch.ts';
import { serviceMissing } from '../../src/lint/rules/network/service-missing.ts';

const script = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'kubesets-lint-'));
after(() => rmSync(folder, { recursive: true, force: true }));

function run(...args: string[]): { code: number | null; lines: Record<string, unknown>[]; error: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' });
  const lines = stdout.split('\n').filter(Boolean);
  return {
    code: status,
    lines: lines.map((line) => JSON.parse(line) as Record<string, unknown>),
    error: stderr,
  };
}

test('one line a finding, exit code 1 with errors', () => {
  mkdirSync(join(folder, 'sub'));
  const file = join(folder, 'sub', 'set.yml');
  writeFileSync(file, `a: 1\n---\n${selectorMismatch.docs.bad}`);
  writeFileSync(join(folder, 'other.txt'), selectorMismatch.docs.bad);
  const { code, lines } = run(folder);
  assert.equal(code, 1);
  assert.ok(lines.every((line) => line['file'] === file));
  const loud = lines.filter(({ severity }) => severity !== 'hint');
  assert.equal(loud.length, 1);
  const { message, ...rest } = loud[0] ?? {};
  assert.match(String(message), /app=web, the template has app=webs/);
  assert.deepEqual(rest, {
    file,
    document: 1,
    line: 14,
    column: 14,
    code: 'selector-mismatch',
    severity: 'error',
    basis: 'api',
    path: 'spec.template.metadata.labels',
  });
});

test('exit code 0 without errors, 2 when it could not run', () => {
  const file = join(folder, 'a.yaml');
  writeFileSync(file, serviceMissing.docs.bad);
  const { code, lines } = run(file);
  assert.equal(code, 0);
  assert.ok(lines.some((line) => line['code'] === 'service-missing'));
  const missing = run(join(folder, 'nowhere.yaml'));
  assert.equal(missing.code, 2);
  assert.match(missing.error, /nowhere/);
  assert.equal(run().code, 2);
  assert.equal(run('--help').code, 2);
  const empty = join(folder, 'empty');
  mkdirSync(empty);
  assert.match(run(empty).error, /no YAML file/);
  assert.equal(run(empty).code, 2);
});
