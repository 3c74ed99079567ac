import * as l10n from '@vscode/l10n';
import { decodedOf } from '../../decode.ts';
import { setExample } from '../../examples.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';
import { isQuotedFor } from './wrong-type.ts';

const bad = setExample('StatefulSet', { spec: 'replicas: "3"' });

export const valueQuoted: Rule = {
  code: 'value-quoted',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: 'A quoted number or boolean',
    why: `In quotes a number is a text, and the API server does not turn it back: it refuses the object. Where a text is wanted (environment
variables, labels) it is the other way round.`,
    bad,
    good: bad.replace('"3"', '3'),
  },
  *check({ object }) {
    for (const { node, want } of decodedOf(object).misfits) {
      if (node.kind !== 'scalar' || typeof node.value !== 'string') continue;
      if (!isQuotedFor(node.value, node.style, want)) continue;
      const message =
        want === 'bool'
          ? l10n.t('In quotes "{0}" is a text; the API server wants true or false here.', node.value)
          : l10n.t('In quotes "{0}" is a text; the API server wants a number here.', node.value);
      const plain = want === 'bool' ? String(/^(?:true|yes|on)$/i.test(node.value)) : node.value;
      yield problemAt(node, message, {
        fixes: () => [
          {
            title: l10n.t('Remove the quotes'),
            edits: [{ range: node.range, text: plain }],
            preferred: true,
          },
        ],
      });
    }
  },
};
