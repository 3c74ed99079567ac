import * as l10n from '@vscode/l10n';
import { formatPath, stepsOf, type MapNode } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { changeMaybe } from '../../fixes.ts';
import { given } from '../../given.ts';
import { problemAt } from '../../problem.ts';
import { labelKeysOf, labelMapsOf, metadataOf } from '../../labelMaps.ts';
import { renameKey } from '../../renameKey.ts';
import type { Problem, Rule, RuleContext } from '../../rule.ts';
import { annotationKeyFault, asLabelKey, labelKeyFault } from '../../values/labels.ts';
import type { Check } from '../../values/names.ts';

const bad = setExample('DaemonSet', { metadata: 'labels:\n  my team: data' });

export const labelKeyInvalid: Rule = {
  code: 'label-key-invalid',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: 'A key that labels and annotations do not have',
    why: `The key of a label or annotation is a name of at most 63 letters, digits, \`-\`, \`_\` and \`.\`, with a DNS name and \`/\` before it if one
wants: \`example.com/team\`.`,
    bad,
    good: bad.replace('my team', 'my-team'),
  },
  *check(context) {
    for (const map of labelMapsOf(context)) yield* faults(context, map, labelKeyFault);
    for (const node of labelKeysOf(context)) {
      const fault =
        node.kind === 'scalar' && typeof node.value === 'string' && node.value !== ''
          ? labelKeyFault(node.value)
          : undefined;
      if (node.kind === 'scalar' && fault !== undefined)
        yield problemAt(node, messageOf(node.text, fault), {
          fixes: () => changeMaybe(node, asLabelKey(node.text)),
        });
    }
    for (const { node } of metadataOf(context)) {
      const annotations = given(node, 'annotations');
      if (annotations?.kind === 'map') yield* faults(context, annotations, annotationKeyFault);
    }
  },
};

function* faults(context: RuleContext, map: MapNode, check: Check): Generator<Problem> {
  for (const [key, entry] of map.byKey) {
    const reason = check(key);
    if (reason === undefined) continue;
    yield {
      range: entry.keyRange,
      path: formatPath([...stepsOf(map), key]),
      message: messageOf(key, reason),
      fixes: () => renameKey(context.file.manifest.text, map, entry, asLabelKey(key)),
    };
  }
}

function messageOf(key: string, reason: string): string {
  return l10n.t(
    '"{0}" can not be the key of a label or annotation ({1}): the API server refuses the object.',
    key,
    reason,
  );
}
