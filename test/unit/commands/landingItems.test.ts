import assert from 'node:assert/strict';
import { test } from 'node:test';
import { landingItems } from '../../../src/commands/landingItems.ts';

test('the excluded nodes come first, each with its reasons, then those that are reached', () => {
  const items = landingItems({
    nodes: 4,
    reaches: 2,
    reached: { items: ['b', 'c'], complete: true },
    excluded: {
      complete: true,
      items: [
        {
          reasons: [
            { code: 'taint', key: 'dedicated', value: 'db', effect: 'NoSchedule' },
            { code: 'nodeSelector', key: 'disk', want: 'ssd' },
          ],
          nodes: { items: ['a', 'd\u202e'], complete: true },
          count: 2,
        },
      ],
    },
  });
  const why =
    'taint dedicated=db:NoSchedule is not tolerated; node selector disk=ssd: the node has no such label';
  assert.deepEqual(
    items.map(({ heading, label, description }) => [heading ? '#' : '-', label, description]),
    [
      ['#', '2 excluded', ''],
      ['-', 'a', why],
      ['-', 'd\ufffd', why],
      ['#', '2 reached', ''],
      ['-', 'b', ''],
      ['-', 'c', ''],
    ],
  );
});
