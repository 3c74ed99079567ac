/* eslint complexity: off -- every default counts as a branch; there is no other logic here. */
import type {
  CoreV1Event,
  V1DaemonSet,
  V1NodeSelectorTerm,
  V1Node,
  V1PersistentVolumeClaim,
  V1Pod,
  V1PodSpec,
  V1StatefulSet,
} from '@kubernetes/client-node';
import { intern, internValue } from './intern.ts';
import type {
  Claim,
  ClaimTemplate,
  DaemonSet,
  Node,
  NodeSelectorTerm,
  PlacementSpec,
  Pod,
  StatefulSet,
  Warning,
} from './objects.ts';
import { time, trimMeta, type Json } from './trimMeta.ts';
import { targetNode, trimCondition, trimContainers, trimPodConditions, trimPorts } from './trimParts.ts';

// Objects of the API, as JSON, cut down to what the product reads. What is absent gets the API server's own default
// (pkg/apis/apps/v1/defaults.go), so that an object that never saw a server reads the same.

/** A StatefulSet of `apps/v1`, trimmed. */
export function trimStatefulSet(raw: unknown): StatefulSet {
  const set = raw as Json<V1StatefulSet>;
  const { spec, status } = set;
  return {
    kind: 'StatefulSet',
    meta: trimMeta(set.metadata),
    generation: set.metadata?.generation ?? 0,
    replicas: spec?.replicas ?? 1,
    start: spec?.ordinals?.start ?? 0,
    serviceName: spec?.serviceName ?? '',
    podManagementPolicy: spec?.podManagementPolicy ?? 'OrderedReady',
    updateStrategy: spec?.updateStrategy?.type ?? 'RollingUpdate',
    partition: spec?.updateStrategy?.rollingUpdate?.partition ?? 0,
    minReadySeconds: spec?.minReadySeconds ?? 0,
    claimTemplates: (spec?.volumeClaimTemplates ?? []).map(trimClaimTemplate),
    whenScaled: spec?.persistentVolumeClaimRetentionPolicy?.whenScaled ?? 'Retain',
    whenDeleted: spec?.persistentVolumeClaimRetentionPolicy?.whenDeleted ?? 'Retain',
    ports: trimPorts(spec?.template?.spec),
    containers: containerNames(spec?.template?.spec),
    status: {
      observedGeneration: status?.observedGeneration ?? 0,
      replicas: status?.replicas ?? 0,
      ready: status?.readyReplicas ?? 0,
      updated: status?.updatedReplicas ?? 0,
      currentRevision: intern(status?.currentRevision ?? ''),
      updateRevision: intern(status?.updateRevision ?? ''),
    },
  };
}

function trimClaimTemplate(raw: Json<V1PersistentVolumeClaim>): ClaimTemplate {
  const storageClass = raw.spec?.storageClassName;
  return {
    name: raw.metadata?.name ?? '',
    storage: raw.spec?.resources?.requests?.['storage'] ?? '',
    ...(storageClass === undefined ? {} : { storageClass }),
  };
}

/** A DaemonSet of `apps/v1`, trimmed. */
export function trimDaemonSet(raw: unknown): DaemonSet {
  const set = raw as Json<V1DaemonSet>;
  const { spec, status } = set;
  return {
    kind: 'DaemonSet',
    meta: trimMeta(set.metadata),
    generation: set.metadata?.generation ?? 0,
    placement: placementSpec(spec?.template?.spec),
    ports: trimPorts(spec?.template?.spec),
    containers: containerNames(spec?.template?.spec),
    updateStrategy: spec?.updateStrategy?.type ?? 'RollingUpdate',
    minReadySeconds: spec?.minReadySeconds ?? 0,
    templateGeneration: set.metadata?.annotations?.['deprecated.daemonset.template.generation'] ?? '',
    status: {
      observedGeneration: status?.observedGeneration ?? 0,
      desired: status?.desiredNumberScheduled ?? 0,
      current: status?.currentNumberScheduled ?? 0,
      ready: status?.numberReady ?? 0,
      updated: status?.updatedNumberScheduled ?? 0,
      available: status?.numberAvailable ?? 0,
      misscheduled: status?.numberMisscheduled ?? 0,
    },
  };
}

/** What the DaemonSet controller reads of a pod template when it decides on a node. */
export function placementSpec(raw: unknown): PlacementSpec {
  const spec = raw as Json<V1PodSpec> | undefined;
  const required = spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  return {
    ...(spec?.nodeName ? { nodeName: spec.nodeName } : {}),
    ...(spec?.hostNetwork ? { hostNetwork: true } : {}),
    ...(spec?.nodeSelector ? { nodeSelector: spec.nodeSelector as Readonly<Record<string, string>> } : {}),
    ...(required ? { nodeAffinityTerms: (required.nodeSelectorTerms ?? []).map(trimTerm) } : {}),
    tolerations: (spec?.tolerations ?? []).map(({ key, operator, value, effect }) => ({
      ...(key ? { key } : {}),
      ...(operator ? { operator } : {}),
      ...(value ? { value } : {}),
      ...(effect ? { effect } : {}),
    })),
  };
}

function trimTerm(raw: Json<V1NodeSelectorTerm>): NodeSelectorTerm {
  const trim = (requirements: Json<V1NodeSelectorTerm>['matchFields']): NodeSelectorTerm['matchFields'] =>
    requirements?.map(({ key, operator, values }) => ({
      key: key ?? '',
      operator: operator ?? '',
      ...(values ? { values } : {}),
    }));
  const matchExpressions = trim(raw.matchExpressions);
  const matchFields = trim(raw.matchFields);
  return { ...(matchExpressions ? { matchExpressions } : {}), ...(matchFields ? { matchFields } : {}) };
}

/** Containers first; those that a person would look into: init containers last. */
function containerNames(spec: Json<V1PodSpec> | undefined): readonly string[] {
  return internValue([...(spec?.containers ?? []), ...(spec?.initContainers ?? [])].map((c) => c.name ?? ''));
}

/**
 * The labels of a pod that the product reads: those that all pods of a revision share, so that they share one copy. What a pod's
 * name says already (its ordinal) is not among them, and what a selector would match on is the controller's business.
 */
const POD_LABELS = ['controller-revision-hash', 'pod-template-generation', 'app.kubernetes.io/name', 'app'];

/** A Pod of the API, trimmed. */
export function trimPod(raw: unknown): Pod {
  const pod = raw as Json<V1Pod>;
  const { spec, status } = pod;
  const meta = trimMeta(pod.metadata, POD_LABELS);
  const target = targetNode(spec);
  return {
    kind: 'Pod',
    meta,
    revision: meta.labels['controller-revision-hash'] ?? '',
    phase: intern(status?.phase ?? 'Pending'),
    conditions: trimPodConditions(status?.conditions),
    containers: trimContainers(pod),
    ports: trimPorts(spec),
    claims: (spec?.volumes ?? []).flatMap((volume) => volume.persistentVolumeClaim?.claimName ?? []),
    // What may be absent comes last: objects that begin alike take less memory.
    ...(spec?.nodeName ? { nodeName: intern(spec.nodeName) } : {}),
    ...(target ? { targetNode: intern(target) } : {}),
    ...(status?.reason ? { reason: intern(status.reason) } : {}),
    ...(status?.message ? { message: status.message } : {}),
  };
}

/** A Node, trimmed. All its labels stay: any of them may decide a placement. */
export function trimNode(raw: unknown): Node {
  const node = raw as Json<V1Node>;
  return {
    kind: 'Node',
    meta: trimMeta(node.metadata),
    unschedulable: node.spec?.unschedulable ?? false,
    taints: (node.spec?.taints ?? []).map((taint) => ({
      key: intern(taint.key ?? ''),
      value: intern(taint.value ?? ''),
      effect: intern(taint.effect ?? ''),
    })),
    // The kubelet's heartbeat times are left out, or every node would seem to change every few minutes.
    conditions: (node.status?.conditions ?? []).map(trimCondition),
  };
}

/** A PersistentVolumeClaim, trimmed. */
export function trimClaim(raw: unknown): Claim {
  const claim = raw as Json<V1PersistentVolumeClaim>;
  const { spec, status } = claim;
  return {
    kind: 'PersistentVolumeClaim',
    meta: trimMeta(claim.metadata, []),
    phase: intern(status?.phase ?? 'Pending'),
    storage: spec?.resources?.requests?.['storage'] ?? '',
    capacity: status?.capacity?.['storage'] ?? '',
    ...(spec?.storageClassName === undefined ? {} : { storageClass: intern(spec.storageClassName) }),
    ...(spec?.volumeName ? { volume: spec.volumeName } : {}),
  };
}

/** A Warning event of `v1`, trimmed; both ways of counting repetitions are understood. */
export function trimWarning(raw: unknown): Warning {
  const event = raw as Json<CoreV1Event>;
  const involved = event.involvedObject;
  const meta = trimMeta(event.metadata, []);
  return {
    kind: 'Event',
    meta,
    involved: {
      kind: intern(involved?.kind ?? ''),
      name: involved?.name ?? '',
      uid: involved?.uid ?? '',
    },
    reason: intern(event.reason ?? ''),
    message: event.message ?? '',
    count: event.series?.count ?? event.count ?? 1,
    last:
      time(event.series?.lastObservedTime) ??
      time(event.lastTimestamp) ??
      time(event.eventTime) ??
      meta.created,
  };
}
