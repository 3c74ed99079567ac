import assert from 'node:assert/strict';
import { test } from 'node:test';
import { liveObjects, withReach } from '../../../src/commands/scaffoldFacts.ts';
import type { KnownSet, KnownStorageClass, Landing, Listing } from '../../../src/model/known.ts';
import { landing, typedPlacement } from '../../../src/model/landing.ts';
import { trimNode } from '../../../src/model/trim.ts';
import { catalogue } from '../../../src/scaffold/catalogue.ts';
import { offers, taken } from '../../../src/scaffold/known.ts';

const node = (name: string, taints: readonly object[] = []): ReturnType<typeof trimNode> =>
  trimNode({ metadata: { name, uid: name, labels: { 'kubernetes.io/os': 'linux' } }, spec: { taints } });
const nodes = [
  node('worker-1'),
  node('worker-2'),
  node('control-plane-1', [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }]),
  node('database-1', [{ key: 'dedicated', value: 'db', effect: 'NoSchedule' }]),
];

/** A fake cluster with these nodes; `gone`: it vanished, as between two questions. */
const cluster = (gone = false) => ({
  live: gone ? undefined : { context: 'prod', server: 's', namespace: 'default' },
  namespaces: (): Promise<Listing<string> | undefined> =>
    Promise.resolve(gone ? undefined : { items: ['a', 'b'], complete: true }),
  sets: (namespace: string): Promise<Listing<KnownSet> | undefined> =>
    Promise.resolve(
      gone || namespace !== 'data'
        ? undefined
        : { items: [{ kind: 'StatefulSet', name: 'mongodb' }], complete: true },
    ),
  storageClasses: (): Promise<Listing<KnownStorageClass> | undefined> =>
    Promise.resolve(
      gone
        ? undefined
        : { items: [{ name: 'fast', isDefault: true, allowVolumeExpansion: true }], complete: true },
    ),
  keyed: (_kind: string, namespace: string): Promise<Listing<string> | undefined> =>
    Promise.resolve(gone || namespace !== 'data' ? undefined : { items: ['login'], complete: true }),
  landing: (podSpec: unknown): Promise<Landing | undefined> => {
    const spec = typedPlacement(podSpec);
    return Promise.resolve(gone || !spec ? undefined : landing(spec, nodes));
  },
});

test('the answers to a DaemonSet’s question of nodes say which live nodes each reaches', async () => {
  let asked = 0;
  for (const system of catalogue('DaemonSet')) {
    for (const question of system.questions) {
      if (question.type !== 'choice' || question.id !== 'nodes') continue;
      asked++;
      const options = await withReach(cluster(), system, {}, question);
      const details = Object.fromEntries(options.map(({ value, detail }) => [value, detail]));
      assert.match(
        details['ordinary'] ?? '',
        /^2 of 4 nodes · 2 excluded: taint .*NoSchedule is not tolerated; taint/,
      );
      assert.match(
        details['controlPlane'] ?? '',
        /^3 of 4 nodes · 1 excluded: taint dedicated=db:NoSchedule is not tolerated — Tolerates/,
      );
      assert.match(details['every'] ?? '', /^4 of 4 nodes — Tolerates every taint/);
      // The cluster has vanished: the question is as it is without one.
      assert.deepEqual(await withReach(cluster(true), system, {}, question), question.options);
    }
  }
  assert.ok(asked >= 4, `${asked}`);
});

test('what the cluster has is offered, a set that exists is told, and a cluster that vanished says nothing', async () => {
  const there = await liveObjects(cluster(), 'data');
  const offered = (kind: 'Namespace' | 'StorageClass' | 'Secret', namespace = 'data'): string[] =>
    offers(kind, namespace, there).map(({ value, detail }) => `${value} ${detail}`);
  assert.deepEqual(offered('Namespace'), ['a cluster prod', 'b cluster prod']);
  assert.deepEqual(offered('StorageClass'), ['fast cluster prod']);
  assert.deepEqual(offered('Secret'), ['login cluster prod']);
  assert.deepEqual(offered('Secret', 'other'), []);
  const mongodb = catalogue('StatefulSet').find(({ id }) => id === 'mongodb');
  assert.ok(mongodb);
  assert.equal(
    taken(mongodb, { name: 'mongodb', namespace: 'data' }, there),
    'StatefulSet mongodb is in cluster prod already.',
  );
  assert.equal(taken(mongodb, { name: 'other', namespace: 'data' }, there), undefined);
  assert.equal(taken(mongodb, { name: 'mongodb', namespace: 'other' }, there), undefined);
  assert.deepEqual(await liveObjects(cluster(true), 'data'), []);
});
