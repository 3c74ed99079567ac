import * as l10n from '@vscode/l10n';
import type { YamlNode } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { changeMaybe } from '../../fixes.ts';
import { labelMapsOf, labelValueListsOf } from '../../labelMaps.ts';
import { problemAt } from '../../problem.ts';
import type { Problem, Rule } from '../../rule.ts';
import { asLabelValue, labelValueFault } from '../../values/labels.ts';

const bad = setExample('DaemonSet', { metadata: 'labels:\n  team: data platform' });

export const labelValueInvalid: Rule = {
  code: 'label-value-invalid',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: 'A text that can not be the value of a label',
    why: `Labels hold at most 63 letters, digits, \`-\`, \`_\` and \`.\`, with a letter or digit at both ends; no blanks, no slashes, no URLs.
What is longer or has other characters belongs into an annotation. The same goes for selectors.`,
    bad,
    good: bad.replace('data platform', 'data-platform'),
  },
  *check(context) {
    for (const map of labelMapsOf(context)) {
      for (const { value } of map.byKey.values()) yield* fault(value);
    }
    for (const list of labelValueListsOf(context)) {
      for (const { value } of list.items) yield* fault(value);
    }
  },
};

function* fault(node: YamlNode): Generator<Problem> {
  if (node.kind !== 'scalar' || typeof node.value !== 'string') return;
  const { value } = node;
  const reason = labelValueFault(value);
  if (reason === undefined) return;
  const message = l10n.t(
    '"{0}" can not be the value of a label ({1}): the API server refuses the object.',
    value,
    reason,
  );
  yield problemAt(node, message, { fixes: () => changeMaybe(node, asLabelValue(value)) });
}
