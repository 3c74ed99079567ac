import * as l10n from '@vscode/l10n';
import { removeKey } from '../../../manifest/edits.ts';
import { pathOf, scalarAt } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { given } from '../../given.ts';
import type { Rule } from '../../rule.ts';

export const serviceAccountDeprecated: Rule = {
  code: 'service-account-deprecated',
  severity: 'hint',
  basis: 'policy',
  kinds: 'any',
  docs: {
    title: 'The field serviceAccount',
    why: `\`serviceAccount\` is the former name of \`serviceAccountName\`. The API server still reads it where the other is empty, and writes both. Rename it;
where both are there, \`serviceAccountName\` counts.`,
    bad: setExample('DaemonSet', { pod: 'serviceAccount: default\n' }),
    good: setExample('DaemonSet', { pod: 'serviceAccountName: default\n' }),
  },
  *check(context) {
    const { text } = context.file.manifest;
    for (const { node } of context.typed('PodSpec')) {
      const entry = node.entries.find(({ key }) => key === 'serviceAccount');
      const value = scalarAt(node, 'serviceAccount');
      if (!entry || !value || value.value === null) continue;
      const name = given(node, 'serviceAccountName');
      yield {
        range: entry.keyRange,
        path: pathOf(value),
        message: name
          ? l10n.t('serviceAccount is the former name of serviceAccountName, which counts here.')
          : l10n.t('serviceAccount is the former name of serviceAccountName.'),
        tags: ['deprecated'],
        fixes: () =>
          node.byKey.has('serviceAccountName') && !name
            ? []
            : [
                name
                  ? {
                      title: l10n.t('Remove serviceAccount'),
                      edits: removeKey(text, node, 'serviceAccount'),
                      preferred: true,
                    }
                  : {
                      title: l10n.t('Rename to serviceAccountName'),
                      edits: [{ range: entry.keyRange, text: 'serviceAccountName' }],
                      preferred: true,
                    },
              ],
      };
    }
  },
};
