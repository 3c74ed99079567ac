import type { DaemonSet, Node, Pod } from './objects.ts';
import { place } from './placement.ts';
import { podState, type StateFacts } from './podState.ts';
import type { PlaceState, Reason } from './rows.ts';
import { nodeReasons, podWarning, type NodeLookup } from './slots.ts';
import { latestReason, type WarningsOf } from './warnings.ts';

/** One node of a DaemonSet: its pod, if there is one, and how it is. */
export interface Place extends StateFacts {
  readonly node: string;
  readonly pod?: Pod;
}

export interface Coverage {
  /** Grouped by state in the order of {@link PLACE_ORDER}; within a state in the order of the nodes given. */
  readonly places: readonly Place[];
  /** Nodes that should run a pod; undefined where nodes can't be listed. */
  readonly eligible: number | undefined;
  readonly counts: Readonly<Record<PlaceState, number>>;
}

/** The order of a DaemonSet's places: what works, what is on its way, what is not there, what is not wanted. */
export const PLACE_ORDER: readonly PlaceState[] = [
  'ready',
  'notReady',
  'failing',
  'starting',
  'pending',
  'terminating',
  'missing',
  'waiting',
  'misscheduled',
  'excluded',
];

/** What a DaemonSet's places are read from. */
export interface CoverageSources {
  /** All nodes in the order to show them; undefined where they can't be listed: then only nodes with pods are places. */
  readonly nodes: readonly Node[] | undefined;
  readonly node?: NodeLookup;
  /** The pods that the set owns. */
  readonly pods: readonly Pod[];
  readonly warningsOf: WarningsOf;
}

/** The places of a DaemonSet: every node, with the controller's own decision on it and what is there. */
export function coverage(set: DaemonSet, sources: CoverageSources, now: number): Coverage {
  const byNode = podsByNode(sources.pods);
  const groups = Object.fromEntries(PLACE_ORDER.map((state) => [state, []])) as unknown as Groups;
  let eligible = 0;
  for (const node of sources.nodes ?? []) {
    const decision = place(set.placement, node);
    if (decision.shouldRun) eligible += 1;
    const pod = byNode.get(node.meta.name);
    byNode.delete(node.meta.name);
    const found = pod
      ? onNode(set, pod, decision.reasons, sources, now)
      : { node: node.meta.name, ...vacant(set, node, decision.reasons, sources.warningsOf, now) };
    groups[found.state].push(found);
  }
  // What is left is meant for nodes that are gone, or that can't be listed.
  for (const [node, pod] of byNode) {
    const found = onNode(set, pod, [], sources, now);
    const gone = sources.nodes !== undefined && found.state !== 'terminating';
    const shown = gone ? { ...found, state: 'misscheduled' as const, reasons: [NODE_GONE] } : found;
    groups[shown.state].push({ ...shown, node });
  }
  return {
    places: PLACE_ORDER.flatMap((state) => groups[state]),
    eligible: sources.nodes ? eligible : undefined,
    counts: Object.fromEntries(PLACE_ORDER.map((state) => [state, groups[state].length])) as Counts,
  };
}

type Groups = Record<PlaceState, Place[]>;
type Counts = Record<PlaceState, number>;

const NODE_GONE: Reason = { code: 'nodeGone' };

/** The pod that stands for its node: one that stays before one that goes, scheduled before not, the oldest first. */
function podsByNode(pods: readonly Pod[]): Map<string, Pod> {
  const found = new Map<string, Pod>();
  for (const pod of pods) {
    if (pod.targetNode === undefined) continue;
    const other = found.get(pod.targetNode);
    if (!other || stands(pod, other)) found.set(pod.targetNode, pod);
  }
  return found;
}

function stands(a: Pod, b: Pod): boolean {
  const order =
    Number(a.meta.deleting !== undefined) - Number(b.meta.deleting !== undefined) ||
    Number(a.nodeName === undefined) - Number(b.nodeName === undefined) ||
    a.meta.created - b.meta.created;
  return order === 0 ? a.meta.name < b.meta.name : order < 0;
}

function onNode(
  set: DaemonSet,
  pod: Pod,
  against: readonly Reason[],
  sources: CoverageSources,
  now: number,
): Place {
  const node = pod.targetNode as string;
  const facts = podState(pod, now, set.minReadySeconds);
  if (facts.state === 'ready' && against.length === 0) return { node, pod, ...facts };
  const state = against.length > 0 && facts.state !== 'terminating' ? 'misscheduled' : facts.state;
  const own = [
    ...nodeReasons(pod, sources.node),
    ...facts.reasons,
    ...podWarning(pod, facts, sources.warningsOf, now),
  ];
  return { node, pod, state, reasons: [...against, ...own] };
}

function vacant(
  set: DaemonSet,
  node: Node,
  against: readonly Reason[],
  warningsOf: WarningsOf,
  now: number,
): StateFacts {
  if (against.length > 0) return { state: 'excluded', reasons: against };
  if (set.meta.deleting !== undefined) return { state: 'missing', reasons: [{ code: 'setDeleting' }] };
  const name = node.meta.name;
  const reasons: Reason[] = [
    // FailedCreate names no node: the controller creates for all nodes at once. FailedDaemonPod does.
    ...latestReason(
      warningsOf(set.meta.uid),
      now,
      (warning) => warning.reason === 'FailedCreate' || warning.message.includes(` on node ${name},`),
    ),
  ];
  if (set.generation > set.status.observedGeneration) reasons.push({ code: 'notObserved' });
  return { state: 'missing', reasons };
}
