import type { TextEdit } from '../base/text.ts';
import { putIn } from '../manifest/edits.ts';
import { at, seqAt, stepsOf, type Json, type MapNode } from '../manifest/nodes.ts';
import { insertItem } from '../manifest/edits.ts';
import { inSteps, type EditStep } from '../manifest/steps.ts';
import type { Violation } from './podSecurity.ts';
import type { RuleContext } from './rule.ts';

const values: Readonly<Record<string, Json>> = {
  allowPrivilegeEscalation: false,
  drop: ['ALL'],
  type: 'RuntimeDefault',
  runAsNonRoot: true,
};

/** The edits that write what is missing; [] where nothing is, or it can't be written. */
export function hardened(
  { file, object }: Pick<RuleContext, 'file' | 'object'>,
  found: readonly Violation[],
): readonly TextEdit[] {
  const depth = stepsOf(object.node).length;
  const steps = found.flatMap(({ node, missing }): EditStep[] => {
    const last = missing?.at(-1);
    const value = last === undefined ? undefined : values[last];
    if (!missing || value === undefined) return [];
    // From the object's root: each step sees the text that the one before left.
    const path = stepsOf(node).slice(depth);
    return [
      (text, root) => {
        const holder = at(root, ...path);
        return holder?.kind === 'map' ? write(text, holder, missing, value) : [];
      },
    ];
  });
  return inSteps(file.manifest.text, object, steps);
}

function write(text: string, holder: MapNode, path: readonly string[], value: Json): readonly TextEdit[] {
  const list = seqAt(holder, ...path);
  if (list && list.items.length > 0 && Array.isArray(value)) return insertItem(text, list, value[0] as Json);
  return putIn(text, holder, path, value, { after: 'image' });
}
