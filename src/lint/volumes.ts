import type { TextEdit } from '../base/text.ts';
import { insertItem, putIn } from '../manifest/edits.ts';
import { mapAt, seqAt, type Json, type MapNode } from '../manifest/nodes.ts';
import type { SetView } from '../manifest/objects.ts';

/** Adds an item to the list `key` of the map at `path` below `map`, which it makes where there is none. */
export function appendTo(
  text: string,
  map: MapNode,
  path: readonly string[],
  key: string,
  item: Json,
): TextEdit[] {
  const holder = mapAt(map, ...path);
  if (!holder) return [];
  const list = seqAt(holder, key);
  return list ? insertItem(text, list, item) : putIn(text, holder, [key], [item]);
}

/** A volume's name that the set does not have yet. */
export function freeVolumeName(name: string, { volumes, claimTemplates }: SetView): string {
  const taken = new Set([...volumes, ...claimTemplates].map((one) => one.name));
  for (let i = 1; ; i++) {
    const free = i === 1 ? name : `${name}-${i}`;
    if (!taken.has(free)) return free;
  }
}
