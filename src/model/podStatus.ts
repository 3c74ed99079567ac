import type { ContainerFacts, Pod } from './objects.ts';

/** The cells of `kubectl get pods`. */
export interface PodStatus {
  /** STATUS */
  readonly status: string;
  /** READY, as `ready`/`total`. */
  readonly ready: number;
  readonly total: number;
  /** RESTARTS, and when the last one was (ms since 1970). */
  readonly restarts: number;
  readonly lastRestart?: number;
}

interface Tally {
  status: string;
  ready: number;
  restarts: number;
  lastRestart: number;
}

/**
 * STATUS, READY and RESTARTS as kubectl prints them: `printPod` in pkg/printers/internalversion/printers.go of
 * Kubernetes 1.36. Older servers differ where some containers have completed.
 */
export function podStatus(pod: Pod): PodStatus {
  const tally: Tally = { status: pod.reason || pod.phase, ready: 0, restarts: 0, lastRestart: 0 };
  if (pod.conditions.some((c) => c.type === 'PodScheduled' && c.reason === 'SchedulingGated')) {
    tally.status = 'SchedulingGated';
  }
  const initializing = initContainers(pod, tally);
  if (!initializing || isTrue(pod, 'Initialized')) mainContainers(pod, tally);
  if (pod.meta.deleting !== undefined) {
    if (pod.reason === 'NodeLost') tally.status = 'Unknown';
    else if (pod.phase !== 'Succeeded' && pod.phase !== 'Failed') tally.status = 'Terminating';
  }
  return {
    status: tally.status,
    ready: tally.ready,
    total: pod.containers.filter((c) => !c.init || c.sidecar).length,
    restarts: tally.restarts,
    ...(tally.lastRestart > 0 ? { lastRestart: tally.lastRestart } : {}),
  };
}

/** Whether a condition of the pod is True. */
export function isTrue(pod: Pod, type: string): boolean {
  return pod.conditions.some((c) => c.type === type && c.status === 'True');
}

function addRestarts(tally: Tally, container: ContainerFacts): void {
  tally.restarts += container.restarts;
  tally.lastRestart = Math.max(tally.lastRestart, container.lastFinished ?? 0);
}

/** Walks the init containers up to the one that holds the pod up; true if there is one. */
function initContainers(pod: Pod, tally: Tally): boolean {
  const total = pod.containers.filter((c) => c.init).length;
  const reported = pod.containers.filter((c) => c.init && c.state !== 'absent');
  for (const [index, container] of reported.entries()) {
    addRestarts(tally, container);
    if (container.state === 'terminated' && container.exitCode === 0) continue;
    if (container.sidecar && container.started) {
      if (container.ready) tally.ready += 1;
      continue;
    }
    if (container.state === 'terminated') tally.status = `Init:${endedBecause(container)}`;
    else if (container.state === 'waiting' && container.reason && container.reason !== 'PodInitializing') {
      tally.status = `Init:${container.reason}`;
    } else tally.status = `Init:${index}/${total}`;
    return true;
  }
  return false;
}

function mainContainers(pod: Pod, tally: Tally): void {
  // From here on, init containers that ended do not count: only those that go on running do.
  tally.restarts = 0;
  tally.lastRestart = 0;
  for (const container of pod.containers) if (container.sidecar) addRestarts(tally, container);
  let running = false;
  let failed = '';
  // From the last to the first, so that the first one's word wins.
  for (const container of pod.containers.filter((c) => !c.init).reverse()) {
    addRestarts(tally, container);
    if (container.state === 'waiting' && container.reason) tally.status = container.reason;
    else if (container.state === 'terminated') {
      tally.status = endedBecause(container);
      if (container.exitCode !== 0) failed = tally.status;
    } else if (container.ready && container.state === 'running') {
      running = true;
      tally.ready += 1;
    }
  }
  if (tally.status !== 'Completed') return;
  if (running && isTrue(pod, 'Ready')) tally.status = 'Running';
  else if (failed) tally.status = failed;
  else if (running) tally.status = 'NotReady';
}

/** Why a terminated container ended, in kubectl's word. */
export function endedBecause(container: ContainerFacts): string {
  if (container.reason) return container.reason;
  return container.signal ? `Signal:${container.signal}` : `ExitCode:${container.exitCode ?? 0}`;
}
