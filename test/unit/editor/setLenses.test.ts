import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { landingLens, podSpecOf } from '../../../src/editor/landingLens.ts';
import { lensesOf, setsIn } from '../../../src/editor/setLenses.ts';
import { parse } from '../../../src/manifest/parse.ts';
import type { Landing } from '../../../src/model/known.ts';
import type { StatefulSetRow } from '../../../src/model/rows.ts';

const manifest = `# The namespace.
apiVersion: v1
kind: Namespace
metadata: { name: db }
---
# A database.
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: mongodb, namespace: db }
spec: { ordinals: { start: 2 } }
---
apiVersion: v1
kind: List
items:
  - apiVersion: apps/v1
    kind: DaemonSet
    metadata: { name: fluentd }
`;

const row: StatefulSetRow = {
  kind: 'statefulset',
  key: 'k',
  expandable: true,
  set: { kind: 'StatefulSet', context: 'test', namespace: 'db', name: 'mongodb', uid: 'u' },
  ready: 2,
  replicas: 3,
  updated: 3,
  rolling: false,
  deleting: false,
  trouble: {
    place: 'mongodb-2',
    state: 'waiting',
    reason: { code: 'waitsForOrdinal', pod: 'mongodb-1', state: 'pending' },
  },
  ports: [],
};

const set = (index: number) => {
  const found = setsIn(parse(manifest))[index];
  assert.ok(found);
  return found;
};

describe('setsIn', () => {
  it('finds each set where its object begins, also in a list', () => {
    const starts = setsIn(parse(manifest)).map(({ target, offset }) => [
      `${target.kind} ${target.namespace ?? '-'}/${target.name}`,
      manifest.slice(offset, offset + 20),
    ]);
    assert.deepEqual(starts, [
      ['StatefulSet db/mongodb', 'apiVersion: apps/v1\n'],
      ['DaemonSet -/fluentd', 'apiVersion: apps/v1\n'],
    ]);
  });

  it('finds none in other files', () => {
    for (const text of [
      '',
      'services:\n  web: { image: x }\n',
      'apiVersion: apps/v1\nkind: StatefulSet\n',
      'apiVersion: kruise.io/v1\nkind: StatefulSet\nmetadata: { name: a }\n',
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: a }\n',
      'apiVersion: apps/v1\nkind: StatefulSet\nmetadata:\n  name: {{ .Values.name }}\n',
    ])
      assert.deepEqual(setsIn(parse(text)), [], text);
  });
});

describe('lensesOf', () => {
  const told = (index: number, known?: StatefulSetRow) =>
    lensesOf(set(index), 'file', { row: known }).map(({ title, command, arguments: args }) => [
      title,
      command,
      ...args,
    ]);

  it('offers the verbs, on the file and on the first place', () => {
    assert.deepEqual(told(0), [
      ['Apply', 'kubesets.applyManifest', 'file'],
      ['Diff', 'kubesets.diffManifest', 'file'],
      [
        'Port Forward',
        'kubesets.portForward',
        { manifest: { kind: 'StatefulSet', namespace: 'db', name: 'mongodb', ordinal: 2 } },
      ],
      ['Delete in order', 'kubesets.deleteManifest', 'file'],
    ]);
    assert.deepEqual(told(1)[2], [
      'Port Forward',
      'kubesets.portForward',
      { manifest: { kind: 'DaemonSet', namespace: undefined, name: 'fluentd' } },
    ]);
  });

  it('says where a DaemonSet would land, where that is known', () => {
    const landing: Landing = {
      nodes: 7,
      reaches: 5,
      reached: { items: ['a', 'b', 'c', 'd', 'e'], complete: true },
      excluded: { items: [], complete: true },
    };
    const [first, ...verbs] = lensesOf(set(1), 'file', { landing });
    assert.equal(first?.title, '5 of 7 nodes · 2 excluded');
    assert.deepEqual([first.command, first.arguments], ['kubesets.showLanding', ['fluentd', landing]]);
    assert.deepEqual(verbs, lensesOf(set(1), 'file', {}));
    assert.equal(landingLens('fluentd', { ...landing, nodes: 5 }).title, '5 of 5 nodes');
  });

  it('asks with the pod’s spec as it is typed, of a DaemonSet only', () => {
    const typed = (kind: string, spec: string) =>
      setsIn(parse(`apiVersion: apps/v1\nkind: ${kind}\nmetadata: { name: a }\nspec: ${spec}\n`)).map(
        ({ object }) => podSpecOf(object),
      );
    const template = '{ template: { spec: { nodeSelector: { disk: ssd } } } }';
    assert.deepEqual(typed('DaemonSet', template), [{ nodeSelector: { disk: 'ssd' } }]);
    assert.deepEqual(typed('DaemonSet', '{ template: { spec: } }'), [undefined]);
    assert.deepEqual(typed('StatefulSet', template), [undefined]);
  });

  it('begins with the state, in the words of the tree, where it is known', () => {
    const [state, ...verbs] = told(0, row);
    assert.deepEqual(state, [
      '2/3 ready · mongodb-2 waiting: waits for mongodb-1 (pending)',
      'kubesets.revealSet',
      row.set,
    ]);
    assert.deepEqual(verbs, told(0));
  });
});
