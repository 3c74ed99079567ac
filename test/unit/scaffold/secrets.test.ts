import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { password } from '../../../src/scaffold/secrets.ts';

const random = (count: number): Uint8Array => crypto.getRandomValues(new Uint8Array(count));

describe('password', () => {
  it('is 24 letters and digits, another one each time', () => {
    const drawn = new Set(Array.from({ length: 100 }, () => password(random)));
    assert.equal(drawn.size, 100);
    for (const text of drawn) assert.match(text, /^[A-Za-z0-9]{24}$/);
  });

  it('throws away bytes that would favour some letters', () => {
    let calls = 0;
    const text = password((count) => new Uint8Array(count).fill(calls++ === 0 ? 255 : 61), 4);
    assert.equal(text, '9999');
    assert.equal(calls, 2);
  });

  it('has every letter equally often', () => {
    let next = 0;
    const counts = new Map<string, number>();
    const text = password((count) => Uint8Array.from({ length: count }, () => next++ % 256), 62 * 4);
    for (const letter of text) counts.set(letter, (counts.get(letter) ?? 0) + 1);
    assert.equal(counts.size, 62);
    for (const count of counts.values()) assert.equal(count, 4);
  });
});
