import type { TextEdit } from '../base/text.ts';
import { putIn, removeKey } from '../manifest/edits.ts';
import { at, stepsOf, toJs, walk, type MapEntry, type MapNode, type Path } from '../manifest/nodes.ts';
import type { KubeObject } from '../manifest/parse.ts';
import { scalarText } from '../manifest/layout.ts';
import { given } from './given.ts';
import { inSteps } from '../manifest/steps.ts';

/**
 * Moves a key of `map` to the map at `target` (steps from the document's root), which is made where it is missing. [] where something
 * is in the way, or where a comment, an anchor or a number's spelling would be lost.
 */
export function moveKey(
  text: string,
  object: KubeObject,
  map: MapNode,
  entry: MapEntry,
  target: Path,
): readonly TextEdit[] {
  const base = stepsOf(object.node).length;
  const from = stepsOf(map).slice(base);
  const to = target.slice(base);
  if (!map.entries.includes(entry) || entry.alias || !isPlainData(text, entry)) return [];
  const value = toJs(entry.value);
  const there = given(object.node, ...to);
  if (there && (there.kind !== 'map' || there.byKey.has(entry.key))) return [];
  return inSteps(text, object, [
    (now, root) => {
      const holder = at(root, ...from);
      return holder?.kind === 'map' ? removeKey(now, holder, entry.key) : [];
    },
    (now, root) => {
      const depth = deepest(root, to);
      const holder = at(root, ...to.slice(0, depth));
      const rest = to.slice(depth);
      if (holder?.kind !== 'map' || rest.some((step) => typeof step === 'number')) return [];
      return putIn(now, holder, [...rest.map(String), entry.key], value);
    },
  ]);
}

/** How many steps of a path lead to maps or lists that are there. */
function deepest(root: MapNode, path: Path): number {
  let depth = path.length;
  while (depth > 0) {
    const node = at(root, ...path.slice(0, depth));
    if (node && node.kind !== 'scalar') return depth;
    depth--;
  }
  return 0;
}

function isPlainData(text: string, entry: MapEntry): boolean {
  const { start, end } = entry.value.range;
  if (entry.value.kind !== 'scalar' && /[#&*!]/.test(text.slice(start, end))) return false;
  for (const node of walk(entry.value)) {
    // `0644` would come out as 420.
    if (
      node.kind === 'scalar' &&
      typeof node.value === 'number' &&
      scalarText(node.value, false) !== node.text
    )
      return false;
  }
  return true;
}
