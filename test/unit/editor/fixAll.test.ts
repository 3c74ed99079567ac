import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { applyEdits, type TextEdit } from '../../../src/base/text.ts';
import { fixAll, preferredEdits } from '../../../src/editor/fixAll.ts';
import type { Finding } from '../../../src/lint/rule.ts';

/** A linter for which every `x` should be a `y`, one fix at a time. */
function nextFix(text: string): readonly TextEdit[] | undefined {
  const start = text.indexOf('x');
  return start < 0 ? undefined : [{ range: { start, end: start + 1 }, text: 'y' }];
}

describe('fixAll', () => {
  it('ends when there is no time left, with what it has', () => {
    let left = 2;
    assert.deepEqual(
      fixAll('xxx', nextFix, () => left-- > 0),
      { edit: { range: { start: 0, end: 2 }, text: 'yy' }, unfinished: true },
    );
    const { edit, unfinished } = fixAll('x'.repeat(201), nextFix);
    assert.equal(edit?.text, 'y'.repeat(200));
    assert.ok(unfinished);
  });

  it('fixes until nothing is left, in one edit', () => {
    assert.deepEqual(fixAll('axbxc', nextFix), {
      edit: { range: { start: 1, end: 4 }, text: 'yby' },
      unfinished: false,
    });
    assert.deepEqual(fixAll('abc', nextFix), { edit: undefined, unfinished: false });
  });

  it('looks anew after each fix, so that one fix can serve two findings', () => {
    const declare = (text: string): readonly TextEdit[] | undefined =>
      text.includes('use') && !text.includes('let')
        ? [{ range: { start: 0, end: 0 }, text: 'let ' }]
        : undefined;
    assert.deepEqual(fixAll('use use', declare).edit, { range: { start: 0, end: 0 }, text: 'let ' });
  });

  it('ends where fixes undo each other', () => {
    const toggle = (text: string): readonly TextEdit[] => [
      { range: { start: 0, end: 1 }, text: text.startsWith('a') ? 'b' : 'a' },
    ];
    assert.equal(fixAll('a', toggle).edit, undefined);
  });

  it('gives an edit that leads to the same text as the steps', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('x', 'y', 'a', '\n') }), (text) => {
        const { edit } = fixAll(text, nextFix);
        assert.equal(edit ? applyEdits(text, [edit]) : text, text.replaceAll('x', 'y'));
      }),
    );
  });
});

describe('preferredEdits', () => {
  const edits = [{ range: { start: 0, end: 1 }, text: 'b' }];
  const finding = (severity: Finding['severity'], to: string, preferred: boolean): Finding => ({
    code: 'x',
    basis: 'policy',
    document: 0,
    path: '',
    message: '',
    range: { start: 0, end: 1 },
    severity,
    fixes: () => [{ title: '', edits: [{ range: { start: 0, end: 1 }, text: to }], preferred }],
  });

  it('are those of the first fault with one obvious fix', () => {
    assert.deepEqual(
      preferredEdits('abc', [finding('error', 'x', false), finding('warning', 'b', true)]),
      edits,
    );
    assert.equal(preferredEdits('abc', [finding('error', 'b', false)]), undefined);
  });

  it('leave hints and informations to the person, and pass over what would change nothing', () => {
    assert.equal(preferredEdits('abc', [finding('hint', 'b', true), finding('info', 'b', true)]), undefined);
    assert.deepEqual(
      preferredEdits('abc', [finding('error', 'a', true), finding('warning', 'b', true)]),
      edits,
    );
  });
});
