import type { TextRange } from '../base/text.ts';
import type { ManifestTarget } from '../host/contributions.ts';
import { documentAt, nodeAt, stepsWithin } from '../manifest/locate.ts';
import { at, entryOf, scalarAt, seqAt, stringAt, type MapNode, type Path } from '../manifest/nodes.ts';
import type { KubeObject, Manifest } from '../manifest/parse.ts';

/** A verb that the lightbulb offers, and the place in the manifest that it is for. */
export interface SetVerb {
  readonly verb: 'forwardPort' | 'portForward' | 'deletePod';
  readonly target: ManifestTarget['manifest'];
}

/**
 * What can be done with the set whose head (`apiVersion`, `kind`, its name) or container port stands in the line of `offset`
 * (UTF-16, in the file), most specific first. Nothing for a set that has no name yet. Knows no cluster: the verbs themselves say
 * what is missing.
 */
export function setVerbsAt(manifest: Manifest, offset: number): readonly SetVerb[] {
  if (manifest.templated) return [];
  const line = lineAt(manifest.text, offset);
  for (const object of documentAt(manifest, offset)?.objects ?? []) {
    const set = setIn(object);
    if (!set) continue;
    const first = firstPlace(object, set);
    const port = portAt(manifest, object, offset) ?? portAt(manifest, object, line.start);
    if (port === undefined && !head.some((path) => isWritten(object.node, path, line))) continue;
    return [
      ...(port === undefined ? [] : [{ verb: 'forwardPort' as const, target: { ...first, port } }]),
      { verb: 'portForward', target: first },
      { verb: 'deletePod', target: set },
    ];
  }
  return [];
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

const head: readonly Path[] = [['apiVersion'], ['kind'], ['metadata', 'name']];

/** The line of `offset` without what stands before its first field. */
function lineAt(text: string, offset: number): TextRange {
  const before = text.slice(0, offset);
  const start = Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r')) + 1;
  const length = text.slice(start).search(/[\r\n]/);
  const end = length < 0 ? text.length : start + length;
  const indent = /^[ \t]*(?:-[ \t]+)*/.exec(text.slice(start, end))?.[0].length ?? 0;
  return { start: start + indent, end };
}

/** Whether the field, or a part of it, stands in the line. */
function isWritten(node: MapNode, path: Path, line: TextRange): boolean {
  const field = scalarAt(node, ...path);
  const entry = field && entryOf(field);
  return !!entry && entry.keyRange.start <= line.end && line.start <= entry.value.range.end;
}

function firstOrdinal(object: KubeObject): number {
  const start = scalarAt(object.node, 'spec', 'ordinals', 'start')?.value;
  return typeof start === 'number' ? start : 0;
}

/** The number of the TCP port whose entry in a container's `ports` holds the offset. */
function portAt(manifest: Manifest, object: KubeObject, offset: number): number | undefined {
  const place = nodeAt(manifest, offset);
  if (place?.object !== object) return undefined;
  const path = stepsWithin(object, place.node);
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
