import type { Coverage, Place } from './coverage.ts';
import { formatKey, type GroupName } from './keys.ts';
import type { DaemonSet, Pod, SetObject, StatefulSet } from './objects.ts';
import { podFacts } from './podState.ts';
import {
  TROUBLE,
  type FoldRow,
  type GroupRow,
  type PlaceRow,
  type PlaceState,
  type Row,
  type SetRef,
  type SlotRow,
} from './rows.ts';
import { coverageOf, setKey, setRef, slotsOf } from './setRows.ts';
import type { Slot, Slots } from './slots.ts';
import type { RowSources } from './storeView.ts';
import { problemRow } from './detailRows.ts';

/** Above this many places a set shows one row for each state instead. */
export const MOST_PLACES = 200;

/** Whether the pod was made from the set's newest template. */
export function isUpdated(set: SetObject, pod: Pod): boolean {
  if (set.kind === 'StatefulSet') return pod.revision === set.status.updateRevision;
  if (set.templateGeneration === '') return set.status.updated >= set.status.current;
  return pod.meta.labels['pod-template-generation'] === set.templateGeneration;
}

/** Below a set: its places, or a row for each state of them; then what is left over. */
export function placeRows(set: SetObject, sources: RowSources): readonly Row[] {
  return set.kind === 'StatefulSet' ? slotChildren(set, sources) : nodeChildren(set, sources);
}

function slotChildren(set: StatefulSet, sources: RowSources): readonly Row[] {
  const ref = setRef(set, sources.view.context);
  const found = slotsOf(set, sources);
  const places = isFolded(found.slots.length)
    ? foldRows(ref, countStates(found.slots))
    : found.slots.map((slot) => slotRow(set, ref, slot, sources));
  return [
    ...places,
    ...groupRow(ref, 'retainedVolumes', found.retained.length),
    ...groupRow(ref, 'leftoverPods', found.leftovers.length),
  ];
}

function nodeChildren(set: DaemonSet, sources: RowSources): readonly Row[] {
  const ref = setRef(set, sources.view.context);
  const { places, counts } = coverageOf(set, sources);
  const problem = problemRow(sources, setKey(ref), 'nodes');
  if (isFolded(places.length - counts.excluded)) return [...foldRows(ref, counts), ...problem];
  const shown = places.filter((place) => place.state !== 'excluded');
  return [
    ...shown.map((place) => placeRow(set, ref, place, sources)),
    ...foldRows(ref, { excluded: counts.excluded }),
    ...problem,
  ];
}

function isFolded(places: number): boolean {
  return places > MOST_PLACES;
}

/** The places of a set that a fold row stands for. */
export function foldedRows(
  set: SetObject,
  of: PlaceState,
  sources: RowSources,
): readonly (SlotRow | PlaceRow)[] {
  return allPlaceRows(set, sources, (facts) => facts.state === of);
}

/** Every place of a set, unfolded, in its order: for a command that asks which one. Excluded nodes are not places to go to. */
export function everyPlaceRow(set: SetObject, sources: RowSources): readonly (SlotRow | PlaceRow)[] {
  return allPlaceRows(set, sources, (facts) => facts.state !== 'excluded');
}

function allPlaceRows(
  set: SetObject,
  sources: RowSources,
  wanted: (facts: Slot | Place) => boolean,
): readonly (SlotRow | PlaceRow)[] {
  const ref = setRef(set, sources.view.context);
  return set.kind === 'StatefulSet'
    ? slotsOf(set, sources)
        .slots.filter(wanted)
        .map((slot) => slotRow(set, ref, slot, sources))
    : coverageOf(set, sources)
        .places.filter(wanted)
        .map((place) => placeRow(set, ref, place, sources));
}

/** The pods of *Leftover pods*, as slots outside the range. */
export function leftoverRows(set: StatefulSet, sources: RowSources): readonly SlotRow[] {
  const ref = setRef(set, sources.view.context);
  return slotsOf(set, sources).leftovers.map((slot) => slotRow(set, ref, slot, sources));
}

/** Under which row a place stands: its set's, a fold's or a group's. */
export function placeParent(set: SetObject, place: number | string, sources: RowSources): string | undefined {
  const ref = setRef(set, sources.view.context);
  const { context, uid } = ref;
  const fold = (of: PlaceState): string => formatKey({ kind: 'fold', context, uid, of });
  if (set.kind === 'StatefulSet') {
    const found: Slots = slotsOf(set, sources);
    const slot = found.slots.find((s) => s.ordinal === place);
    if (slot) return isFolded(found.slots.length) ? fold(slot.state) : setKey(ref);
    const left = found.leftovers.some((s) => s.ordinal === place);
    return left ? formatKey({ kind: 'group', context, uid, group: 'leftoverPods' }) : undefined;
  }
  const { places, counts }: Coverage = coverageOf(set, sources);
  const found = places.find((p) => p.node === place);
  if (!found) return undefined;
  const folded = found.state === 'excluded' || isFolded(places.length - counts.excluded);
  return folded ? fold(found.state) : setKey(ref);
}

function slotRow(set: StatefulSet, ref: SetRef, slot: Slot, sources: RowSources): SlotRow {
  const key = formatKey({ kind: 'slot', context: ref.context, uid: ref.uid, ordinal: slot.ordinal });
  return {
    kind: 'slot',
    key,
    expandable: set.claimTemplates.length > 0 || hasDetails(slot, sources),
    set: ref,
    ordinal: slot.ordinal,
    name: slot.name,
    state: slot.state,
    reasons: slot.reasons,
    ...occupant(set, slot.pod, ref.context),
    ...cameBack(key, sources),
  };
}

function placeRow(set: DaemonSet, ref: SetRef, place: Place, sources: RowSources): PlaceRow {
  const key = formatKey({ kind: 'place', context: ref.context, uid: ref.uid, node: place.node });
  return {
    kind: 'place',
    key,
    expandable: hasDetails(place, sources),
    set: ref,
    node: place.node,
    state: place.state,
    reasons: place.reasons,
    ...occupant(set, place.pod, ref.context),
    ...cameBack(key, sources),
  };
}

function occupant(set: SetObject, pod: Pod | undefined, context: string): Pick<SlotRow, 'pod' | 'ports'> {
  if (!pod) return { ports: set.ports };
  return { pod: podFacts(pod, context, isUpdated(set, pod)), ports: pod.ports };
}

function cameBack(key: string, sources: RowSources): Pick<SlotRow, 'cameBackIn'> {
  const ms = sources.cameBackIn?.(key);
  return ms === undefined ? {} : { cameBackIn: ms };
}

/** A pod that is not well may have events that nobody asked for yet, so it can be opened. */
function hasDetails({ pod, state }: Slot | Place, { view }: RowSources): boolean {
  if (!pod) return false;
  return state !== 'ready' || pod.claims.length > 0 || view.warningsOf(pod.meta.uid).length > 0;
}

function countStates(found: readonly Slot[]): Partial<Record<PlaceState, number>> {
  const counts: Partial<Record<PlaceState, number>> = {};
  for (const { state } of found) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}

/** A row for each state that occurs, the worst first. */
function foldRows(set: SetRef, counts: Partial<Record<PlaceState, number>>): readonly FoldRow[] {
  return TROUBLE.flatMap((of) => {
    const count = counts[of] ?? 0;
    if (count === 0) return [];
    const key = formatKey({ kind: 'fold', context: set.context, uid: set.uid, of });
    return [{ kind: 'fold', key, expandable: true, set, of, count } as const];
  });
}

function groupRow(set: SetRef, group: GroupName, count: number): readonly GroupRow[] {
  if (count === 0) return [];
  const key = formatKey({ kind: 'group', context: set.context, uid: set.uid, group });
  return [{ kind: 'group', key, expandable: true, set, group, count }];
}
