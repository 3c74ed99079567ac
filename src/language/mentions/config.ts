import { makersOfSecrets } from '../../lint/references.ts';
import { within, type Typed } from '../../lint/fields/typed.ts';
import { mapAt, mapsAt, seqAt, stringAt, type MapNode } from '../../manifest/nodes.ts';
import type { Collector, Meaning } from './collector.ts';

type ConfigKind = 'Secret' | 'ConfigMap';

const generators: readonly (readonly [list: string, kind: ConfigKind])[] = [
  ['secretGenerator', 'Secret'],
  ['configMapGenerator', 'ConfigMap'],
];

/** Keys of Secrets and ConfigMaps, and the Secrets and ConfigMaps that something makes when it runs. */
export function collectConfig(into: Collector): void {
  const { kind, name, apiVersion } = into.object;
  if ((kind === 'Secret' || kind === 'ConfigMap') && apiVersion === 'v1' && name !== undefined) {
    collectKeys(into, kind, name);
  }
  collectMade(into);
  for (const held of ['Secret', 'ConfigMap'] as const) {
    for (const { node } of into.typed(`${held}KeySelector`)) keyOfSource(into, node, held, node, 'name');
    for (const { node } of into.typed(`${held}Projection`)) itemsOf(into, node, held, 'name');
  }
  for (const { node } of into.typed('SecretVolumeSource')) itemsOf(into, node, 'Secret', 'secretName');
  for (const { node } of into.typed('ConfigMapVolumeSource')) itemsOf(into, node, 'ConfigMap', 'name');
  for (const mount of into.typed('VolumeMount')) collectSubPath(into, mount);
}

function collectKeys(into: Collector, kind: ConfigKind, name: string): void {
  for (const part of ['data', 'stringData', 'binaryData']) {
    const map = mapAt(into.object.node, part);
    for (const entry of map?.byKey.values() ?? []) {
      if (map) into.key(map, entry, { kind: `${kind}Key`, role: 'definition', of: name });
    }
  }
}

function itemsOf(into: Collector, source: MapNode, kind: ConfigKind, field: string): void {
  for (const { map } of mapsAt(source, 'items')) keyOfSource(into, map, kind, source, field);
}

function keyOfSource(
  into: Collector,
  node: MapNode,
  kind: ConfigKind,
  source: MapNode,
  nameField: string,
): void {
  const of = stringAt(source, nameField);
  if (of !== undefined) into.field(node, 'key', { kind: `${kind}Key`, role: 'reference', of });
}

/** A mount of one file of a volume that has a file for each key. */
function collectSubPath(into: Collector, mount: Typed): void {
  const pod = within(mount, 'PodSpec');
  const name = stringAt(mount.node, 'name');
  const volume = mapsAt(pod?.node, 'volumes').find(({ map }) => stringAt(map, 'name') === name)?.map;
  const secret = mapAt(volume, 'secret');
  const source = secret ?? mapAt(volume, 'configMap');
  const of = secret ? stringAt(secret, 'secretName') : stringAt(source, 'name');
  if (of === undefined || source?.byKey.has('items')) return;
  into.field(mount.node, 'subPath', { kind: secret ? 'SecretKey' : 'ConfigMapKey', role: 'reference', of });
}

/** What kustomize or an operator makes has its name where they are told it. */
function collectMade(into: Collector): void {
  const { kind, node } = into.object;
  if (kind === 'Kustomization') {
    const namespace = stringAt(node, 'namespace');
    into.field(node, 'namespace', { kind: 'Namespace', role: 'reference', namespace: undefined });
    for (const [list, made] of generators) {
      for (const { map } of mapsAt(node, list)) {
        const own = stringAt(map, 'namespace') ?? namespace;
        into.field(map, 'name', { kind: made, role: 'definition', namespace: own });
        collectLiterals(into, map, { kind: `${made}Key`, role: 'definition', namespace: own });
      }
    }
  }
  for (const [maker, path] of makersOfSecrets) {
    if (maker !== kind) continue;
    into.field(mapAt(node, ...path.slice(0, -1)), path.at(-1) ?? '', { kind: 'Secret', role: 'definition' });
  }
}

function collectLiterals(into: Collector, generator: MapNode, meaning: Meaning): void {
  const of = stringAt(generator, 'name');
  if (of === undefined) return;
  for (const list of ['literals', 'files']) {
    for (const { value, alias } of seqAt(generator, list)?.items ?? []) {
      if (value.kind !== 'scalar') continue;
      const [, quote = '', key] =
        /^(["']?)([-\w.]+)=/.exec(into.text.slice(value.range.start, value.range.end)) ?? [];
      if (key !== undefined)
        into.part(value, alias, value.range.start + quote.length, key, { ...meaning, of });
    }
  }
}
