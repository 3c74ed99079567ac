import type { YamlNode } from '../manifest/nodes.ts';
import type { ManifestDocument } from '../manifest/parse.ts';

/** Beyond this many places a document is aliases of aliases, and nobody's manifest. */
const mostPlaces = 100_000;

/**
 * In how many places of a document the scalar or key counts that is written at an offset: more than one where an anchor shares it.
 * Undefined where that can't be told.
 */
export function placesByOffset(
  text: string,
  { root }: ManifestDocument,
): ReadonlyMap<number, number> | undefined {
  const places = new Map<number, number>();
  const open: YamlNode[] = root ? [root] : [];
  const count = (offset: number): void => void places.set(offset, (places.get(offset) ?? 0) + 1);
  let seen = 0;
  for (let node = open.pop(); node; node = open.pop()) {
    if (++seen > mostPlaces) return undefined;
    if (node.kind === 'scalar') count(node.range.start);
    else if (node.kind === 'seq') open.push(...node.items.map(({ value }) => value));
    else {
      for (const { keyRange, value } of node.byKey.values()) {
        if (text.charAt(keyRange.start) === '*') return undefined;
        count(keyRange.start);
        open.push(value);
      }
    }
  }
  return places;
}
