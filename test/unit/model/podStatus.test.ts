import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { podStatus } from '../../../src/model/podStatus.ts';
import { trimPod } from '../../../src/model/trim.ts';
import { NOW, ago } from './support.ts';

// The cases of Kubernetes' own table test of printPod, as facts.

interface Container {
  readonly ready?: boolean;
  readonly started?: boolean;
  readonly restarts?: number;
  readonly state?: object;
  readonly endedAgo?: number;
}

interface Case {
  readonly phase: string;
  readonly reason?: string;
  readonly conditions?: readonly object[];
  readonly deleting?: boolean;
  /** In the spec: how many containers, init containers, and how many of these are sidecars. */
  readonly spec: readonly [containers: number, inits?: number, sidecars?: number];
  readonly inits?: readonly Container[];
  readonly containers?: readonly Container[];
  readonly is: readonly [ready: string, status: string, restarts: number, endedAgo?: number];
}

const running = { running: {} };
const waiting = { waiting: {} };
const done = { terminated: { exitCode: 0 } };
const completed = { terminated: { exitCode: 0, reason: 'Completed' } };
const crashed = { terminated: { exitCode: 1, reason: 'podCrash' } };
const killed = { terminated: { exitCode: 137, reason: 'Error' } };
const isReady = { type: 'Ready', status: 'True' };
const X = 'podPhase';
const r3 = { restarts: 3 };

const cases: Readonly<Record<string, Case>> = {
  'running, and one without a state': {
    phase: X,
    spec: [2],
    containers: [{ ready: true, state: running, ...r3 }, r3],
    is: ['1/2', X, 6],
  },
  'the second waits': {
    phase: X,
    spec: [2],
    containers: [
      { ready: true, state: running, ...r3 },
      { state: { waiting: { reason: 'W' } }, ...r3 },
    ],
    is: ['1/2', 'W', 6],
  },
  'the first container’s word wins': {
    phase: X,
    spec: [2],
    containers: [
      { state: { waiting: { reason: 'W' } }, ...r3 },
      { state: { terminated: { exitCode: 0, reason: 'T' } }, ...r3 },
    ],
    is: ['0/2', 'W', 6],
  },
  'a reason of the pod': {
    phase: X,
    reason: 'R',
    spec: [2],
    containers: [
      { ready: true, state: running, ...r3 },
      { ready: true, ...r3 },
    ],
    is: ['1/2', 'R', 6],
  },
  'completed beside running, not Ready': {
    phase: 'Running',
    spec: [2],
    containers: [
      { ready: true, state: completed, ...r3 },
      { ready: true, state: running, ...r3 },
    ],
    is: ['1/2', 'NotReady', 6],
  },
  'completed beside running, Ready': {
    phase: 'Running',
    conditions: [isReady],
    spec: [2],
    containers: [
      { ready: true, state: completed, ...r3 },
      { ready: true, state: running, ...r3 },
    ],
    is: ['1/2', 'Running', 6],
  },
  'an init container runs': {
    phase: X,
    spec: [1, 1],
    inits: [{ state: running, ...r3, endedAgo: 10 }],
    containers: [{ state: waiting }],
    is: ['0/1', 'Init:0/1', 3, 10],
  },
  'the first of two runs': {
    phase: X,
    spec: [1, 2],
    inits: [{ state: running, ...r3, endedAgo: 10 }, { state: waiting }],
    containers: [{ state: waiting }],
    is: ['0/1', 'Init:0/2', 3, 10],
  },
  'the second of two runs': {
    phase: X,
    spec: [1, 2],
    inits: [
      { state: done, restarts: 2, endedAgo: 120 },
      { state: running, ...r3, endedAgo: 10 },
    ],
    containers: [{ state: waiting }],
    is: ['0/1', 'Init:1/2', 5, 10],
  },
  'init done, the container runs again': {
    phase: 'Running',
    spec: [1, 1],
    inits: [{ state: done, restarts: 2, endedAgo: 120 }],
    containers: [{ state: running, restarts: 4, endedAgo: 20 }],
    is: ['0/1', 'Running', 4, 20],
  },
  'the latest restart counts': {
    phase: 'Running',
    spec: [2],
    containers: [
      { ready: true, state: running, restarts: 6, endedAgo: 5 },
      { ready: true, state: running, ...r3, endedAgo: 20 },
    ],
    is: ['2/2', 'Running', 9, 5],
  },
  'held by a gate': {
    phase: X,
    conditions: [{ type: 'PodScheduled', status: 'False', reason: 'SchedulingGated' }],
    spec: [2],
    is: ['0/2', 'SchedulingGated', 0],
  },
  succeeded: {
    phase: 'Succeeded',
    spec: [1],
    containers: [{ state: completed }],
    is: ['0/1', 'Completed', 0],
  },
  failed: {
    phase: 'Failed',
    spec: [1],
    containers: [{ state: { terminated: { exitCode: 1, reason: 'Error' } } }],
    is: ['0/1', 'Error', 0],
  },
  'succeeded and going': {
    phase: 'Succeeded',
    deleting: true,
    spec: [1],
    containers: [{ state: completed }],
    is: ['0/1', 'Completed', 0],
  },
  'running and going': {
    phase: 'Running',
    deleting: true,
    spec: [1],
    containers: [{ state: running }],
    is: ['0/1', 'Terminating', 0],
  },
  'pending and going': { phase: 'Pending', deleting: true, spec: [1], is: ['0/1', 'Terminating', 0] },
  'going from a lost node': {
    phase: 'Running',
    reason: 'NodeLost',
    deleting: true,
    spec: [1],
    is: ['0/1', 'Unknown', 0],
  },
  'crashed before running': {
    phase: 'Failed',
    spec: [2],
    containers: [{ state: crashed }, { ready: true, state: running }],
    is: ['1/2', 'podCrash', 0],
  },
  'running, crashed, completed': {
    phase: 'Failed',
    spec: [3],
    containers: [
      { ready: true, state: running },
      { ready: true, state: crashed },
      { ready: true, state: { terminated: { exitCode: 0 } } },
    ],
    is: ['1/3', 'podCrash', 0],
  },
  'killed by a signal': {
    phase: 'Running',
    spec: [1],
    containers: [{ state: { terminated: { exitCode: 137, signal: 9 } } }],
    is: ['0/1', 'Signal:9', 0],
  },
  'ended without a word': {
    phase: 'Running',
    spec: [1],
    containers: [{ state: { terminated: { exitCode: 3 } } }],
    is: ['0/1', 'ExitCode:3', 0],
  },
  'an init container failed': {
    phase: 'Pending',
    spec: [1, 1],
    inits: [{ state: { terminated: { exitCode: 2 } } }],
    is: ['0/1', 'Init:ExitCode:2', 0],
  },
  'an init container can’t start': {
    phase: 'Pending',
    spec: [1, 1],
    inits: [{ state: { waiting: { reason: 'ImagePullBackOff' } } }],
    is: ['0/1', 'Init:ImagePullBackOff', 0],
  },
  'the first sidecar has not started': {
    phase: X,
    conditions: [{ type: 'Initialized', status: 'False' }],
    spec: [1, 2, 2],
    inits: [{ state: running, ...r3, endedAgo: 10 }, { state: waiting }],
    containers: [{ state: waiting }],
    is: ['0/3', 'Init:0/2', 3, 10],
  },
  'the second sidecar has not started': {
    phase: X,
    conditions: [{ type: 'Initialized', status: 'False' }],
    spec: [1, 2, 2],
    inits: [
      { state: running, started: true },
      { state: running, ...r3, endedAgo: 10 },
    ],
    containers: [{ state: waiting }],
    is: ['0/3', 'Init:1/2', 3, 10],
  },
  'sidecars started, not ready': {
    phase: 'Running',
    conditions: [{ type: 'Initialized', status: 'True' }],
    spec: [1, 2, 2],
    inits: [
      { state: running, started: true, ...r3, endedAgo: 10 },
      { state: running, started: true },
    ],
    containers: [{ ready: true, state: running, restarts: 4, endedAgo: 20 }],
    is: ['1/3', 'Running', 7, 10],
  },
  'completed, the sidecars killed after it': {
    phase: 'Succeeded',
    conditions: [{ type: 'Initialized', status: 'True' }],
    spec: [1, 2, 2],
    inits: [{ state: killed, ...r3, endedAgo: 10 }, { state: killed }],
    containers: [{ state: completed, restarts: 4, endedAgo: 20 }],
    is: ['0/3', 'Completed', 7, 10],
  },
  'nothing reported yet': { phase: 'Pending', spec: [1, 1], is: ['0/1', 'Pending', 0] },
};

function statuses(prefix: string, containers: readonly Container[] = []): readonly object[] {
  return containers.map((c, i) => ({
    name: `${prefix}${i}`,
    ready: c.ready ?? false,
    started: c.started ?? false,
    restartCount: c.restarts ?? 0,
    state: c.state ?? {},
    lastState: c.endedAgo === undefined ? {} : { terminated: { finishedAt: ago(c.endedAgo) } },
  }));
}

describe('a pod’s cells are kubectl’s', () => {
  for (const [what, c] of Object.entries(cases)) {
    test(what, () => {
      const [containers, inits = 0, sidecars = 0] = c.spec;
      const pod = trimPod({
        metadata: { name: 'p', ...(c.deleting ? { deletionTimestamp: ago(1) } : {}) },
        spec: {
          containers: Array.from({ length: containers }, (_, i) => ({ name: `c${i}` })),
          initContainers: Array.from({ length: inits }, (_, i) => ({
            name: `i${i}`,
            ...(i < sidecars ? { restartPolicy: 'Always' } : {}),
          })),
        },
        status: {
          phase: c.phase,
          ...(c.reason ? { reason: c.reason } : {}),
          conditions: c.conditions ?? [],
          initContainerStatuses: statuses('i', c.inits),
          containerStatuses: statuses('c', c.containers),
        },
      });
      const { ready, total, status, restarts, lastRestart } = podStatus(pod);
      const seconds = lastRestart === undefined ? [] : [(NOW - lastRestart) / 1000];
      assert.deepEqual([`${ready}/${total}`, status, restarts, ...seconds], [...c.is]);
    });
  }
});
