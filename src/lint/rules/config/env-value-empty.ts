import * as l10n from '@vscode/l10n';
import { mapAt, scalarAt } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { without } from '../../fixes.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';

const example = (value: string): string =>
  setExample('DaemonSet', {
    container: `env:
- name: POD_NAME
${value}  valueFrom:
    fieldRef:
      fieldPath: metadata.name`,
  });

export const envValueEmpty: Rule = {
  code: 'env-value-empty',
  severity: 'info',
  basis: 'runtime',
  kinds: 'any',
  docs: {
    title: 'An empty value beside a source',
    why: `Beside \`valueFrom\` an empty \`value\` counts for nothing: the variable gets the source's value. The API server accepts both as
long as the value is empty. Where an empty variable is meant, remove \`valueFrom\`.`,
    bad: example("  value: ''\n"),
    good: example(''),
  },
  *check(context) {
    for (const { node } of context.typed('EnvVar')) {
      const value = scalarAt(node, 'value');
      if (value?.value !== '' || !mapAt(node, 'valueFrom')) continue;
      const { text } = context.file.manifest;
      yield problemAt(value, l10n.t('The empty value counts for nothing beside valueFrom.'), {
        tags: ['unnecessary'],
        fixes: () => [without(text, node, 'value', true), without(text, node, 'valueFrom')],
      });
    }
  },
};
