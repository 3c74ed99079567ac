import * as l10n from '@vscode/l10n';
import { keysIn } from '../lint/references.ts';
import { labelsIn } from '../lint/selectors.ts';
import { at, mapAt, mapsAt, scalarAt, stringAt, walk, type MapNode, type Path } from '../manifest/nodes.ts';
import { containersOf, setOf } from '../manifest/objects.ts';
import type { Cursor } from './cursor.ts';
import { nodeLabels } from './labels.ts';
import { unquoted } from './lines.ts';
import {
  distinct,
  fileName,
  named,
  type NamedKind,
  type Sources,
  type Value,
  type Writing,
} from './sources.ts';

/** What a source may look at. */
interface Asked {
  readonly cursor: Cursor;
  readonly sources: Sources;
  readonly writing: Writing;
}

type Source = (asked: Asked) => Promise<readonly Value[]> | readonly Value[];

const inCluster = (): string => l10n.t('cluster');
const objects =
  (kind: NamedKind): Source =>
  ({ sources, writing }) =>
    named(kind, sources, writing, inCluster());

// Which field names what, by `Type.field`. What the field tables call an enum is not here.
const table: readonly (readonly [Source, string])[] = [
  [objects('Service'), 'StatefulSetSpec.serviceName'],
  [
    objects('Secret'),
    `SecretKeySelector.name SecretEnvSource.name SecretProjection.name SecretVolumeSource.secretName
    PodSpec.imagePullSecrets`,
  ],
  [
    objects('ConfigMap'),
    'ConfigMapKeySelector.name ConfigMapEnvSource.name ConfigMapProjection.name ConfigMapVolumeSource.name',
  ],
  [objects('ServiceAccount'), 'PodSpec.serviceAccountName PodSpec.serviceAccount'],
  [objects('PersistentVolumeClaim'), 'PersistentVolumeClaimVolumeSource.claimName'],
  [volumes, 'VolumeMount.name VolumeDevice.name'],
  [keysOf('Secret'), 'SecretKeySelector.key'],
  [keysOf('ConfigMap'), 'ConfigMapKeySelector.key'],
  [itemKeys, 'KeyToPath.key'],
  [ownPorts, 'HTTPGetAction.port TCPSocketAction.port'],
  [targetPorts, 'ServicePort.targetPort'],
  [storageClasses, 'PersistentVolumeClaimSpec.storageClassName PersistentVolumeSpec.storageClassName'],
  [namespaces, 'ObjectMeta.namespace Subject.namespace'],
  [priorityClasses, 'PodSpec.priorityClassName'],
  [
    nodeLabelKeys,
    'NodeSelectorRequirement.key TopologySpreadConstraint.topologyKey PodAffinityTerm.topologyKey',
  ],
  [nodeLabelValues, 'NodeSelectorRequirement.values'],
];

const byField: ReadonlyMap<string, Source> = new Map(
  table.flatMap(([source, fields]) =>
    fields.split(/\s+/).map((field): readonly [string, Source] => [field, source]),
  ),
);

/** The values that are known for a field, `Type.field`; undefined where it names nothing. */
export function valuesOf(
  field: string,
  asked: Asked,
): Promise<readonly Value[]> | readonly Value[] | undefined {
  return byField.get(field)?.(asked);
}

/** The part of the object at the cursor's path, without its last `up` steps. */
function around({ cursor, writing }: Asked, up: number): MapNode | undefined {
  return mapAt(writing.node, ...cursor.path.slice(0, cursor.path.length - up));
}

function volumes({ writing, cursor }: Asked): readonly Value[] {
  const set = writing.object && setOf(writing.object);
  const pod = at(writing.node, ...podPath(cursor.path));
  const claims = (set?.claimTemplates ?? []).map(({ name }) => ({
    value: name ?? '',
    from: 'volumeClaimTemplates',
  }));
  const own = mapsAt(pod, 'volumes').map(({ map }) => ({
    value: stringAt(map, 'name') ?? '',
    from: 'volumes',
  }));
  return distinct([...claims, ...own]);
}

/** The way to the pod's spec that a path goes through. */
function podPath(path: Path): Path {
  const container = path.findIndex((step) => step === 'containers' || step === 'initContainers');
  return path.slice(0, Math.max(0, container));
}

function keysOf(kind: 'Secret' | 'ConfigMap'): Source {
  return (asked) => keysNamed(kind, unquoted(asked.cursor.keys.get('name') ?? ''), asked);
}

/** The keys in a volume's `items`. */
function itemKeys(asked: Asked): Promise<readonly Value[]> | readonly Value[] {
  const holder = around(asked, 3);
  const part = asked.cursor.path.at(-4);
  const name = stringAt(holder, 'secretName') ?? stringAt(holder, 'name');
  if (name === undefined || (part !== 'secret' && part !== 'configMap')) return [];
  return keysNamed(part === 'secret' ? 'Secret' : 'ConfigMap', name, asked);
}

async function keysNamed(
  kind: 'Secret' | 'ConfigMap',
  name: string,
  { sources: { scope, cluster }, writing: { namespace } }: Asked,
): Promise<readonly Value[]> {
  if (name === '') return [];
  const values: Value[] = [];
  for (const one of scope.closest(scope.named(kind, namespace, name))) {
    for (const value of keysIn(one.object) ?? []) values.push({ value, from: `${kind} ${name}` });
  }
  for (const value of (await cluster?.keys(kind, namespace, name)) ?? [])
    values.push({ value, from: inCluster() });
  return distinct(values);
}

/** The ports of the container that the cursor is in. */
function ownPorts({ cursor, writing }: Asked): readonly Value[] {
  const start = cursor.path.findIndex((step) => step === 'containers' || step === 'initContainers');
  const container = at(writing.node, ...cursor.path.slice(0, start + 2));
  return start < 0 ? [] : portsIn(container);
}

function portsIn(container: ReturnType<typeof at>, from?: string): readonly Value[] {
  const ports = mapsAt(container, 'ports').flatMap(({ map }) => {
    const number = scalarAt(map, 'containerPort')?.value;
    const text = typeof number === 'number' ? String(number) : undefined;
    const name = stringAt(map, 'name');
    const whence = [text, from].filter((part) => part !== undefined).join(' · ');
    return name !== undefined
      ? [{ value: name, from: whence }]
      : text !== undefined
        ? [{ value: text, from }]
        : [];
  });
  return distinct(ports);
}

/** The ports of the pods that a Service selects. */
function targetPorts({ sources: { scope }, writing }: Asked): readonly Value[] {
  const selector = labelsIn(mapAt(writing.node, 'spec', 'selector'));
  const meant = scope.closest(scope.labelled(selector));
  return distinct(
    meant.flatMap(({ workload, object }) =>
      containersOf(workload.podSpec).flatMap(({ node }) =>
        portsIn(node, `${object.kind} ${object.name ?? ''}`),
      ),
    ),
  );
}

async function storageClasses(asked: Asked): Promise<readonly Value[]> {
  const used: Value[] = [];
  for (const kind of ['PersistentVolumeClaim', 'StatefulSet']) {
    for (const { object, file } of asked.sources.scope.all(kind)) {
      if (object === asked.writing.object) continue;
      for (const node of walk(object.node)) {
        const value = node.kind === 'map' ? stringAt(node, 'storageClassName') : undefined;
        if (value !== undefined) used.push({ value, from: fileName(file.uri) });
      }
    }
  }
  return distinct([...(await objects('StorageClass')(asked)), ...used]);
}

async function namespaces(asked: Asked): Promise<readonly Value[]> {
  const { scope } = asked.sources;
  const written = await named('Namespace', asked.sources, { namespace: undefined }, inCluster());
  const used: Value[] = [];
  for (const kind of ['StatefulSet', 'DaemonSet', 'Service', 'Secret', 'ConfigMap', 'Deployment']) {
    for (const { object, file } of scope.all(kind)) {
      if (object !== asked.writing.object)
        used.push({ value: object.namespace ?? '', from: fileName(file.uri) });
    }
  }
  return distinct([...written, ...used]);
}

async function priorityClasses(asked: Asked): Promise<readonly Value[]> {
  const everywhere = ['system-cluster-critical', 'system-node-critical'].map((value) => ({ value }));
  return distinct([...(await objects('PriorityClass')(asked)), ...everywhere]);
}

async function nodeLabelKeys({ sources }: Asked): Promise<readonly Value[]> {
  return [...(await nodeLabels(sources)).keys()].map((value) => ({ value }));
}

async function nodeLabelValues({ cursor, sources, writing }: Asked): Promise<readonly Value[]> {
  const holder = mapAt(writing.node, ...cursor.path.slice(0, cursor.path.lastIndexOf('values')));
  const key = unquoted(cursor.keys.get('key') ?? '') || stringAt(holder, 'key');
  const values = key === undefined ? undefined : (await nodeLabels(sources)).get(key);
  return [...(values ?? [])].filter((value) => value !== '').map((value) => ({ value }));
}
