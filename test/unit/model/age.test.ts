import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatDuration } from '../../../src/model/age.ts';

test('durations read as kubectl’s', () => {
  const s = 1000;
  const m = 60 * s;
  const h = 60 * m;
  const d = 24 * h;
  const y = 365 * d;
  const cases: readonly [number, string][] = [
    [-2 * s, '<invalid>'],
    [-1500, '0s'],
    [0, '0s'],
    [2345, '2s'],
    [119 * s, '119s'],
    [2 * m, '2m'],
    [2 * m + s, '2m1s'],
    [9 * m + 59 * s, '9m59s'],
    [10 * m + s, '10m'],
    [179 * m, '179m'],
    [3 * h, '3h'],
    [7 * h + 5 * m, '7h5m'],
    [8 * h + 5 * m, '8h'],
    [47 * h, '47h'],
    [2 * d, '2d'],
    [7 * d + 23 * h, '7d23h'],
    [8 * d + h, '8d'],
    [2 * y - d, '729d'],
    [2 * y, '2y'],
    [2 * y + 3 * d, '2y3d'],
    [8 * y + 3 * d, '8y'],
  ];
  for (const [ms, text] of cases) assert.equal(formatDuration(ms), text, String(ms));
});
