import { mapAt, mapsAt, seqAt, stringAt, type MapNode } from '../manifest/nodes.ts';

/** The labels of a map: null is the empty text, as for the API server; what is no text is left out. */
export function labelsIn(map: MapNode | undefined): ReadonlyMap<string, string> {
  const labels = new Map<string, string>();
  for (const [key, { value }] of map?.byKey ?? []) {
    if (value.kind !== 'scalar') continue;
    if (value.value === null) labels.set(key, '');
    else if (typeof value.value === 'string') labels.set(key, value.value);
  }
  return labels;
}

/** Whether a label set has every pair of `wanted` (a Service's selector, `matchLabels`). */
export function hasAll(labels: ReadonlyMap<string, string>, wanted: ReadonlyMap<string, string>): boolean {
  for (const [key, value] of wanted) if (labels.get(key) !== value) return false;
  return true;
}

/** `metav1.LabelSelectorAsSelector`: an empty selector matches everything, a missing one nothing. */
export function selects(selector: MapNode | undefined, labels: ReadonlyMap<string, string>): boolean {
  if (!selector) return false;
  if (!hasAll(labels, labelsIn(mapAt(selector, 'matchLabels')))) return false;
  return mapsAt(selector, 'matchExpressions').every(({ map }) => meets(map, labels));
}

function meets(requirement: MapNode, labels: ReadonlyMap<string, string>): boolean {
  const value = labels.get(stringAt(requirement, 'key') ?? '');
  const values = (seqAt(requirement, 'values')?.items ?? []).map(({ value: item }) =>
    item.kind === 'scalar' ? item.text : undefined,
  );
  switch (stringAt(requirement, 'operator')) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      return true; // the API server refuses it for its operator
  }
}
