import type { ContainerFacts, Node, Pod } from './objects.ts';
import { endedBecause, isTrue, podStatus } from './podStatus.ts';
import type { PlaceState, PodFacts, Reason } from './rows.ts';

/** How a place is, and why; the most telling reason first. */
export interface StateFacts {
  readonly state: PlaceState;
  readonly reasons: readonly Reason[];
}

/** Waiting for these is part of every start. */
const ORDINARY_WAITS = new Set(['ContainerCreating', 'PodInitializing']);

const READY: StateFacts = { state: 'ready', reasons: [] };

/**
 * How a pod is, from the pod alone. `ready` is what the StatefulSet controller waits for: Running, Ready, and that for
 * `minReadySeconds`; a pod on its way to that carries the reason `settling` with the time (ms) when it will be.
 */
export function podState(pod: Pod, now: number, minReadySeconds: number): StateFacts {
  if (pod.meta.deleting !== undefined) return { state: 'terminating', reasons: [] };
  if (pod.phase === 'Failed' || pod.phase === 'Succeeded') return { state: 'failing', reasons: [ended(pod)] };
  if (pod.phase === 'Running' && isTrue(pod, 'Ready')) return readyState(pod, now, minReadySeconds);
  if (pod.nodeName === undefined) return { state: 'pending', reasons: unscheduled(pod) };
  const failures = pod.containers.flatMap(failure);
  if (failures.length > 0) return { state: 'failing', reasons: failures };
  if (pod.phase === 'Pending' || pod.containers.some(isStarting)) return { state: 'starting', reasons: [] };
  return { state: 'notReady', reasons: unready(pod) };
}

function readyState(pod: Pod, now: number, minReadySeconds: number): StateFacts {
  if (minReadySeconds === 0) return READY;
  const since = readySince(pod);
  // IsPodAvailable in pkg/api/v1/pod/util.go: without a time it never is.
  if (since === undefined) return { state: 'notReady', reasons: [] };
  const until = since + minReadySeconds * 1000;
  return until <= now ? READY : { state: 'notReady', reasons: [{ code: 'settling', until }] };
}

/** When the pod became Ready (ms since 1970); undefined while it is not. */
export function readySince(pod: Pod): number | undefined {
  return pod.conditions.find((c) => c.type === 'Ready' && c.status === 'True')?.since;
}

function ended(pod: Pod): Reason {
  const reason = pod.reason ?? podStatus(pod).status;
  return { code: 'failed', reason, ...(pod.message ? { message: pod.message } : {}) };
}

function unscheduled(pod: Pod): readonly Reason[] {
  const scheduled = pod.conditions.find((c) => c.type === 'PodScheduled' && c.status === 'False');
  if (scheduled?.reason === 'SchedulingGated') return [{ code: 'schedulingGated' }];
  return scheduled?.message ? [{ code: 'unschedulable', message: scheduled.message }] : [];
}

/** A container that does not come up by waiting alone. */
function failure(container: ContainerFacts): readonly Reason[] {
  const { name, message } = container;
  const more = message ? { message } : {};
  if (container.state === 'waiting' && container.reason && !ORDINARY_WAITS.has(container.reason)) {
    return [{ code: 'container', name, reason: container.reason, ...more }];
  }
  if (container.state === 'terminated' && container.exitCode !== 0) {
    return [{ code: 'container', name, reason: endedBecause(container), ...more }];
  }
  return [];
}

function isStarting(container: ContainerFacts): boolean {
  if (container.init && !container.sidecar) return false;
  return container.state === 'running' ? !container.started : container.state !== 'terminated';
}

function unready(pod: Pod): readonly Reason[] {
  const containers = pod.containers.filter(isUnwell);
  if (containers.length > 0) {
    return containers.map((c) => ({ code: 'container', name: c.name, reason: containerStatus(c) }));
  }
  // All containers are: then a readiness gate is not.
  const ready = pod.conditions.find((c) => c.type === 'Ready');
  return ready?.message
    ? [{ code: 'event', reason: ready.reason ?? 'NotReady', message: ready.message }]
    : [];
}

/** Worth a row of its own: not Ready though it should be, or an init container that failed. */
export function isUnwell(container: ContainerFacts): boolean {
  if (container.state === 'absent') return false;
  if (container.init && !container.sidecar) return failure(container).length > 0;
  return !container.ready;
}

/** One container's state in kubectl's words; `NotReady` where it runs and is not Ready. */
export function containerStatus(container: ContainerFacts): string {
  switch (container.state) {
    case 'running':
      return container.ready ? 'Running' : 'NotReady';
    case 'terminated':
      return endedBecause(container);
    case 'waiting':
      return container.reason ?? 'Waiting';
    case 'unknown':
    case 'absent':
      return 'Unknown';
  }
}

/** Whether the node's kubelet says that it is Ready. */
export function isNodeReady(node: Node): boolean {
  return node.conditions.some((c) => c.type === 'Ready' && c.status === 'True');
}

/** A pod's own line, with what a verb needs. `updated`: made from the set's newest template. */
export function podFacts(pod: Pod, context: string, updated: boolean): PodFacts {
  const { status, ready, total, restarts } = podStatus(pod);
  const since = readySince(pod);
  const { uid, name, namespace, created, deleting } = pod.meta;
  return {
    ref: { context, namespace, name, uid },
    status,
    ready,
    total,
    restarts,
    ...(pod.nodeName === undefined ? {} : { node: pod.nodeName }),
    created,
    ...(deleting === undefined ? {} : { deleting }),
    ...(since === undefined ? {} : { readySince: since }),
    containers: [...pod.containers].sort((a, b) => Number(a.init) - Number(b.init)).map((c) => c.name),
    ports: pod.ports,
    updated,
  };
}
