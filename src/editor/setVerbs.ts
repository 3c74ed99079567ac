import type { ManifestTarget } from '../host/contributions.ts';
import { documentAt, nodeAt, stepsWithin } from '../manifest/locate.ts';
import { at, scalarAt, seqAt, stringAt, type YamlNode } from '../manifest/nodes.ts';
import type { KubeObject, Manifest } from '../manifest/parse.ts';

/** A verb that the lightbulb offers, and the place in the manifest that it is for. */
export interface SetVerb {
  readonly verb: 'forwardPort' | 'portForward' | 'deletePod';
  readonly target: ManifestTarget['manifest'];
}

/**
 * What can be done with the set at `offset` (UTF-16, in the file), most specific first. Nothing outside a StatefulSet or a
 * DaemonSet, nor in one that has no name yet. Knows no cluster: the verbs themselves say what is missing.
 */
export function setVerbsAt(manifest: Manifest, offset: number): readonly SetVerb[] {
  if (manifest.templated) return [];
  const place = nodeAt(manifest, offset);
  const object = place?.object ?? onlyObject(manifest, offset);
  const set = object && setIn(object);
  if (!set) return [];
  const first = firstPlace(object, set);
  const port = place && containerPort(object, place.node);
  return [
    ...(port === undefined ? [] : [{ verb: 'forwardPort' as const, target: { ...first, port } }]),
    { verb: 'portForward', target: first },
    { verb: 'deletePod', target: set },
  ];
}

type SetTarget = ManifestTarget['manifest'];

/** The StatefulSet or DaemonSet that an object is; undefined for others, and without a name. */
export function setIn({ apiVersion, kind, namespace, name }: KubeObject): SetTarget | undefined {
  if (!apiVersion.startsWith('apps/') || name === undefined) return undefined;
  return kind === 'StatefulSet' || kind === 'DaemonSet' ? { kind, namespace, name } : undefined;
}

/** With the ordinal of a StatefulSet's first slot. */
export function firstPlace(object: KubeObject, set: SetTarget): SetTarget {
  return set.kind === 'StatefulSet' ? { ...set, ordinal: firstOrdinal(object) } : set;
}

/** Between two fields, or in a comment, the document's object counts, if it has only one. */
function onlyObject(manifest: Manifest, offset: number): KubeObject | undefined {
  const objects = documentAt(manifest, offset)?.objects;
  return objects?.length === 1 ? objects[0] : undefined;
}

function firstOrdinal(object: KubeObject): number {
  const start = scalarAt(object.node, 'spec', 'ordinals', 'start')?.value;
  return typeof start === 'number' ? start : 0;
}

/** The number of the TCP port whose entry in a container's `ports` holds `node`. */
function containerPort(object: KubeObject, node: YamlNode): number | undefined {
  const path = stepsWithin(object, node);
  const [spec, template, podSpec, containers, , ports, index] = path;
  if (`${spec}.${template}.${podSpec}` !== 'spec.template.spec' || ports !== 'ports') return undefined;
  // Init containers count only where they stay (sidecars): there a port can be reached too.
  if (containers !== 'containers' && containers !== 'initContainers') return undefined;
  const list = seqAt(object.node, ...path.slice(0, 6));
  if (typeof index !== 'number' || !list) return undefined;
  const entry = at(list, index);
  const protocol = stringAt(entry, 'protocol') ?? 'TCP';
  const number = scalarAt(entry, 'containerPort')?.value;
  return protocol === 'TCP' && typeof number === 'number' ? number : undefined;
}
