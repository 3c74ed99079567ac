import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import {
  trimClaim,
  trimDaemonSet,
  trimNode,
  trimPod,
  trimStatefulSet,
  trimWarning,
} from '../../../src/model/trim.ts';

test('what is absent reads as the API server would default it', () => {
  const set = trimStatefulSet({ metadata: { name: 'web' }, spec: { template: {} } });
  const { replicas, start, podManagementPolicy, updateStrategy, partition, whenScaled, whenDeleted } = set;
  assert.deepEqual(
    { replicas, start, podManagementPolicy, updateStrategy, partition, whenScaled, whenDeleted },
    {
      replicas: 1,
      start: 0,
      podManagementPolicy: 'OrderedReady',
      updateStrategy: 'RollingUpdate',
      partition: 0,
      whenScaled: 'Retain',
      whenDeleted: 'Retain',
    },
  );
  assert.equal(trimStatefulSet({ spec: { replicas: 0 } }).replicas, 0);
  for (const trim of [trimStatefulSet, trimDaemonSet, trimPod, trimNode, trimClaim, trimWarning]) trim({});
});

test('only the controller owns', () => {
  const owners = [
    { kind: 'Node', name: 'n', uid: '1' },
    { kind: 'StatefulSet', name: 'web', uid: '2', controller: true },
  ];
  const pod = trimPod({ metadata: { ownerReferences: owners } });
  assert.deepEqual(pod.meta.owner, { kind: 'StatefulSet', name: 'web', uid: '2' });
  assert.equal(trimPod({ metadata: { ownerReferences: owners.slice(0, 1) } }).meta.owner, undefined);
});

test('a DaemonSet’s pod is meant for its node, or for the one that its affinity names', () => {
  const to = (...values: string[]): object => ({
    affinity: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values }] }],
        },
      },
    },
  });
  assert.equal(trimPod({ spec: { nodeName: 'n1', ...to('n2') } }).targetNode, 'n1');
  assert.equal(trimPod({ spec: to('n2') }).targetNode, 'n2');
  assert.equal(trimPod({ spec: to('n2', 'n3') }).targetNode, undefined);
});

test('an event counts its repetitions and its last time in either way of writing them', () => {
  const last = '2026-03-01T12:00:00Z';
  const old = trimWarning({ count: 4, lastTimestamp: last });
  const young = trimWarning({
    series: { count: 5, lastObservedTime: last },
    eventTime: '2026-03-01T11:00:00Z',
  });
  const once = trimWarning({ eventTime: last });
  assert.deepEqual([old.count, young.count, once.count], [4, 5, 1]);
  for (const event of [old, young, once]) assert.equal(event.last, Date.parse(last));
});

/** A pod as a real API server sends it, with all that is not kept; `i` makes it another one. */
function wholePod(i: number): string {
  const condition = (type: string): object => ({
    type,
    status: 'True',
    lastProbeTime: null,
    lastTransitionTime: new Date(1_700_000_000_000 + i * 1000).toISOString(),
  });
  const uid = `11111111-2222-3333-4444-${String(i).padStart(12, '0')}`;
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `database-${i}`,
      generateName: 'database-',
      namespace: 'production',
      uid,
      resourceVersion: String(1_000_000 + i),
      creationTimestamp: '2026-03-01T12:00:00Z',
      labels: {
        app: 'database',
        'controller-revision-hash': 'database-6f8c9d7b5',
        'apps.kubernetes.io/pod-index': String(i),
        'statefulset.kubernetes.io/pod-name': `database-${i}`,
        'some.company/with-a-long-label': 'and a long value',
      },
      annotations: { 'some.company/config': 'x'.repeat(2000) },
      ownerReferences: [
        { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'database', uid: 'set-uid', controller: true },
      ],
      managedFields: [{ manager: 'kubelet', fieldsV1: { 'f:status': 'x'.repeat(1500) } }],
    },
    spec: {
      nodeName: `node-${i % 5000}`,
      containers: ['main', 'exporter'].map((name, n) => ({
        name,
        image: 'registry/image:1.2.3',
        env: [{ name: 'A', value: 'b'.repeat(200) }],
        ports: [{ name: 'port', containerPort: 8000 + n, protocol: 'TCP' }],
      })),
      volumes: [{ name: 'data', persistentVolumeClaim: { claimName: `data-database-${i}` } }],
    },
    status: {
      phase: 'Running',
      conditions: [
        'PodReadyToStartContainers',
        'Initialized',
        'Ready',
        'ContainersReady',
        'PodScheduled',
      ].map(condition),
      containerStatuses: ['main', 'exporter'].map((name) => ({
        name,
        ready: true,
        started: true,
        restartCount: 0,
        state: { running: { startedAt: '2026-03-01T12:00:00Z' } },
        lastState: {},
        imageID: `sha256:${'f'.repeat(64)}`,
        containerID: `containerd://${uid}`,
      })),
    },
  });
}

test('a pod keeps at most 1 KB', (t) => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const count = 20_000;
  const pods: unknown[] = new Array<unknown>(count).fill(undefined);
  trimPod(JSON.parse(wholePod(count)));
  collect();
  const before = process.memoryUsage().heapUsed;
  for (let i = 0; i < count; i++) pods[i] = trimPod(JSON.parse(wholePod(i)));
  collect();
  const each = (process.memoryUsage().heapUsed - before) / count;
  assert.equal(pods.length, count);
  t.diagnostic(`${each.toFixed(0)} bytes a pod`);
  assert.ok(each < 1024, `${each.toFixed(0)} bytes a pod`);
  assert.ok(each > 100, `${each.toFixed(0)} bytes a pod: nothing was measured`);
});
