import type { DaemonSet, Node, Pod, StatefulSet, Claim, Warning } from '../../../src/model/objects.ts';
import {
  trimClaim,
  trimDaemonSet,
  trimNode,
  trimPod,
  trimStatefulSet,
  trimWarning,
} from '../../../src/model/trim.ts';

// Objects as the API server writes them, with just what a test is about; trimmed like the real ones.

export const NOW = Date.parse('2026-03-01T12:00:00Z');

/** ISO time `seconds` before {@link NOW}. */
export function ago(seconds: number): string {
  return new Date(NOW - seconds * 1000).toISOString();
}

let uids = 0;

interface SetOptions {
  readonly name?: string;
  readonly uid?: string;
  readonly deleting?: boolean;
  readonly generation?: number;
  readonly spec?: object;
  readonly template?: object;
  readonly status?: object;
}

function setObject(kind: string, options: SetOptions): object {
  const { name = 'web', uid = `${kind}-${name}`, generation = 1 } = options;
  return {
    kind,
    metadata: {
      name,
      uid,
      namespace: 'shop',
      resourceVersion: '1',
      generation,
      creationTimestamp: ago(3600),
      annotations: { 'deprecated.daemonset.template.generation': '1' },
      ...(options.deleting ? { deletionTimestamp: ago(1) } : {}),
    },
    spec: {
      ...options.spec,
      template: {
        spec: { containers: [{ name: 'main', ports: [{ containerPort: 80 }] }], ...options.template },
      },
    },
    status: { observedGeneration: 1, currentRevision: 'r1', updateRevision: 'r1', ...options.status },
  };
}

export function statefulSet(options: SetOptions = {}): StatefulSet {
  return trimStatefulSet(setObject('StatefulSet', options));
}

export function daemonSet(options: SetOptions = {}): DaemonSet {
  return trimDaemonSet(setObject('DaemonSet', options));
}

export interface PodOptions {
  readonly uid?: string;
  readonly node?: string;
  readonly phase?: string;
  readonly ready?: boolean;
  readonly readyFor?: number;
  readonly deleting?: boolean;
  readonly created?: number;
  readonly claims?: readonly string[];
  readonly status?: object;
  readonly labels?: object;
}

/** A Running and Ready pod on `n1`, unless told otherwise; `node: ''` is one that was not scheduled. */
export function pod(name: string, owner: StatefulSet | DaemonSet, options: PodOptions = {}): Pod {
  const { node = 'n1', ready = true, phase = node === '' ? 'Pending' : 'Running', claims = [] } = options;
  const { uid = `pod-${(uids += 1)}` } = options;
  const isReady = ready && phase === 'Running';
  return trimPod({
    metadata: {
      name,
      uid,
      namespace: 'shop',
      resourceVersion: '1',
      creationTimestamp: ago(options.created ?? 60),
      labels: { 'controller-revision-hash': 'r1', 'pod-template-generation': '1', ...options.labels },
      ownerReferences: [{ kind: owner.kind, name: owner.meta.name, uid: owner.meta.uid, controller: true }],
      ...(options.deleting ? { deletionTimestamp: ago(-30), deletionGracePeriodSeconds: 30 } : {}),
    },
    spec: {
      ...(node === '' ? {} : { nodeName: node }),
      containers: [{ name: 'main', ports: [{ containerPort: 80 }] }],
      volumes: claims.map((claimName) => ({ name: claimName, persistentVolumeClaim: { claimName } })),
    },
    status: {
      phase,
      conditions: [
        {
          type: 'Ready',
          status: isReady ? 'True' : 'False',
          lastTransitionTime: ago(options.readyFor ?? 30),
        },
      ],
      containerStatuses:
        phase === 'Pending'
          ? []
          : [{ name: 'main', ready: isReady, started: true, restartCount: 0, state: { running: {} } }],
      ...options.status,
    },
  });
}

export function node(
  name: string,
  options: { labels?: Record<string, string>; taints?: readonly object[]; ready?: boolean } = {},
): Node {
  return trimNode({
    metadata: { name, uid: `node-${name}`, resourceVersion: '1', labels: options.labels ?? {} },
    spec: { taints: options.taints ?? [] },
    status: { conditions: [{ type: 'Ready', status: options.ready === false ? 'False' : 'True' }] },
  });
}

export function claim(name: string, options: { phase?: string; deleting?: boolean } = {}): Claim {
  return trimClaim({
    metadata: {
      name,
      uid: `claim-${name}`,
      namespace: 'shop',
      resourceVersion: '1',
      ...(options.deleting ? { deletionTimestamp: ago(1) } : {}),
    },
    spec: { resources: { requests: { storage: '1Gi' } }, storageClassName: 'standard' },
    status: { phase: options.phase ?? 'Bound', capacity: { storage: '1Gi' } },
  });
}

export function warning(involved: string, reason: string, message: string, secondsAgo = 10): Warning {
  return trimWarning({
    metadata: { name: `w-${(uids += 1)}`, uid: `w-${uids}`, namespace: 'shop', resourceVersion: '1' },
    involvedObject: { kind: 'StatefulSet', name: 'web', uid: involved },
    reason,
    message,
    count: 3,
    lastTimestamp: ago(secondsAgo),
  });
}

/** `warningsOf` over a list. */
export function warningsOf(warnings: readonly Warning[]): (uid: string) => readonly Warning[] {
  return (uid) => warnings.filter((w) => w.involved.uid === uid);
}
