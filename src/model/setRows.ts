import { coverage, type Coverage } from './coverage.ts';
import { formatKey } from './keys.ts';
import { compareNames } from './names.ts';
import type { DaemonSet, SetObject, StatefulSet } from './objects.ts';
import {
  TROUBLE,
  type DaemonSetRow,
  type NamespaceRow,
  type PlaceState,
  type Reason,
  type SetRef,
  type StatefulSetRow,
} from './rows.ts';
import { slots, type Slots } from './slots.ts';
import type { RowSources } from './storeView.ts';

/** How verbs and rows name a set. */
export function setRef(set: SetObject, context: string): SetRef {
  const { uid, name, namespace } = set.meta;
  return { kind: set.kind, context, namespace, name, uid };
}

/** The key of a set's row. */
export function setKey(set: SetRef): string {
  return formatKey({ kind: 'set', context: set.context, uid: set.uid });
}

/** A StatefulSet's slots from the store. */
export function slotsOf(set: StatefulSet, { view, now }: RowSources): Slots {
  return slots(
    set,
    {
      pods: view.podsOf(set.meta.uid),
      claims: view.claimsOf(set),
      warningsOf: (uid) => view.warningsOf(uid),
      ...(view.nodes ? { node: (name: string) => view.node(name) } : {}),
    },
    now,
  );
}

/** A DaemonSet's places from the store. */
export function coverageOf(set: DaemonSet, { view, now }: RowSources): Coverage {
  return coverage(
    set,
    {
      nodes: view.nodes,
      pods: view.podsOf(set.meta.uid),
      warningsOf: (uid) => view.warningsOf(uid),
      ...(view.nodes ? { node: (name: string) => view.node(name) } : {}),
    },
    now,
  );
}

/** The namespaces that have sets, by name. Their trouble is the controllers' own count: no pod is looked at. */
export function namespaceRows(sources: RowSources, namespaces?: readonly string[]): readonly NamespaceRow[] {
  const { context } = sources.view;
  const found = new Map<string, { sets: number; troubled: number }>();
  for (const set of sources.view.sets(namespaces)) {
    const counts = found.get(set.meta.namespace) ?? { sets: 0, troubled: 0 };
    counts.sets += 1;
    if (isTroubled(set)) counts.troubled += 1;
    found.set(set.meta.namespace, counts);
  }
  return [...found]
    .sort(([a], [b]) => compareNames(a, b))
    .map(([name, counts]) => ({
      kind: 'namespace',
      key: formatKey({ kind: 'namespace', context, name }),
      expandable: true,
      context,
      name,
      ...counts,
    }));
}

function isTroubled({ kind, ...set }: SetObject): boolean {
  if (kind === 'StatefulSet') return set.status.ready < (set as StatefulSet).replicas;
  const { ready, desired, misscheduled } = (set as DaemonSet).status;
  return ready < desired || misscheduled > 0;
}

/** The sets of a namespace by name; at the same name the StatefulSet first. */
export function setRows(sources: RowSources, namespace: string): readonly (StatefulSetRow | DaemonSetRow)[] {
  const sets = [...sources.view.sets([namespace])];
  sets.sort((a, b) => compareNames(a.meta.name, b.meta.name) || -compareNames(a.kind, b.kind));
  return sets.map((set) => setRow(set, sources));
}

/** One set's own row. */
export function setRow(set: SetObject, sources: RowSources): StatefulSetRow | DaemonSetRow {
  const known = sources.setRows?.get(set.meta.uid);
  if (known?.kind === 'statefulset' || known?.kind === 'daemonset') return known;
  const row = set.kind === 'StatefulSet' ? statefulSetRow(set, sources) : daemonSetRow(set, sources);
  sources.setRows?.set(set.meta.uid, row);
  return row;
}

function statefulSetRow(set: StatefulSet, sources: RowSources): StatefulSetRow {
  const ref = setRef(set, sources.view.context);
  const found = slotsOf(set, sources);
  // The lowest one is what the others wait for.
  const first = found.slots.find((slot) => slot.state !== 'ready' && slot.state !== 'waiting');
  return {
    kind: 'statefulset',
    key: setKey(ref),
    expandable: found.slots.length + found.leftovers.length + found.retained.length > 0,
    set: ref,
    ready: found.slots.filter((slot) => slot.state === 'ready').length,
    replicas: set.replicas,
    updated: set.status.updated,
    rolling: isRolling(set),
    deleting: set.meta.deleting !== undefined,
    ...(first ? { trouble: trouble(first.name, first) } : {}),
    ports: set.ports,
  };
}

/** With a partition, or OnDelete, two revisions side by side are meant to be. */
function isRolling({ status, ...set }: StatefulSet): boolean {
  const moving = status.updateRevision !== status.currentRevision && set.updateStrategy === 'RollingUpdate';
  return moving && status.updated < set.replicas - set.partition;
}

function daemonSetRow(set: DaemonSet, sources: RowSources): DaemonSetRow {
  const ref = setRef(set, sources.view.context);
  const { places, counts, eligible } = coverageOf(set, sources);
  const worst = TROUBLE.find((s) => s !== 'ready' && s !== 'excluded' && counts[s] > 0);
  const first = worst && places.find((place) => place.state === worst);
  return {
    kind: 'daemonset',
    key: setKey(ref),
    expandable: places.length > 0,
    set: ref,
    ready: counts.ready,
    ...(eligible === undefined ? {} : { eligible }),
    desired: set.status.desired,
    excluded: counts.excluded,
    deleting: set.meta.deleting !== undefined,
    ...(first ? { trouble: trouble(first.node, first) } : {}),
    ports: set.ports,
  };
}

type Trouble = NonNullable<StatefulSetRow['trouble']>;

function trouble(place: string, facts: { state: PlaceState; reasons: readonly Reason[] }): Trouble {
  const reason = facts.reasons[0];
  return { place, state: facts.state, ...(reason ? { reason } : {}) };
}
