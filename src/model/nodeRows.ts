import { problemRow } from './detailRows.ts';
import { formatKey } from './keys.ts';
import { compareNames, parseOrdinal } from './names.ts';
import type { Node, Pod, SetObject } from './objects.ts';
import { place } from './placement.ts';
import { isUpdated } from './placeRows.ts';
import { isNodeReady, podFacts, podState, type StateFacts } from './podState.ts';
import type { NodePodRow, NodeRow, ProblemRow } from './rows.ts';
import { setRef } from './setRows.ts';
import { nodeReasons, podWarning } from './slots.ts';
import type { RowSources } from './storeView.ts';

/** The nodes by name, or why they can't be listed. */
export function nodeRows(sources: RowSources): readonly (NodeRow | ProblemRow)[] {
  const nodes = sources.view.nodes ?? [];
  return [...nodes.map((node) => nodeRow(node, sources)), ...problemRow(sources, '', 'nodes')];
}

/** One node's own row. */
export function nodeRow(node: Node, { view }: RowSources): NodeRow {
  const { name } = node.meta;
  const pods = view.podsOn(name).length;
  return {
    kind: 'node',
    key: formatKey({ kind: 'node', context: view.context, name }),
    expandable: pods > 0,
    context: view.context,
    name,
    ready: isNodeReady(node),
    unschedulable: node.unschedulable,
    taints: node.taints.map(({ key, value, effect }) => `${value ? `${key}=${value}` : key}:${effect}`),
    pods,
  };
}

/** The set pods on a node: DaemonSets' first, then by name. */
export function nodePodRows(node: string, sources: RowSources): readonly NodePodRow[] {
  const { view } = sources;
  const pods = view.podsOn(node).map((pod) => ({ pod, set: view.set(pod.meta.owner?.uid ?? '') }));
  const rank = ({ pod }: { pod: Pod }): number => (pod.meta.owner?.kind === 'DaemonSet' ? 0 : 1);
  pods.sort((a, b) => rank(a) - rank(b) || compareNames(a.pod.meta.name, b.pod.meta.name));
  return pods.map(({ pod, set }) => nodePodRow(pod, set, sources));
}

function nodePodRow(pod: Pod, set: SetObject | undefined, sources: RowSources): NodePodRow {
  const { context } = sources.view;
  const ordinal = set?.kind === 'StatefulSet' ? parseOrdinal(set.meta.name, pod.meta.name) : undefined;
  return {
    kind: 'nodePod',
    key: formatKey({ kind: 'nodePod', context, uid: pod.meta.uid }),
    expandable: false,
    ...(set ? { set: setRef(set, context) } : {}),
    ...(ordinal === undefined ? {} : { ordinal }),
    ...podStateOnNode(pod, set, sources),
    pod: podFacts(pod, context, set ? isUpdated(set, pod) : true),
  };
}

function podStateOnNode(pod: Pod, set: SetObject | undefined, { view, now }: RowSources): StateFacts {
  const facts = podState(pod, now, set?.minReadySeconds ?? 0);
  const node = view.node(pod.targetNode ?? '');
  const against = set?.kind === 'DaemonSet' && node ? place(set.placement, node).reasons : [];
  if (facts.state === 'ready' && against.length === 0) return facts;
  const lookup = view.nodes ? (name: string): Node | undefined => view.node(name) : undefined;
  const state = against.length > 0 && facts.state !== 'terminating' ? 'misscheduled' : facts.state;
  const warning = podWarning(pod, facts, (uid) => view.warningsOf(uid), now);
  return { state, reasons: [...against, ...nodeReasons(pod, lookup), ...facts.reasons, ...warning] };
}
