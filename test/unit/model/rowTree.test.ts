import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { SetObject } from '../../../src/model/objects.ts';
import { everyPlaceRow } from '../../../src/model/placeRows.ts';
import type { Row } from '../../../src/model/rows.ts';
import { childRows, parentKey, rootRows, rowOf, type TreeName } from '../../../src/model/rowTree.ts';
import type { RowSources } from '../../../src/model/storeView.ts';
import { Store } from '../../../src/worker/store.ts';
import type { ResourceName, WatchedObject } from '../../../src/worker/resources.ts';
import { NOW, claim, daemonSet, node, pod, statefulSet, warning } from './support.ts';

// On the worker's own store: a store of the test's own would only show that the two of them agree.

function sources(
  objects: Partial<Record<ResourceName, readonly WatchedObject[]>>,
  more: Partial<RowSources> = {},
): RowSources {
  const store = new Store('ctx');
  for (const [resource, list] of Object.entries(objects)) {
    store.apply(resource, resource as ResourceName, { type: 'replace', objects: list });
  }
  return { view: store, now: NOW, ...more };
}

const words = (rows: readonly Row[]): string[] =>
  rows.map((row) => {
    switch (row.kind) {
      case 'slot':
        return `${row.name} ${row.state}`;
      case 'place':
        return `${row.node} ${row.state}`;
      case 'fold':
        return `${row.count} ${row.of}`;
      case 'group':
        return `${row.group} ${row.count}`;
      case 'claim':
        return `${row.name} ${row.phase} ${row.size}`;
      case 'container':
        return `${row.name} ${row.status}`;
      case 'warning':
        return `${row.reason} ×${row.count}`;
      case 'problem':
        return `${row.what}: ${row.error.code}`;
      case 'nodePod':
        return `${row.pod.ref.name} ${row.state}`;
      case 'statefulset':
      case 'daemonset':
        return `${row.set.name} ${row.ready}`;
      case 'node':
      case 'namespace':
        return row.name;
      case 'forward':
        return row.place;
    }
  });

/** Walks a whole tree and checks what must hold of any: unique keys, and each row found again by its key and by its parent's. */
function walk(tree: TreeName, from: RowSources): readonly Row[] {
  const seen = new Map<string, Row>();
  const visit = (parent: string, rows: readonly Row[]): void => {
    for (const row of rows) {
      assert.ok(!seen.has(row.key), `${row.key} stands twice`);
      seen.set(row.key, row);
      assert.equal(parentKey(row.key, from), parent, row.key);
      assert.deepEqual(rowOf(tree, row.key, from, undefined), row);
      const children = childRows(row.key, from);
      if (!row.expandable) assert.deepEqual(children, [], `${row.key} can't be opened`);
      visit(row.key, children);
    }
  };
  visit('', rootRows(tree, from, undefined));
  return [...seen.values()];
}

const mongo = statefulSet({
  name: 'mongodb',
  spec: { replicas: 3, volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: {} }] },
});
const fluentd = daemonSet({ name: 'fluentd' });
const failing = pod('mongodb-1', mongo, {
  uid: 'm1',
  ready: false,
  claims: ['data-mongodb-1'],
  node: 'n2',
  status: {
    containerStatuses: [
      { name: 'main', restartCount: 2, state: { waiting: { reason: 'CrashLoopBackOff' } } },
    ],
  },
});
const small: Parameters<typeof sources>[0] = {
  statefulsets: [mongo],
  daemonsets: [fluentd],
  nodes: [node('n10'), node('n2'), node('n3', { taints: [{ key: 'k', effect: 'NoSchedule' }] })],
  pods: [
    pod('mongodb-0', mongo, { claims: ['data-mongodb-0'], node: 'n2' }),
    failing,
    pod('mongodb-7', mongo, { deleting: true, node: 'n10' }),
    pod('fluentd-z', fluentd, { node: 'n2' }),
  ],
  persistentvolumeclaims: [claim('data-mongodb-0'), claim('data-mongodb-1'), claim('data-mongodb-9')],
  statefulsetWarnings: [warning('m1', 'BackOff', 'Back-off restarting failed container')],
};

function keyOf(rows: readonly Row[], what: string): string {
  const index = words(rows).findIndex((text) => text.startsWith(what));
  assert.notEqual(index, -1, `${what} among ${words(rows).join(', ')}`);
  return (rows[index] as Row).key;
}

describe('rows', () => {
  const from = sources(small);

  test('namespace → sets → places → details', () => {
    const [shop] = rootRows('sets', from, undefined);
    assert.deepEqual(shop, {
      kind: 'namespace',
      key: 'namespace/ctx/shop',
      expandable: true,
      context: 'ctx',
      name: 'shop',
      sets: 2,
      troubled: 1,
    });
    const sets = childRows(shop?.key ?? '', from);
    assert.deepEqual(words(sets), ['fluentd 1', 'mongodb 1']);
    const places = childRows(keyOf(sets, 'mongodb'), from);
    assert.deepEqual(words(places), [
      'mongodb-0 ready',
      'mongodb-1 failing',
      'mongodb-2 waiting',
      'retainedVolumes 1',
      'leftoverPods 1',
    ]);
    assert.deepEqual(words(childRows(keyOf(places, 'mongodb-1'), from)), [
      'data-mongodb-1 Bound 1Gi',
      'main CrashLoopBackOff',
      'BackOff ×3',
    ]);
    assert.deepEqual(words(childRows(keyOf(places, 'mongodb-2'), from)), ['data-mongodb-2 Missing ']);
    assert.deepEqual(words(childRows(keyOf(places, 'retained'), from)), ['data-mongodb-9 Bound 1Gi']);
    assert.deepEqual(words(childRows(keyOf(places, 'leftover'), from)), ['mongodb-7 terminating']);
    assert.deepEqual(words(childRows(keyOf(sets, 'fluentd'), from)), [
      'n2 ready',
      'n10 missing',
      '1 excluded',
    ]);
  });

  test('a set’s row says how much is ready and names the first trouble', () => {
    const [daemons, set] = childRows('namespace/ctx/shop', from);
    assert.ok(set?.kind === 'statefulset' && daemons?.kind === 'daemonset');
    assert.deepEqual([set.ready, set.replicas, set.rolling], [1, 3, false]);
    assert.deepEqual(set.trouble, {
      place: 'mongodb-1',
      state: 'failing',
      reason: { code: 'container', name: 'main', reason: 'CrashLoopBackOff' },
    });
    assert.deepEqual([daemons.ready, daemons.eligible, daemons.excluded], [1, 2, 1]);
    assert.deepEqual(daemons.trouble, { place: 'n10', state: 'missing' });
  });

  test('a slot’s row carries what a verb needs', () => {
    const row = rowOf('sets', `slot/ctx/${mongo.meta.uid}/1`, from, undefined);
    assert.ok(row?.kind === 'slot');
    assert.deepEqual(row.pod?.ref, { context: 'ctx', namespace: 'shop', name: 'mongodb-1', uid: 'm1' });
    const { status, ready, total, restarts, node: on, updated } = row.pod;
    assert.deepEqual(
      { status, ready, total, restarts, on, updated },
      { status: 'CrashLoopBackOff', ready: 0, total: 1, restarts: 2, on: 'n2', updated: true },
    );
    assert.deepEqual(row.ports, [{ container: 'main', port: 80, protocol: 'TCP' }]);
  });

  test('nodes by name, with their set pods, DaemonSets’ first', () => {
    const nodes = rootRows('nodes', from, undefined);
    assert.deepEqual(words(nodes), ['n2', 'n3', 'n10']);
    assert.ok(nodes[0]?.kind === 'node' && nodes[1]?.kind === 'node');
    assert.equal(nodes[0].pods, 3);
    assert.deepEqual(nodes[1].taints, ['k:NoSchedule']);
    assert.deepEqual(words(childRows(nodes[0].key, from)), [
      'fluentd-z ready',
      'mongodb-0 ready',
      'mongodb-1 failing',
    ]);
  });

  test('every row of both trees is found again by its key, and under its parent', () => {
    assert.equal(walk('sets', from).length, 20);
    assert.equal(walk('nodes', from).length, 7);
  });

  test('what can’t be listed is said where it would have stood', () => {
    const { nodes: _, persistentvolumeclaims: __, ...rest } = small;
    const denied = sources(rest, {
      problem: (what) =>
        ['nodes', 'persistentvolumeclaims'].includes(what) ? { code: 'forbidden', message: what } : undefined,
    });
    const shown = words(walk('sets', denied));
    assert.ok(shown.includes('n2 ready'), 'the node of a pod is known from the pod');
    assert.equal(shown.filter((text) => text === 'nodes: forbidden').length, 1);
    assert.equal(shown.filter((text) => text === 'persistentvolumeclaims: forbidden').length, 4);
    assert.ok(!shown.some((text) => text.includes('Missing')), 'not known is not missing');
    assert.deepEqual(words(rootRows('nodes', denied, undefined)), ['nodes: forbidden']);
  });

  test('only the chosen namespaces have rows', () => {
    assert.deepEqual(rootRows('sets', from, ['elsewhere']), []);
    assert.equal(rootRows('sets', from, ['shop']).length, 1);
  });

  test('a key of something that is gone has no rows and no parent', () => {
    for (const key of [
      'set/ctx/gone',
      'slot/ctx/gone/0',
      `slot/ctx/${mongo.meta.uid}/99`,
      'nodePod/ctx/gone',
      'x',
    ]) {
      assert.deepEqual(childRows(key, from), []);
      assert.equal(parentKey(key, from), undefined);
    }
  });

  test('a re-creation’s time stands in its place’s row', () => {
    const key = `slot/ctx/${mongo.meta.uid}/0`;
    const row = rowOf('sets', key, { ...from, cameBackIn: (k) => (k === key ? 2500 : undefined) }, undefined);
    assert.equal(row?.kind === 'slot' && row.cameBackIn, 2500);
  });

  test('a DaemonSet’s pod is updated when it carries the set’s template generation', () => {
    const rows = everyPlaceRow(fluentd, {
      ...from,
      view: sources({ ...small, pods: [pod('f', fluentd, { labels: { 'pod-template-generation': '0' } })] })
        .view,
    });
    assert.equal(rows.find((row) => row.pod)?.pod?.updated, false);
  });
});

describe('large sets', () => {
  const count = 5000;
  const big = daemonSet({ name: 'agent', template: { nodeSelector: { kind: 'worker' } } });
  const wide = statefulSet({ name: 'wide', spec: { replicas: 201 } });
  const nodes = Array.from({ length: count }, (_, i) =>
    node(`n${i}`, {
      labels: { kind: i % 10 === 0 ? 'edge' : 'worker' },
      taints: [{ key: 'x', effect: 'PreferNoSchedule' }],
    }),
  );
  const pods = nodes.flatMap(({ meta }, i) =>
    i % 10 === 0 || i === 1 ? [] : [pod(`agent-${i}`, big, { node: meta.name, ready: i !== 7 })],
  );
  const from = sources({ daemonsets: [big], statefulsets: [wide], nodes, pods });
  const key = (set: SetObject): string => `set/ctx/${set.meta.uid}`;

  test('are folded by state, the troubled first', () => {
    const rows = childRows(key(big), from);
    assert.deepEqual(words(rows), ['1 missing', '1 notReady', '4498 ready', '500 excluded']);
    assert.deepEqual(words(childRows(rows[1]?.key ?? '', from)), ['n7 notReady']);
    assert.equal(childRows(rows[3]?.key ?? '', from).length, 500);
    assert.deepEqual(words(childRows(key(wide), from)), ['1 missing', '200 waiting']);
    assert.equal(parentKey(`place/ctx/${big.meta.uid}/n7`, from), rows[1]?.key);
  });

  test('200 places are not folded', () => {
    const set = statefulSet({ name: 'wide', spec: { replicas: 200 } });
    assert.equal(childRows(key(set), sources({ statefulsets: [set] })).length, 200);
  });
});
