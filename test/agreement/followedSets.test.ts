import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { present } from '../../src/tree/present.ts';
import type { FollowedSet } from '../../src/worker/protocol.ts';
import { sharedCluster, testNamespace } from '../cluster/cluster.ts';
import { eventually, TestWorker } from '../support/worker.ts';
import { statefulSet } from './clusterSupport.ts';

// What the lenses above the sets of an open manifest live on: the product's own worker, on a real control plane.

const cluster = await sharedCluster();
after(() => cluster.stop());

test('followed sets: nothing before the session is live, then their rows, the tree’s own, as they change', async () => {
  await using ns = await testNamespace(cluster, 'followed');
  const worker = new TestWorker({ kubeconfig: [cluster.kubeconfig], namespaces: [ns.name] });
  try {
    const told: { readonly at: number; readonly sets: readonly FollowedSet[] }[] = [];
    worker.client.onFollowed((sets) => told.push({ at: Date.now(), sets }));
    const db = { kind: 'StatefulSet', namespace: ns.name, name: 'db' } as const;
    const unnamed = { ...db, namespace: undefined };
    worker.client.follow([db, unnamed, { ...db, name: 'none' }]);
    assert.equal(worker.client.running, false, 'following starts no worker');

    await cluster.must(['-n', ns.name, 'create', '-f', '-'], { input: statefulSet('db', 2) });
    await worker.client.show('sets', true);
    const words = (): readonly (string | undefined)[] | undefined =>
      told.at(-1)?.sets.map(({ row }) => row && present(row).description);
    await eventually('2 of 2 are ready', () => words()?.[0] === '2/2 ready');
    // One namespace is chosen: that is where an object goes that names none.
    assert.deepEqual(words(), ['2/2 ready', '2/2 ready', undefined]);
    const [namespace] = await worker.children('sets');
    assert.ok(namespace);
    const rows = await worker.children('sets', namespace.key);
    assert.deepEqual(told.at(-1)?.sets[0]?.row, rows[0]);

    await cluster.must(['-n', ns.name, 'scale', 'statefulset', 'db', '--replicas=3']);
    await eventually('3 of 3 are ready', () => words()?.[0] === '3/3 ready');
    const gaps = told.slice(1).map(({ at }, i) => at - (told[i]?.at ?? 0));
    assert.ok(
      gaps.length > 0 && gaps.filter((gap) => gap < 50).length <= 1,
      `at most ten a second: ${gaps.join()}`,
    );

    const before = told.length;
    worker.client.follow([]);
    await eventually('nothing is followed', () => told.length > before && told.at(-1)?.sets.length === 0);
    const silent = told.length;
    await cluster.must(['-n', ns.name, 'scale', 'statefulset', 'db', '--replicas=1']);
    await eventually('the tree knows', async () => {
      const [set] = await worker.children('sets', namespace.key);
      return set?.kind === 'statefulset' && set.replicas === 1;
    });
    assert.equal(told.length, silent);
  } finally {
    worker.dispose();
  }
});
