import type { TextRange } from '../base/text.ts';
import {
  at,
  mapsAt,
  pathOf,
  stepsOf,
  tokenOf,
  type MapNode,
  type Path,
  type SeqNode,
  type Step,
  type YamlNode,
} from './nodes.ts';
import type { KubeObject, Manifest, ManifestDocument } from './parse.ts';

export interface Place {
  readonly document: ManifestDocument;
  /** The object around the offset, if the document is one. */
  readonly object?: KubeObject;
  /** The innermost node at the offset; for a key, the key's value. */
  readonly node: YamlNode;
  /** From the document's root. */
  readonly path: string;
  /** True where the offset is in a key, not in its value. */
  readonly onKey: boolean;
}

function holds(range: TextRange, offset: number): boolean {
  return range.start <= offset && offset <= range.end;
}

/** The document that `offset` lies in. */
export function documentAt(manifest: Manifest, offset: number): ManifestDocument | undefined {
  return manifest.documents.findLast((document) => document.range.start <= offset) ?? manifest.documents[0];
}

/** What the text at `offset` (UTF-16, in the file) says in terms of objects and fields; undefined between documents. */
export function nodeAt(manifest: Manifest, offset: number): Place | undefined {
  const document = documentAt(manifest, offset);
  if (!document?.root) return undefined;
  let node = document.root;
  let onKey = false;
  for (;;) {
    const next = below(node, offset);
    if (!next) break;
    node = next.node;
    onKey = next.onKey;
    if (onKey) break;
  }
  const found = node;
  const object = document.objects.findLast((candidate) => isWithin(found, candidate.node));
  return { document, ...(object ? { object } : {}), node, path: pathOf(node), onKey };
}

function below(node: YamlNode, offset: number): { node: YamlNode; onKey: boolean } | undefined {
  if (node.kind === 'map') {
    for (const entry of node.entries) {
      if (holds(entry.keyRange, offset)) return { node: entry.value, onKey: true };
      if (!entry.alias && holds(entry.value.range, offset)) return { node: entry.value, onKey: false };
    }
  } else if (node.kind === 'seq') {
    const item = node.items.find(({ value, alias }) => !alias && holds(value.range, offset));
    if (item) return { node: item.value, onKey: false };
  }
  return undefined;
}

/** Whether `node` is `ancestor` or written below it. */
export function isWithin(node: YamlNode, ancestor: YamlNode): boolean {
  for (let next: YamlNode | undefined = node; next; next = next.parent?.node)
    if (next === ancestor) return true;
  return false;
}

/** The steps from an object's own root to `node`. */
export function stepsWithin(object: KubeObject, node: YamlNode): Path {
  return stepsOf(node).slice(stepsOf(object.node).length);
}

/**
 * The token for a field path as the API server writes it (`spec.template.spec.containers[0].image`, `data[a.b]`,
 * `.spec.ports[port=80,protocol="TCP"].name`): the value where the field is written, else the key of the nearest field above it.
 */
export function rangeOf(object: KubeObject, serverPath: string): TextRange {
  let node: YamlNode = object.node;
  let rest = shiftVolumes(object, serverPath.trim().replace(/^\./, ''));
  while (rest !== '') {
    const next = step(node, rest);
    if (!next) break;
    node = next.node;
    rest = next.rest;
  }
  if (node !== object.node) return tokenOf(node);
  return object.node.byKey.get('kind')?.value.range ?? tokenOf(node);
}

/** The server puts a StatefulSet's claim templates before the template's own volumes, and counts both. */
function shiftVolumes(object: KubeObject, path: string): string {
  if (object.kind !== 'StatefulSet') return path;
  const claims = mapsAt(object.node, 'spec', 'volumeClaimTemplates').length;
  return path.replace(/^spec\.template\.spec\.volumes\[(\d+)\]/, (whole, index: string) => {
    if (claims === 0) return whole;
    const i = Number(index);
    return i < claims ? `spec.volumeClaimTemplates[${i}]` : `spec.template.spec.volumes[${i - claims}]`;
  });
}

interface Walked {
  readonly node: YamlNode;
  readonly rest: string;
}

function step(node: YamlNode, path: string): Walked | undefined {
  if (node.kind === 'scalar') return undefined;
  const bracket = /^\.?\[((?:"(?:[^"\\]|\\.)*"|[^\]"])*)\]/.exec(path);
  if (bracket) {
    const inside = bracket[1] ?? '';
    const found = node.kind === 'seq' ? itemOf(node, inside) : at(node, inside.replace(/^"(.*)"$/, '$1'));
    return found && { node: found, rest: path.slice(bracket[0].length) };
  }
  return node.kind === 'map' ? fieldOf(node, path.replace(/^\./, '')) : undefined;
}

function itemOf(seq: SeqNode, inside: string): YamlNode | undefined {
  if (/^\d+$/.test(inside)) return at(seq, Number(inside));
  // Server-side apply names an item by its keys: name="x", or port=80,protocol="TCP".
  const wanted = [...inside.matchAll(/([\w-]+)=("(?:[^"\\]|\\.)*"|[^,]*)/g)].map(([, key, value]) => ({
    key: key as Step,
    value: (value ?? '').replace(/^"(.*)"$/, '$1'),
  }));
  if (wanted.length === 0) return undefined;
  const matches = ({ map }: { map: MapNode }): boolean =>
    wanted.every(({ key, value }) => {
      const have = at(map, key);
      // A key that is not written has its default, which is not known here.
      return have === undefined || (have.kind === 'scalar' && String(have.value) === value);
    });
  return mapsAt(seq).find(matches)?.map;
}

/** Keys may hold dots (`metadata.annotations.a.b/c`): the longest key that is there wins. */
function fieldOf(map: MapNode, path: string): Walked | undefined {
  let best: string | undefined;
  for (const key of map.byKey.keys()) {
    const fits = path === key || path.startsWith(`${key}.`) || path.startsWith(`${key}[`);
    if (fits && key.length > (best?.length ?? -1)) best = key;
  }
  const node = best === undefined ? undefined : at(map, best);
  return node && best !== undefined ? { node, rest: path.slice(best.length) } : undefined;
}
