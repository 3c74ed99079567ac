/* eslint complexity: off -- every default counts as a branch; there is no other logic here. */
import type {
  V1Container,
  V1ContainerStatus,
  V1Pod,
  V1PodCondition,
  V1PodSpec,
} from '@kubernetes/client-node';
import { intern, internValue } from './intern.ts';
import type { Condition, ContainerFacts, PortFacts } from './objects.ts';
import { time, type Json } from './trimMeta.ts';

/** `GetTargetNodeName` of pkg/controller/daemon/util/daemonset_util.go. */
export function targetNode(spec: Json<V1PodSpec> | undefined): string | undefined {
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

/** The conditions of a pod that a state or a reason is read from; the kubelet writes others too. */
const POD_CONDITIONS = new Set(['PodScheduled', 'Initialized', 'Ready', 'DisruptionTarget']);

/** A pod's conditions. Only of `Ready` the time matters; without it the others are the same in most pods. */
export function trimPodConditions(raw: readonly Json<V1PodCondition>[] | undefined): readonly Condition[] {
  const known = (raw ?? []).filter((condition) => POD_CONDITIONS.has(condition.type ?? ''));
  return known.map((condition) => {
    if (condition.type === 'Ready') return trimCondition(condition);
    const { type, status, reason, message } = condition;
    const trimmed = trimCondition({
      type: type ?? '',
      status: status ?? 'Unknown',
      ...(reason ? { reason } : {}),
      ...(message ? { message } : {}),
    });
    return message ? trimmed : internValue(trimmed);
  });
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
export function trimContainers(pod: Json<V1Pod>): readonly ContainerFacts[] {
  const init = pod.spec?.initContainers ?? [];
  const sidecars = new Set(init.filter(isSidecar).map((container) => container.name));
  const all = [
    ...merge(init, pod.status?.initContainerStatuses ?? [], true, sidecars),
    ...merge(pod.spec?.containers ?? [], pod.status?.containerStatuses ?? [], false, new Set()),
  ];
  return all.every((container) => Object.isFrozen(container)) ? internValue(all) : all;
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
