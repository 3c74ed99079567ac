import type { TextEdit } from '../base/text.ts';
import { insertItem, insertKey, putIn } from '../manifest/edits.ts';
import { at, mapAt, seqAt, stepsOf, type Json, type MapNode } from '../manifest/nodes.ts';

/**
 * The container that stood at the place of `container` with one more variable, inside a change in several steps: `object` is the
 * object's own map as the steps before left it.
 */
export function withVariable(
  text: string,
  object: MapNode,
  container: MapNode,
  name: string,
  value: string,
): readonly TextEdit[] {
  return addItem(text, object, container, { name, value });
}

/** As `withVariable`, with any item. */
export function addItem(text: string, object: MapNode, container: MapNode, item: Json): readonly TextEdit[] {
  const now = sameAs(object, container);
  if (!now) return [];
  const list = seqAt(now, 'env');
  if (list) return insertItem(text, list, item);
  return at(now, 'env')
    ? putIn(text, now, ['env'], [item])
    : insertKey(text, now, 'env', [item], { after: 'image' });
}

/** The map at the same place in a later version of its object. */
export function sameAs(object: MapNode, map: MapNode): MapNode | undefined {
  return mapAt(object, ...stepsOf(map).slice(stepsOf(object).length));
}
