import { at, mapAt, mapsAt, stringAt, type MapNode, type Path } from '../manifest/nodes.ts';
import { labelsIn } from '../lint/selectors.ts';
import { mayShareNamespace } from '../lint/scope.ts';
import { workloadOf } from '../lint/workloads.ts';
import { fileName, type Sources, type Writing } from './sources.ts';

/** A label, and where it comes from. */
export interface Pair {
  readonly key: string;
  readonly value: string;
  readonly from: string;
}

/** Where a map of labels stands: one that selects pods, one that pods get, one of nodes, or none of these. */
export type LabelPlace = 'selects' | 'has' | 'node';

/** Of the map at `path` below the object, which is `Type.field` in the tables. */
export function labelPlace(owner: string, field: string, path: Path): LabelPlace | undefined {
  const name = `${owner}.${field}`;
  if (name === 'PodSpec.nodeSelector') return 'node';
  if (name === 'ServiceSpec.selector') return 'selects';
  if (name === 'LabelSelector.matchLabels') {
    // What selects namespaces or volumes says nothing of pods.
    return path.includes('namespaceSelector') || path.includes('volumeClaimTemplates')
      ? undefined
      : 'selects';
  }
  return name === 'ObjectMeta.labels' && path.at(-3) === 'template' ? 'has' : undefined;
}

/** The labels that pods have (for a selector), or that selectors ask for (for a template), those of the own object first. */
export function labelPairs(place: 'selects' | 'has', sources: Sources, writing: Writing): readonly Pair[] {
  const pairs: Pair[] = [];
  const add = (map: MapNode | undefined, from: string): void => {
    for (const [key, value] of labelsIn(map)) pairs.push({ key, value, from });
  };
  const { object, namespace } = writing;
  const own = object && workloadOf(object);
  if (place === 'selects') {
    if (own) add(own.labelsNode, fileName(sources.file.uri));
    for (const { object: other, file, workload } of sources.scope.workloads()) {
      if (mayShareNamespace(other.namespace, namespace)) add(workload.labelsNode, fromOf(other, file.uri));
    }
  } else {
    if (own) add(mapAt(own.selector, 'matchLabels'), fileName(sources.file.uri));
    for (const { object: service, file } of sources.scope.all('Service')) {
      if (!mayShareNamespace(service.namespace, namespace)) continue;
      add(mapAt(service.node, 'spec', 'selector'), fromOf(service, file.uri));
    }
  }
  return [...new Map(pairs.reverse().map((pair) => [`${pair.key}=${pair.value}`, pair])).values()].reverse();
}

function fromOf(object: { readonly kind: string; readonly name: string | undefined }, uri: string): string {
  return `${object.kind} ${object.name ?? ''} · ${fileName(uri)}`;
}

// Labels that every kubelet or cloud provider sets (kubernetes.io/docs/reference/labels-annotations-taints).
const wellKnown: readonly (readonly [key: string, values: readonly string[]])[] = [
  ['kubernetes.io/os', ['linux', 'windows']],
  ['kubernetes.io/arch', ['amd64', 'arm64']],
  ['kubernetes.io/hostname', []],
  ['topology.kubernetes.io/zone', []],
  ['topology.kubernetes.io/region', []],
  ['node.kubernetes.io/instance-type', []],
  ['node-role.kubernetes.io/control-plane', ['']],
];

/** The labels of nodes: those that any node has, those that the workspace asks for, those of the cluster's nodes. */
export async function nodeLabels({
  scope,
  cluster,
}: Sources): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const labels = new Map<string, Set<string>>();
  const add = (key: string, values: Iterable<string>): void => {
    const known = labels.get(key) ?? new Set<string>();
    for (const value of values) known.add(value);
    labels.set(key, known);
  };
  for (const [key, values] of (await cluster?.nodeLabels()) ?? []) add(key, values);
  for (const [key, values] of wellKnown) add(key, values);
  for (const { workload } of scope.workloads()) {
    for (const [key, value] of labelsIn(mapAt(workload.podSpec, 'nodeSelector'))) add(key, [value]);
    for (const term of termsOf(workload.podSpec)) {
      const key = stringAt(term, 'key');
      if (key !== undefined) add(key, []);
    }
  }
  return labels;
}

function* termsOf(podSpec: MapNode | undefined): Generator<MapNode> {
  const affinity = mapAt(podSpec, 'affinity', 'nodeAffinity');
  const required = at(affinity, 'requiredDuringSchedulingIgnoredDuringExecution');
  const terms = [
    ...mapsAt(required, 'nodeSelectorTerms').map(({ map }) => map),
    ...mapsAt(affinity, 'preferredDuringSchedulingIgnoredDuringExecution').map(({ map }) =>
      mapAt(map, 'preference'),
    ),
  ];
  for (const term of terms) for (const { map } of mapsAt(term, 'matchExpressions')) yield map;
}
