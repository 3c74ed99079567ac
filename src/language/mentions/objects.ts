import { isKnown } from '../../lint/fields/kinds.ts';
import { placesOfReferences } from '../../lint/references.ts';
import { mapAt, mapsAt, stringAt, type MapNode } from '../../manifest/nodes.ts';
import { isClusterWide, type ObjectKind } from '../occurrence.ts';
import type { Collector } from './collector.ts';

const kinds: ReadonlySet<string> = new Set<ObjectKind>([
  'Namespace',
  'Service',
  'Secret',
  'ConfigMap',
  'PersistentVolumeClaim',
  'PersistentVolume',
  'StorageClass',
  'ServiceAccount',
  'Role',
  'ClusterRole',
  'PriorityClass',
  'StatefulSet',
  'DaemonSet',
  'Deployment',
  'ReplicaSet',
]);

export function isObjectKind(kind: string | undefined): kind is ObjectKind {
  return kind !== undefined && kinds.has(kind);
}

// Fields that hold the name of an object of one kind, by type.
const references: readonly (readonly [type: string, kind: ObjectKind, field: string])[] = [
  ...placesOfReferences,
  ['LocalObjectReference', 'Secret', 'name'],
  ['SecretReference', 'Secret', 'name'],
  ['AzureFileVolumeSource', 'Secret', 'secretName'],
  ['StatefulSetSpec', 'Service', 'serviceName'],
  ['PersistentVolumeClaimVolumeSource', 'PersistentVolumeClaim', 'claimName'],
  ['PersistentVolumeClaimSpec', 'StorageClass', 'storageClassName'],
  ['PersistentVolumeClaimSpec', 'PersistentVolume', 'volumeName'],
  ['PersistentVolumeSpec', 'StorageClass', 'storageClassName'],
  ['PodSpec', 'ServiceAccount', 'serviceAccountName'],
  ['PodSpec', 'ServiceAccount', 'serviceAccount'],
  ['PodSpec', 'PriorityClass', 'priorityClassName'],
];

// References that say the kind themselves.
const kinded: readonly string[] = [
  'Subject',
  'RoleRef',
  'CrossVersionObjectReference',
  'TypedLocalObjectReference',
  'TypedObjectReference',
];

/** The names of objects: the object's own, and those that it refers to. */
export function collectObjects(into: Collector): void {
  collectOwn(into);
  for (const [type, kind, field] of references) {
    for (const { node } of into.typed(type)) refer(into, node, kind, field);
  }
  for (const { node } of kinded.flatMap((type) => into.typed(type))) {
    const kind = stringAt(node, 'kind');
    if (isObjectKind(kind)) refer(into, node, kind, 'name');
  }
  for (const { node, owner } of into.typed('ObjectReference')) {
    refer(into, node, owner?.type === 'PersistentVolumeSpec' ? 'PersistentVolumeClaim' : 'Secret', 'name');
  }
  collectNamespaces(into);
  if (into.object.kind === 'Ingress') collectIngress(into);
}

function collectOwn(into: Collector): void {
  const { apiVersion, kind, node } = into.object;
  if (!isObjectKind(kind) || !isKnown(apiVersion, kind)) return;
  into.field(mapAt(node, 'metadata'), 'name', { kind, role: 'definition' });
}

function refer(into: Collector, node: MapNode, kind: ObjectKind, field: string): void {
  const namespace = isClusterWide(kind) ? undefined : (stringAt(node, 'namespace') ?? into.object.namespace);
  into.field(node, field, { kind, role: 'reference', namespace });
}

function collectNamespaces(into: Collector): void {
  const namespace = { kind: 'Namespace', role: 'reference', namespace: undefined } as const;
  into.field(mapAt(into.object.node, 'metadata'), 'namespace', namespace);
  for (const type of ['Subject', 'SecretReference', 'ObjectReference', 'TypedObjectReference']) {
    for (const { node } of into.typed(type)) into.field(node, 'namespace', namespace);
  }
}

function collectIngress(into: Collector): void {
  const spec = mapAt(into.object.node, 'spec');
  const backends = [mapAt(spec, 'defaultBackend')];
  for (const { map: rule } of mapsAt(spec, 'rules')) {
    for (const { map } of mapsAt(rule, 'http', 'paths')) backends.push(mapAt(map, 'backend'));
  }
  for (const backend of backends) {
    into.field(mapAt(backend, 'service'), 'name', { kind: 'Service', role: 'reference' });
  }
  for (const { map } of mapsAt(spec, 'tls')) {
    into.field(map, 'secretName', { kind: 'Secret', role: 'reference' });
  }
}
