import type { TextEdit } from '../base/text.ts';
import { insertKey, putIn, removeKey } from '../manifest/edits.ts';
import { at, mapAt, toJs, type MapNode } from '../manifest/nodes.ts';
import type { KubeObject } from '../manifest/parse.ts';
import { inSteps, type EditStep } from '../manifest/steps.ts';
import { labelsIn } from './selectors.ts';
import { labelValueFault } from './values/labels.ts';
import { sameAs } from './variables.ts';

/**
 * Makes the pairs that stand in `map` under `key` match `labels`: values are corrected, what the labels do not have is removed. Where
 * nothing would be left, and where nothing is written, the pairs of `own` are put there.
 */
export function matching(
  text: string,
  object: KubeObject,
  map: MapNode,
  key: string,
  labels: ReadonlyMap<string, string>,
  own: MapNode,
): TextEdit[] {
  const wanted = mapAt(map, key);
  if (!wanted || wanted.entries.length === 0) return putIn(text, map, [key], toJs(own));
  const keys = [...wanted.byKey.keys()];
  const kept = keys.filter((one) => labels.has(one));
  const target = new Map(kept.map((one) => [one, labels.get(one) ?? '']));
  if (kept.length === 0) for (const [one, value] of labelsIn(own)) target.set(one, value);
  const steps: EditStep[] = [...target].map(([one, value]) => (now, root) => {
    const holder = sameAs(root, map);
    if (!holder || labelsIn(mapAt(holder, key)).get(one) === value) return [];
    return putIn(now, holder, [key, one], value);
  });
  for (const one of keys.filter((name) => !labels.has(name))) {
    steps.push((now, root) => {
      const held = mapAt(sameAs(root, map), key);
      return held ? removeKey(now, held, one) : [];
    });
  }
  return inSteps(text, object, steps);
}

/** Gives a workload's spec a selector of those labels of its template that last; [] where it has none. */
export function selectByTemplate(text: string, spec: MapNode): TextEdit[] {
  const labels = [...labelsIn(mapAt(spec, 'template', 'metadata', 'labels'))].filter(
    ([, value]) => labelValueFault(value) === undefined,
  );
  // Labels that change with each version would keep the set from ever being updated.
  const lasting = labels.filter(([key]) => !/version|revision|chart|hash/.test(key));
  if (lasting.length === 0) return [];
  const matchLabels = Object.fromEntries(lasting);
  return at(spec, 'selector')
    ? putIn(text, spec, ['selector', 'matchLabels'], matchLabels)
    : insertKey(text, spec, 'selector', { matchLabels }, { after: 'serviceName' });
}
