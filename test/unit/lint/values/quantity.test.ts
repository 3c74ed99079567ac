import assert from 'node:assert/strict';
import { test } from 'node:test';
import { meantQuantity, nano, parseQuantity } from '../../../../src/lint/values/quantity.ts';

test('amounts as the API server reads them', () => {
  const cases: readonly (readonly [string, bigint])[] = [
    ['0', 0n],
    ['1', nano],
    ['+1', nano],
    ['-1', -nano],
    ['1.5', 1_500_000_000n],
    ['.5', 500_000_000n],
    ['1.', nano],
    ['100m', 100_000_000n],
    ['1u', 1000n],
    ['1n', 1n],
    ['0.1n', 1n],
    ['1k', 1000n * nano],
    ['1Ki', 1024n * nano],
    ['0.5Gi', (1n << 29n) * nano],
    ['1e3', 1000n * nano],
    ['1E3', 1000n * nano],
    ['1e-3', 1_000_000n],
    ['1e+21', 10n ** 30n],
    ['1E', 10n ** 27n],
    ['Gi', 0n],
    ['-', 0n],
    [' 1Gi ', (1n << 30n) * nano],
  ];
  for (const [text, amount] of cases) assert.equal(parseQuantity(text), amount, text);
});

test('what the API server refuses', () => {
  for (const text of [
    '',
    ' ',
    '1K',
    '1ki',
    '1gi',
    '500MB',
    '1 Gi',
    '1.5.0Gi',
    'half',
    '1e',
    '1e+',
    'true',
    '1GiB',
    '0x10',
    '1_000',
    '١',
  ])
    assert.equal(parseQuantity(text), undefined, text);
});

test('endless numbers take no endless time', () => {
  assert.equal(typeof parseQuantity(`1e${'9'.repeat(50)}`), 'bigint');
  assert.equal(typeof parseQuantity('9'.repeat(100_000)), 'bigint');
});

test('the unit that is probably meant', () => {
  const cases: readonly (readonly [string, string | undefined])[] = [
    ['1K', '1k'],
    ['1ki', '1Ki'],
    ['1gi', '1Gi'],
    ['1g', '1G'],
    ['500MB', '500M'],
    ['500mb', '500M'],
    ['1GiB', '1Gi'],
    ['10Gb', '10G'],
    ['1 Gi', '1Gi'],
    ['1,5Gi', '1.5Gi'],
    ['2core', '2'],
    ['500mCPU', '500m'],
    ['512 bytes', '512'],
    ['1.5.0Gi', undefined],
    ['half', undefined],
    ['5 potatoes', undefined],
    ['1Gi', undefined],
  ];
  for (const [text, meant] of cases) assert.equal(meantQuantity(text), meant, text);
});
