/* eslint complexity: off -- every default counts as a branch; there is no other logic here. */
import type {
  V1Container,
  V1ContainerStatus,
  V1Pod,
  V1PodCondition,
  V1PodSpec,
} from '@kubernetes/client-node';
import { intern, internValue } from './intern.ts';
import type { Condition, ContainerFacts, Pod, PortFacts } from './objects.ts';
import { time, trimMeta, type Json } from './trimMeta.ts';

/** The labels of a pod that the product reads. What a selector would match on is the controller's business. */
const POD_LABELS = [
  'controller-revision-hash',
  'pod-template-generation',
  'statefulset.kubernetes.io/pod-name',
  'apps.kubernetes.io/pod-index',
  'app.kubernetes.io/name',
  'app',
];

/** The conditions that a state or a reason is read from; the kubelet writes others too. */
const POD_CONDITIONS = new Set(['PodScheduled', 'Initialized', 'Ready', 'DisruptionTarget']);

/** A Pod of the API, trimmed. */
export function trimPod(raw: unknown): Pod {
  const pod = raw as Json<V1Pod>;
  const { spec, status } = pod;
  const meta = trimMeta(pod.metadata, POD_LABELS);
  const target = targetNode(spec);
  return {
    kind: 'Pod',
    meta,
    ...(spec?.nodeName ? { nodeName: intern(spec.nodeName) } : {}),
    ...(target ? { targetNode: intern(target) } : {}),
    revision: meta.labels['controller-revision-hash'] ?? '',
    phase: intern(status?.phase ?? 'Pending'),
    ...(status?.reason ? { reason: intern(status.reason) } : {}),
    ...(status?.message ? { message: status.message } : {}),
    conditions: (status?.conditions ?? []).filter((c) => POD_CONDITIONS.has(c.type ?? '')).map(trimCondition),
    containers: trimContainers(pod),
    ports: trimPorts(spec),
    claims: (spec?.volumes ?? []).flatMap((volume) => volume.persistentVolumeClaim?.claimName ?? []),
  };
}

/** `GetTargetNodeName` of pkg/controller/daemon/util/daemonset_util.go. */
function targetNode(spec: Json<V1PodSpec> | undefined): string | undefined {
  if (spec?.nodeName) return spec.nodeName;
  const required = spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  for (const term of required?.nodeSelectorTerms ?? []) {
    for (const field of term.matchFields ?? []) {
      if (field.key !== 'metadata.name' || field.operator !== 'In') continue;
      return field.values?.length === 1 ? field.values[0] : undefined;
    }
  }
  return undefined;
}

/** A condition of any object: they all have the same shape. */
export function trimCondition(raw: Json<V1PodCondition>): Condition {
  const since = time(raw.lastTransitionTime);
  return {
    type: intern(raw.type ?? ''),
    status: intern(raw.status ?? 'Unknown'),
    ...(raw.reason ? { reason: intern(raw.reason) } : {}),
    ...(raw.message ? { message: raw.message } : {}),
    ...(since === undefined ? {} : { since }),
  };
}

/** The ports of a pod or a template; those of containers first, then those of init containers that go on running. */
export function trimPorts(spec: Json<V1PodSpec> | undefined): readonly PortFacts[] {
  const running = [...(spec?.containers ?? []), ...(spec?.initContainers ?? []).filter(isSidecar)];
  const ports = running.flatMap((container) =>
    (container.ports ?? []).map((port) => ({
      container: container.name ?? '',
      ...(port.name ? { name: port.name } : {}),
      port: port.containerPort ?? 0,
      protocol: port.protocol ?? 'TCP',
    })),
  );
  return internValue(ports);
}

function isSidecar(container: Json<V1Container>): boolean {
  return container.restartPolicy === 'Always';
}

/** In the order of the statuses, since kubectl's STATUS depends on it; then those that have none yet. */
function trimContainers(pod: Json<V1Pod>): readonly ContainerFacts[] {
  const init = pod.spec?.initContainers ?? [];
  const sidecars = new Set(init.filter(isSidecar).map((container) => container.name));
  return [
    ...merge(init, pod.status?.initContainerStatuses ?? [], true, sidecars),
    ...merge(pod.spec?.containers ?? [], pod.status?.containerStatuses ?? [], false, new Set()),
  ];
}

function merge(
  spec: readonly Json<V1Container>[],
  statuses: readonly Json<V1ContainerStatus>[],
  init: boolean,
  sidecars: ReadonlySet<string | undefined>,
): ContainerFacts[] {
  const facts = statuses.map((status) => trimStatus(status, init, sidecars.has(status.name)));
  const reported = new Set(statuses.map((status) => status.name));
  for (const container of spec) {
    if (reported.has(container.name)) continue;
    const sidecar = sidecars.has(container.name);
    const name = container.name ?? '';
    facts.push(
      internValue({ name, init, sidecar, ready: false, started: false, restarts: 0, state: 'absent' }),
    );
  }
  return facts;
}

function trimStatus(raw: Json<V1ContainerStatus>, init: boolean, sidecar: boolean): ContainerFacts {
  const { waiting, running, terminated } = raw.state ?? {};
  const last = raw.lastState?.terminated;
  const lastFinished = time(last?.finishedAt);
  const reason = waiting?.reason ?? terminated?.reason;
  const message = waiting?.message ?? terminated?.message;
  const facts: ContainerFacts = {
    name: raw.name ?? '',
    init,
    sidecar,
    ready: raw.ready ?? false,
    started: raw.started ?? false,
    restarts: raw.restartCount ?? 0,
    state: waiting ? 'waiting' : running ? 'running' : terminated ? 'terminated' : 'unknown',
    ...(reason ? { reason: intern(reason) } : {}),
    ...(message ? { message } : {}),
    ...(terminated ? { exitCode: terminated.exitCode ?? 0 } : {}),
    ...(terminated?.signal ? { signal: terminated.signal } : {}),
    ...(lastFinished === undefined ? {} : { lastFinished }),
    ...(last?.reason ? { lastReason: intern(last.reason) } : {}),
  };
  // A healthy container looks the same in every pod of its set; what has a message or a history does not.
  return message || lastFinished !== undefined ? facts : internValue(facts);
}
