import { applyEdits, difference, type TextEdit } from '../base/text.ts';
import type { MapNode } from './nodes.ts';
import { manifestOf, parse, type KubeObject } from './parse.ts';

/** One change of an object; `text` and `root` (the object's own map) are as the steps before left them. */
export type EditStep = (text: string, root: MapNode) => readonly TextEdit[];

/**
 * Several changes of one object as one edit: each sees what the one before did, so that they may touch the same lines. [] where
 * nothing changes, or where a step leaves no such object.
 */
export function inSteps(text: string, object: KubeObject, steps: readonly EditStep[]): TextEdit[] {
  const place = object.document.objects.indexOf(object);
  let after = text;
  let root: MapNode | undefined = object.node;
  let before = manifestOf(object.document);
  for (const step of steps) {
    if (!root) return [];
    const edits = step(after, root);
    if (edits.length === 0) continue;
    after = applyEdits(after, edits);
    // Only the document at hand has changed.
    before = parse(after, before);
    root = before.documents[object.document.index]?.objects[place]?.node;
  }
  const edit = difference(text, after);
  return edit ? [edit] : [];
}
