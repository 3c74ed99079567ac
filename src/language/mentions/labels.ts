import { labelsIn, selects } from '../../lint/selectors.ts';
import { workloadOf } from '../../lint/workloads.ts';
import type { Typed } from '../../lint/fields/typed.ts';
import {
  mapAt,
  mapsAt,
  scalarAt,
  seqAt,
  stringAt,
  type MapEntry,
  type MapNode,
} from '../../manifest/nodes.ts';
import type { Selecting } from '../occurrence.ts';
import type { Collector } from './collector.ts';

const podName = 'statefulset.kubernetes.io/pod-name';
const namespaceName = 'kubernetes.io/metadata.name';
const ownSelectors: ReadonlySet<string> = new Set([
  'StatefulSetSpec',
  'DaemonSetSpec',
  'DeploymentSpec',
  'ReplicaSetSpec',
  'JobSpec',
]);

/** Labels of pods, and what selects pods by them or looks for their ports. */
export function collectLabels(into: Collector): void {
  const workload = workloadOf(into.object);
  for (const entry of workload?.labelsNode?.byKey.values() ?? []) {
    if (workload?.labelsNode) pair(into, workload.labelsNode, entry, 'definition');
  }
  for (const { node } of into.typed('ServiceSpec')) {
    const selector = mapAt(node, 'selector');
    const selecting = plain(selector, into.object.namespace);
    if (!selector || !selecting) continue;
    pairs(into, selector, selecting);
    for (const { map } of mapsAt(node, 'ports')) {
      into.field(map, 'targetPort', { kind: 'port', role: 'reference', selecting: [selecting] });
    }
  }
  for (const selector of into.typed('LabelSelector')) labelSelector(into, selector);
  for (const policy of into.typed('NetworkPolicySpec')) policyPorts(into, policy);
  collectOwnKeys(into);
}

function plain(selector: MapNode | undefined, namespace: string | undefined): Selecting | undefined {
  const wanted = labelsIn(selector);
  // A Service with an empty selector selects nothing.
  if (wanted.size === 0) return undefined;
  const matches: Selecting['matches'] = (labels) =>
    [...wanted].every(([key, value]) => labels.get(key) === value);
  return { pairs: wanted, matches, namespaces: [namespace] };
}

function pairs(into: Collector, map: MapNode, selecting: Selecting): void {
  for (const entry of map.byKey.values()) pair(into, map, entry, 'reference', selecting);
}

function pair(
  into: Collector,
  map: MapNode,
  entry: MapEntry,
  role: 'definition' | 'reference',
  selecting?: Selecting,
): void {
  const among = selecting ? { selecting: [selecting] } : {};
  if (entry.key === podName && role === 'reference') return setOfPod(into, entry);
  into.key(map, entry, { kind: 'labelKey', role, ...among });
  into.item(entry, { kind: 'labelValue', role, of: entry.key, ...among });
}

/** `mongodb-0`: the name of a set, and an ordinal. */
function setOfPod(into: Collector, { value, alias }: MapEntry): void {
  if (value.kind !== 'scalar') return;
  const raw = into.text.slice(value.range.start, value.range.end);
  const [, quote = '', set] = /^(["']?)([-.a-z0-9]+)-\d+\1$/.exec(raw) ?? [];
  if (set === undefined) return;
  into.part(value, alias, value.range.start + quote.length, set, { kind: 'StatefulSet', role: 'reference' });
}

function labelSelector(into: Collector, { node, owner, field }: Typed): void {
  if (field === 'namespaceSelector') return namespaceSelector(into, node);
  const selecting = owner && selectingOf(into, node, owner, field);
  if (!selecting) return;
  const labels = mapAt(node, 'matchLabels');
  if (labels) pairs(into, labels, selecting);
  const among = { role: 'reference', selecting: [selecting] } as const;
  for (const { map } of mapsAt(node, 'matchExpressions')) {
    const of = stringAt(map, 'key');
    into.field(map, 'key', { kind: 'labelKey', ...among });
    if (of !== undefined) into.items(seqAt(map, 'values'), { kind: 'labelValue', of, ...among });
  }
  if (owner.type === 'PodAffinityTerm' || owner.type === 'TopologySpreadConstraint') {
    for (const list of ['matchLabelKeys', 'mismatchLabelKeys']) {
      into.items(seqAt(owner.node, list), { kind: 'labelKey', role: 'reference', selecting: [own(into)] });
    }
  }
}

function own({ object }: Collector): Selecting {
  return { pairs: new Map(), matches: () => true, namespaces: undefined, own: object };
}

/** The pods that a label selector is about; undefined where it selects something else. */
function selectingOf(into: Collector, node: MapNode, owner: Typed, field: string): Selecting | undefined {
  if (field === 'selector' && ownSelectors.has(owner.type)) return own(into);
  const namespaces = namespacesOf(into, owner);
  if (namespaces === 'none') return undefined;
  const pairs = labelsIn(mapAt(node, 'matchLabels'));
  return { pairs, matches: (labels) => selects(node, labels), namespaces };
}

function namespacesOf(into: Collector, owner: Typed): Selecting['namespaces'] | 'none' {
  const here = [into.object.namespace];
  switch (owner.type) {
    case 'PodDisruptionBudgetSpec':
    case 'NetworkPolicySpec':
    case 'TopologySpreadConstraint':
      return here;
    case 'NetworkPolicyPeer':
      return owner.node.byKey.has('namespaceSelector') ? undefined : here;
    case 'PodAffinityTerm': {
      if (owner.node.byKey.has('namespaceSelector')) return undefined;
      const named = (seqAt(owner.node, 'namespaces')?.items ?? []).map(({ value }) =>
        value.kind === 'scalar' ? value.text : '',
      );
      return named.length > 0 ? named : here;
    }
    default:
      return 'none';
  }
}

/** Every namespace has a label with its own name. */
function namespaceSelector(into: Collector, node: MapNode): void {
  const meaning = { kind: 'Namespace', role: 'reference', namespace: undefined } as const;
  into.field(mapAt(node, 'matchLabels'), namespaceName, meaning);
  for (const { map } of mapsAt(node, 'matchExpressions')) {
    if (stringAt(map, 'key') === namespaceName) into.items(seqAt(map, 'values'), meaning);
  }
}

/** Ports by name are those of the pods that are connected to: the policy's own for `ingress`, the peers for `egress`. */
function policyPorts(into: Collector, { node }: Typed): void {
  const here = [into.object.namespace];
  const selecting = (selector: MapNode | undefined, namespaces: Selecting['namespaces']): Selecting[] => {
    if (!selector) return [];
    const pairs = labelsIn(mapAt(selector, 'matchLabels'));
    return [{ pairs, matches: (labels) => selects(selector, labels), namespaces }];
  };
  for (const { map } of mapsAt(node, 'ingress')) {
    portsOf(into, map, selecting(mapAt(node, 'podSelector'), here));
  }
  for (const { map } of mapsAt(node, 'egress')) {
    const peers = mapsAt(map, 'to').flatMap(({ map: peer }) =>
      selecting(mapAt(peer, 'podSelector'), peer.byKey.has('namespaceSelector') ? undefined : here),
    );
    portsOf(into, map, peers);
  }
}

function portsOf(into: Collector, rule: MapNode, selecting: readonly Selecting[]): void {
  for (const { map } of mapsAt(rule, 'ports')) {
    into.field(map, 'port', { kind: 'port', role: 'reference', selecting });
  }
}

/** `metadata.labels['app']` of the downward API, and the namespaces that an affinity term lists. */
function collectOwnKeys(into: Collector): void {
  for (const { node } of into.typed('ObjectFieldSelector')) {
    const path = scalarAt(node, 'fieldPath');
    if (!path) continue;
    const raw = into.text.slice(path.range.start, path.range.end);
    const [, before = '', key] = /^(["']?metadata\.labels\[['"]+)([^'"\]]+)/.exec(raw) ?? [];
    if (key === undefined) continue;
    const alias = node.byKey.get('fieldPath')?.alias;
    const meaning = { kind: 'labelKey', role: 'reference', selecting: [own(into)] } as const;
    into.part(path, alias, path.range.start + before.length, key, meaning);
  }
  for (const { node } of into.typed('PodAffinityTerm')) {
    into.items(seqAt(node, 'namespaces'), { kind: 'Namespace', role: 'reference', namespace: undefined });
  }
}
