import * as l10n from '@vscode/l10n';
import { decodedOf } from '../../decode.ts';
import { setExample } from '../../examples.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';

const bad = setExample('DaemonSet', { container: 'env:\n- name: DEBUG\n  value: true' });

export const valueUnquoted: Rule = {
  code: 'value-unquoted',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: 'A number or boolean where a text belongs',
    why: `Environment variables, labels, annotations, arguments and all data of ConfigMaps are texts. Without quotes YAML makes \`8080\` and
\`1e3\` numbers and \`true\`, \`yes\`, \`on\` and \`n\` booleans (Kubernetes reads YAML 1.1), and the API server refuses them. Quote the value.`,
    bad,
    good: bad.replace('value: true', "value: 'true'"),
  },
  *check({ object }) {
    for (const { node, want, field } of decodedOf(object).misfits) {
      if (want !== 'text' || node.kind !== 'scalar') continue;
      // `.nan` can't even be read: said of the document.
      if (typeof node.value === 'number' && !Number.isFinite(node.value)) continue;
      const message =
        typeof node.value === 'boolean' && node.text !== String(node.value)
          ? l10n.t(
              '{0} is a boolean ({1}) to Kubernetes, but a text is wanted here: the API server refuses the object. Quote it.',
              node.text,
              node.value,
            )
          : l10n.t(
              '{0} is a {1}, but a text is wanted here: the API server refuses the object. Quote it.',
              node.text,
              typeof node.value === 'number' ? l10n.t('number') : l10n.t('boolean'),
            );
      yield problemAt(node, message, {
        fixes: () => {
          const edits = [{ range: node.range, text: `"${node.text}"` }];
          // A Secret's data would be refused as base64 next.
          const lands = field.type !== 'bytes' || node.text.length % 4 === 0;
          return node.style === 'plain' && lands
            ? [{ title: l10n.t('Quote it'), edits, preferred: true }]
            : [];
        },
      });
    }
  },
};
