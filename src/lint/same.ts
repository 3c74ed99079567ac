import { toJs, type Json, type MapNode, type Path, type YamlNode } from '../manifest/nodes.ts';
import { fieldsOf, type Field } from './fields/fields.ts';
import { jsonNumber, parseQuantity } from './values/quantity.ts';

// What the API server writes where nothing is written (pkg/apis/*/v1/defaults.go), as far as it matters to fields that can't be changed.
const defaults: Readonly<Record<string, Json>> = {
  'StatefulSetSpec.podManagementPolicy': 'OrderedReady',
  'PersistentVolumeClaim.apiVersion': 'v1',
  'PersistentVolumeClaim.kind': 'PersistentVolumeClaim',
  'PersistentVolumeClaimSpec.volumeMode': 'Filesystem',
  'PersistentVolumeSpec.volumeMode': 'Filesystem',
  'JobSpec.completionMode': 'NonIndexed',
  'StorageClass.reclaimPolicy': 'Delete',
  'StorageClass.volumeBindingMode': 'Immediate',
  'PriorityClass.preemptionPolicy': 'PreemptLowerPriority',
  'PriorityClass.value': 0,
  'Secret.type': 'Opaque',
  'ContainerPort.protocol': 'TCP',
  'Container.terminationMessagePath': '/dev/termination-log',
  'Container.terminationMessagePolicy': 'File',
  'PodSpec.dnsPolicy': 'ClusterFirst',
  'PodSpec.schedulerName': 'default-scheduler',
  'PodSpec.terminationGracePeriodSeconds': 30,
  'PodSpec.enableServiceLinks': true,
};

/** A place at which two versions of an object differ. */
export interface Difference {
  /** From where the comparison began. */
  readonly path: Path;
  /** Undefined where it was not, or is not, written. */
  readonly before: YamlNode | undefined;
  readonly after: YamlNode | undefined;
  /** The innermost map or list of the new version that the place is in. */
  readonly within: YamlNode;
}

/**
 * Where two maps of a Kubernetes type differ for the API server: what is null, empty or its default is as if it were not written, and
 * quantities are compared as amounts (`1Gi` is `1024Mi`).
 */
export function* differences(
  type: string,
  before: MapNode | undefined,
  after: MapNode,
  path: Path = [],
): Generator<Difference> {
  const fields = fieldsOf(type);
  for (const key of new Set([...(before?.byKey.keys() ?? []), ...after.byKey.keys()])) {
    const old = before?.byKey.get(key)?.value;
    const now = after.byKey.get(key)?.value;
    const field = fields?.get(key);
    if (valueOf(type, key, field, old) === valueOf(type, key, field, now)) continue;
    yield* inside(field, old, now, after, [...path, key]);
  }
}

function* inside(
  field: Field | undefined,
  before: YamlNode | undefined,
  after: YamlNode | undefined,
  within: YamlNode,
  path: Path,
): Generator<Difference> {
  const parts = field && before && after ? partsOf(field, before, after) : undefined;
  if (parts === undefined || !field || after === undefined) yield { path, before, after, within };
  else if (parts === 'fields') yield* differences(field.type, before as MapNode, after as MapNode, path);
  else {
    const one: Field = { ...field, holds: 'one' };
    for (const [step, old, now] of parts) {
      if (textOf(one, old) !== textOf(one, now)) yield* inside(one, old, now, after, [...path, step]);
    }
  }
}

type Pair = readonly [step: string | number, before: YamlNode | undefined, after: YamlNode | undefined];

/** What two values hold, side by side: the fields of a type, or pairs; undefined where they can only be compared whole. */
function partsOf(field: Field, before: YamlNode, after: YamlNode): 'fields' | readonly Pair[] | undefined {
  if (before.kind === 'map' && after.kind === 'map' && after.entries.length > 0) {
    if (field.holds === 'one') return fieldsOf(field.type) ? 'fields' : undefined;
    if (field.holds !== 'map') return undefined;
    const keys = new Set([...before.byKey.keys(), ...after.byKey.keys()]);
    return [...keys].map((key) => [key, before.byKey.get(key)?.value, after.byKey.get(key)?.value]);
  }
  if (field.holds !== 'list' || before.kind !== 'seq' || after.kind !== 'seq') return undefined;
  if (before.items.length !== after.items.length) return undefined;
  return after.items.map(({ value }, i) => [i, before.items[i]?.value, value]);
}

function valueOf(type: string, key: string, field: Field | undefined, node: YamlNode | undefined): string {
  const text = textOf(field, node);
  if (text !== '') return text;
  const value = defaults[`${type}.${key}`];
  return value === undefined ? '' : JSON.stringify(value);
}

/** A text that is the same for what is the same to the API server; '' for what is as good as nothing. */
function textOf(field: Field | undefined, node: YamlNode | undefined): string {
  if (!node) return '';
  if (node.kind === 'scalar') {
    if (node.value === null || node.value === '') return '';
    const quantity = field?.type === 'quantity' && typeof node.value !== 'boolean';
    const amount = quantity ? parseQuantity(jsonNumber(node.value)) : undefined;
    return amount === undefined ? JSON.stringify(node.value) : amount.toString();
  }
  if (!field) return JSON.stringify(toJs(node));
  const one: Field = { ...field, holds: 'one' };
  if (node.kind === 'seq') {
    const items = node.items.map(
      ({ value }) => textOf(field.holds === 'lists' ? field : one, value) || 'null',
    );
    return items.length === 0 ? '' : `[${items.join()}]`;
  }
  const typed = field.holds === 'one' ? fieldsOf(field.type) : undefined;
  const parts = [...node.byKey].map(([key, { value }]): string => {
    const text = typed ? valueOf(field.type, key, typed.get(key), value) : textOf(one, value);
    const usual = typed ? valueOf(field.type, key, typed.get(key), undefined) : '';
    return text === usual && typed ? '' : `${JSON.stringify(key)}:${text}`;
  });
  const written = parts.filter((part) => part !== '').sort();
  return written.length === 0 ? '' : `{${written.join()}}`;
}
