import * as l10n from '@vscode/l10n';
import { scalarAt } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { withKey, without } from '../../fixes.ts';
import { isTrue, textIn } from '../../given.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';

const example = (more: string): string =>
  setExample('DaemonSet', {
    container: `volumeMounts:\n- name: data\n  mountPath: /data\n${more}  recursiveReadOnly: Enabled\n`,
    pod: `volumes:\n- name: data\n  emptyDir: {}\n`,
  });

export const recursiveReadOnly: Rule = {
  code: 'recursive-read-only',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: 'recursiveReadOnly without readOnly',
    why: `\`recursiveReadOnly\` carries \`readOnly: true\` on to what is mounted below. The API server refuses it without that, and
together with a \`mountPropagation\` other than \`None\`.`,
    bad: example(''),
    good: example('  readOnly: true\n'),
  },
  *check(context) {
    if (context.partial) return;
    const { text } = context.file.manifest;
    for (const { node } of context.typed('VolumeMount')) {
      const how = scalarAt(node, 'recursiveReadOnly');
      if (how?.value !== 'Enabled' && how?.value !== 'IfPossible') continue;
      const propagation = textIn(node, 'mountPropagation');
      if (!isTrue(node, 'readOnly')) {
        yield problemAt(how, l10n.t('recursiveReadOnly needs readOnly: true: the API server refuses it.'), {
          fixes: () => [
            withKey(text, node, 'readOnly', true, true),
            without(text, node, 'recursiveReadOnly'),
          ],
        });
      } else if (propagation !== undefined && propagation !== '' && propagation !== 'None') {
        yield problemAt(
          how,
          l10n.t(
            'recursiveReadOnly and mountPropagation "{0}" exclude each other: the API server refuses it.',
            propagation,
          ),
          { fixes: () => [without(text, node, 'mountPropagation')] },
        );
      }
    }
  },
};
