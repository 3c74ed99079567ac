import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { l10nBundle, textsOf } from '../../scripts/l10nBundle.ts';

test('l10n/bundle.l10n.json is current (else run scripts/l10nBundle.ts)', () => {
  const bundle = readFileSync(new URL('../../l10n/bundle.l10n.json', import.meta.url), 'utf8');
  const [there, wanted] = [bundle, l10nBundle()].map((text) => JSON.parse(text) as Record<string, string>);
  // What differs, not the whole of both.
  const only = (a = {}, b = {}): string[] => Object.keys(a).filter((key) => !(key in b));
  assert.deepEqual({ missing: only(wanted, there), stale: only(there, wanted) }, { missing: [], stale: [] });
  assert.ok(bundle.replaceAll('\r\n', '\n') === l10nBundle(), 'the order or the form differs');
});

test('both ways to translate are found, and nothing else', () => {
  const calls = "l10n.t('a {0}', x); vscode.l10n.t(`b`); other.t('c'); t('d'); l10n.config('e');";
  assert.deepEqual(textsOf('x.ts', `() => { ${calls} }`), ['a {0}', 'b']);
});

test('a text that is not a literal is refused', () => {
  assert.throws(() => textsOf('x.ts', '\nl10n.t(text)'), /x\.ts:2: /);
  assert.throws(() => textsOf('x.ts', 'l10n.t(`a ${b}`)'), /x\.ts:1: /);
});

test('a text that is translated as its module loads is refused', () => {
  assert.throws(() => textsOf('x.ts', "const a = { b: l10n.t('c') };"), /x\.ts:1: .* function/);
  assert.deepEqual(textsOf('x.ts', "const a = { b: () => l10n.t('c') };"), ['c']);
});

test('what a text puts in is numbered from {0} without a gap', () => {
  for (const text of Object.keys(JSON.parse(l10nBundle()) as object)) {
    const numbers = new Set([...text.matchAll(/\{(\d+)\}/g)].map((match) => Number(match[1])));
    assert.deepEqual(
      [...numbers].sort(),
      [...numbers.keys()].map((_, i) => i),
      text,
    );
  }
});
