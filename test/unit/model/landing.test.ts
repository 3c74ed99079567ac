import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { landing, typedPlacement } from '../../../src/model/landing.ts';
import { trimNode } from '../../../src/model/trim.ts';

const node = (i: number, labels: Record<string, string> = {}): ReturnType<typeof trimNode> =>
  trimNode({ metadata: { name: `n${i}`, uid: `u${i}`, labels: { hostname: `n${i}`, ...labels } }, spec: {} });

test('nodes with the same reasons stand together, the most first; names are told up to a limit, counts are of all', () => {
  const nodes = Array.from({ length: 1200 }, (_, i) => node(i, i < 500 ? { zone: 'a' } : {}));
  const spec = typedPlacement({ nodeSelector: { zone: 'a' } });
  assert.ok(spec);
  const { nodes: all, reaches, reached, excluded } = landing(spec, nodes);
  assert.deepEqual([all, reaches, reached.items.length, reached.complete], [1200, 500, 500, true]);
  const [group, ...more] = excluded.items;
  assert.deepEqual([more.length, group?.count, group?.nodes.items.length], [0, 700, 500]);
  assert.equal(group?.nodes.complete, false);
  // Every node has a reason of its own here.
  const one = typedPlacement({ nodeSelector: { hostname: 'n7' } });
  assert.ok(one);
  const alone = landing(one, nodes);
  assert.deepEqual([alone.reaches, alone.excluded.items.length, alone.excluded.complete], [1, 100, false]);
});

test('a pod spec of another shape than the API’s says nothing, and never throws', () => {
  for (const wrong of [
    undefined,
    null,
    'x',
    [],
    { nodeName: 5 },
    { nodeSelector: 'a' },
    { nodeSelector: { a: 1 } },
    { tolerations: { key: 'a' } },
    { tolerations: ['a'] },
    { affinity: [] },
    {
      affinity: {
        nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: {} } },
      },
    },
  ]) {
    assert.equal(typedPlacement(wrong), undefined, JSON.stringify(wrong));
  }
  assert.ok(typedPlacement({ nodeSelector: null, tolerations: null, affinity: null, containers: 7 }));
  const key = fc.constantFrom('nodeName', 'nodeSelector', 'tolerations', 'affinity', 'nodeAffinity', 'key');
  const deep = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 6 },
      fc.constantFrom(null, true, 1, 'a'),
      fc.array(tie('value'), { maxLength: 2 }),
      fc.dictionary(key, tie('value'), { maxKeys: 3 }),
    ),
  })).value;
  fc.assert(
    fc.property(fc.dictionary(key, deep), (json) => {
      const spec = typedPlacement(json);
      if (spec) landing(spec, [node(1)]);
    }),
  );
});
