import * as l10n from '@vscode/l10n';
import { mapAt, mapsAt } from '../../../manifest/nodes.ts';
import { within } from '../../fields/typed.ts';
import { textsUnder, withoutItem } from '../../fixes.ts';
import { textsIn } from '../../given.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';
import { labelsIn } from '../../selectors.ts';
import { matchLabelKeysExample } from './match-label-keys.ts';

export const matchLabelKeysRepeated: Rule = {
  code: 'match-label-keys-repeated',
  severity: 'error',
  basis: 'runtime',
  kinds: 'any',
  docs: {
    title: 'A key of matchLabelKeys is in the selector already',
    why: `The API server adds the pod's own value of each of \`matchLabelKeys\` to the \`labelSelector\`, and then refuses a key that comes
twice: the set is accepted, but no pod is ever made. Leave out what the selector says already.`,
    bad: matchLabelKeysExample('        - app\n'),
    good: matchLabelKeysExample(''),
  },
  *check(context) {
    for (const type of ['TopologySpreadConstraint', 'PodAffinityTerm']) {
      for (const part of context.typed(type)) {
        const owner = within(part, 'PodSpec')?.owner;
        const labels = labelsIn(mapAt(owner?.node, 'metadata', 'labels'));
        const selector = mapAt(part.node, 'labelSelector');
        const expressions = mapsAt(selector, 'matchExpressions').map(({ map }) => map);
        const taken = new Set([
          ...(mapAt(selector, 'matchLabels')?.byKey.keys() ?? []),
          ...textsUnder(expressions, 'key'),
        ]);
        for (const key of textsIn(part.node, 'matchLabelKeys')) {
          if (!taken.has(key.value) || !labels.has(key.value)) continue;
          yield problemAt(
            key,
            l10n.t('The labelSelector has "{0}" already: the pods are refused by the API server.', key.value),
            { fixes: () => withoutItem(context.file.manifest.text, key, true) },
          );
        }
      }
    }
  },
};
