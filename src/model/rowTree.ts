import { detailRows, problemRow, retainedRows } from './detailRows.ts';
import { formatKey, parseKey, type RowKey } from './keys.ts';
import type { SetObject } from './objects.ts';
import { nodePodRows, nodeRows } from './nodeRows.ts';
import { foldedRows, leftoverRows, placeParent, placeRows } from './placeRows.ts';
import type { Row } from './rows.ts';
import { namespaceRows, setRows, slotsOf, coverageOf } from './setRows.ts';
import type { RowSources, StoreView } from './storeView.ts';

/** The two trees of rows that are read from the cluster. */
export type TreeName = 'sets' | 'nodes';

/** The rows at the top of a tree; `namespaces` undefined = all. */
export function rootRows(
  tree: TreeName,
  sources: RowSources,
  namespaces: readonly string[] | undefined,
): readonly Row[] {
  if (tree === 'nodes') return nodeRows(sources);
  const problems = ['statefulsets', 'daemonsets', 'pods'].flatMap((what) => problemRow(sources, '', what));
  return [...problems, ...namespaceRows(sources, namespaces)];
}

/** The rows below the row of `key`; none where there is nothing (any more). Costs what the row's own set or node holds. */
export function childRows(key: string, sources: RowSources): readonly Row[] {
  const parsed = parseKey(key);
  if (!parsed) return [];
  switch (parsed.kind) {
    case 'namespace':
      return setRows(sources, parsed.name);
    case 'set':
    case 'fold':
    case 'group':
    case 'slot':
    case 'place':
      return rowsOfSet(key, parsed, sources);
    case 'node':
      return nodePodRows(parsed.name, sources);
    case 'nodePod':
    case 'claim':
    case 'container':
    case 'warning':
    case 'problem':
      return [];
  }
}

type SetKey = Extract<RowKey, { kind: 'set' | 'fold' | 'group' | 'slot' | 'place' }>;

function rowsOfSet(key: string, parsed: SetKey, sources: RowSources): readonly Row[] {
  const set = sources.view.set(parsed.uid);
  if (!set) return [];
  switch (parsed.kind) {
    case 'set':
      return placeRows(set, sources);
    case 'fold':
      return foldedRows(set, parsed.of, sources);
    case 'group':
      if (set.kind !== 'StatefulSet') return [];
      return parsed.group === 'leftoverPods' ? leftoverRows(set, sources) : retainedRows(key, set, sources);
    case 'slot': {
      if (set.kind !== 'StatefulSet') return [];
      const { slots, leftovers } = slotsOf(set, sources);
      const slot = [...slots, ...leftovers].find((s) => s.ordinal === parsed.ordinal);
      return slot ? detailRows(key, { set, ordinal: slot.ordinal }, slot.pod, sources) : [];
    }
    case 'place': {
      if (set.kind !== 'DaemonSet') return [];
      const place = coverageOf(set, sources).places.find((p) => p.node === parsed.node);
      return place ? detailRows(key, undefined, place.pod, sources) : [];
    }
  }
}

/** The key of the row above; '' at the top, undefined where the row is not (any more). */
export function parentKey(key: string, sources: RowSources): string | undefined {
  const parsed = parseKey(key);
  if (!parsed) return undefined;
  const { view } = sources;
  switch (parsed.kind) {
    case 'namespace':
    case 'node':
      return '';
    case 'set':
    case 'slot':
    case 'place': {
      const set = view.set(parsed.uid);
      return set && setOrPlaceParent(parsed, set, sources);
    }
    case 'fold':
    case 'group':
      return formatKey({ kind: 'set', context: parsed.context, uid: parsed.uid });
    case 'nodePod':
      return nodeKeyOf(view, parsed.uid);
    case 'claim':
    case 'container':
    case 'warning':
    case 'problem':
      return parsed.parent;
  }
}

function nodeKeyOf(view: StoreView, podUid: string): string | undefined {
  const node = view.pod(podUid)?.targetNode;
  return node === undefined ? undefined : formatKey({ kind: 'node', context: view.context, name: node });
}

function setOrPlaceParent(
  key: Extract<RowKey, { kind: 'set' | 'slot' | 'place' }>,
  set: SetObject,
  sources: RowSources,
): string | undefined {
  switch (key.kind) {
    case 'set':
      return formatKey({ kind: 'namespace', context: key.context, name: set.meta.namespace });
    case 'slot':
      return placeParent(set, key.ordinal, sources);
    case 'place':
      return placeParent(set, key.node, sources);
  }
}

/** The row of a key as it is now; undefined where it is not (any more). */
export function rowOf(
  tree: TreeName,
  key: string,
  sources: RowSources,
  namespaces: readonly string[] | undefined,
): Row | undefined {
  const parent = parentKey(key, sources);
  if (parent === undefined) return undefined;
  const siblings = parent === '' ? rootRows(tree, sources, namespaces) : childRows(parent, sources);
  return siblings.find((row) => row.key === key);
}
