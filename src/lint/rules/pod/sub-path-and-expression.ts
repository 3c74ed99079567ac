import * as l10n from '@vscode/l10n';
import { setExample } from '../../examples.ts';
import { without } from '../../fixes.ts';
import { given, textIn } from '../../given.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';

const example = (more: string): string =>
  setExample('DaemonSet', {
    container: `env:
- name: POD_NAME
  valueFrom:
    fieldRef:
      fieldPath: metadata.name
volumeMounts:
- name: cache
  mountPath: /cache
${more}  subPathExpr: $(POD_NAME)
`,
    pod: `volumes:\n- name: cache\n  emptyDir: {}\n`,
  });

export const subPathAndExpression: Rule = {
  code: 'sub-path-and-expression',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: 'A mount has subPath and subPathExpr',
    why: '`subPathExpr` is a `subPath` with variables. A mount has one of them; the API server refuses both.',
    bad: example('  subPath: cache\n'),
    good: example(''),
  },
  *check(context) {
    for (const { node } of context.typed('VolumeMount')) {
      const expression = given(node, 'subPathExpr');
      if (!expression || !textIn(node, 'subPath') || !textIn(node, 'subPathExpr')) continue;
      const { text } = context.file.manifest;
      yield problemAt(
        expression,
        l10n.t('There is a subPath already: the API server refuses both together.'),
        {
          fixes: () => [without(text, node, 'subPath'), without(text, node, 'subPathExpr')],
        },
      );
    }
  },
};
