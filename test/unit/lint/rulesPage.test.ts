import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { rulesPage } from '../../../scripts/rulesPage.ts';

test('docs/rules.md is current', () => {
  const page = readFileSync(new URL('../../../docs/rules.md', import.meta.url), 'utf8');
  assert.ok(page.replaceAll('\r\n', '\n') === rulesPage(), 'Run: node scripts/rulesPage.ts');
});
