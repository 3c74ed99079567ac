import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  annotationKeyFault,
  asLabelKey,
  asLabelValue,
  labelKeyFault,
  labelValueFault,
} from '../../../../src/lint/values/labels.ts';

test('keys: an optional DNS prefix and a name of at most 63 characters', () => {
  for (const good of ['a', 'A_b.c', 'a.b/C', '1', 'x'.repeat(63), `${'x'.repeat(253)}/y`])
    assert.equal(labelKeyFault(good), undefined, good);
  for (const bad of ['', '/', 'a/', '/a', 'a/b/c', 'a b', '-a', 'a_', 'A.b/c', 'x'.repeat(64), 'é'])
    assert.equal(typeof labelKeyFault(bad), 'string', bad);
  assert.equal(annotationKeyFault('A.b/c'), undefined);
  assert.equal(typeof annotationKeyFault('a b'), 'string');
});

test('values: empty, or at most 63 characters with a letter or digit at both ends', () => {
  for (const good of ['', 'a', '1.2', 'a_b-c.D', 'x'.repeat(63)])
    assert.equal(labelValueFault(good), undefined, good);
  for (const bad of ['-', 'a-', '.a', 'a b', 'a/b', 'https://x', 'x'.repeat(64)])
    assert.equal(typeof labelValueFault(bad), 'string', bad);
});

test('what is probably meant', () => {
  assert.equal(asLabelValue('my app!'), 'my-app');
  assert.equal(asLabelValue('web-'), 'web');
  assert.equal(asLabelValue('!!'), undefined);
  assert.equal(asLabelKey('my app'), 'my-app');
  assert.equal(asLabelKey('Example.com/app'), 'example.com/app');
  assert.equal(asLabelKey('a/b/c'), 'a.b/c');
  assert.equal(asLabelKey('app'), undefined);
});
