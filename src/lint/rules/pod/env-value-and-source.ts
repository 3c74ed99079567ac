import * as l10n from '@vscode/l10n';
import { setExample } from '../../examples.ts';
import { without } from '../../fixes.ts';
import { given, textIn } from '../../given.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';

const example = (value: string): string =>
  setExample('StatefulSet', {
    container: `env:
- name: POD_NAME
${value}  valueFrom:
    fieldRef:
      fieldPath: metadata.name
`,
  });

export const envValueAndSource: Rule = {
  code: 'env-value-and-source',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: 'An environment variable has a value and a source',
    why: 'An environment variable has either a `value` or a `valueFrom`. The API server refuses both together.',
    bad: example('  value: web-0\n'),
    good: example(''),
  },
  *check(context) {
    for (const { node } of context.typed('EnvVar')) {
      const source = given(node, 'valueFrom');
      if (source?.kind !== 'map' || source.byKey.size === 0 || !textIn(node, 'value')) continue;
      const { text } = context.file.manifest;
      yield problemAt(source, l10n.t('There is a value already: the API server refuses both together.'), {
        fixes: () => [without(text, node, 'value', true), without(text, node, 'valueFrom')],
      });
    }
  },
};
