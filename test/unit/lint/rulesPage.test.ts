import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { rulesPage } from '../../../scripts/rulesPage.ts';

test('docs/rules.md is current (else run scripts/rulesPage.ts)', () => {
  const page = readFileSync(new URL('../../../docs/rules.md', import.meta.url), 'utf8');
  assert.equal(page.replaceAll('\r\n', '\n'), rulesPage());
});
