import * as l10n from '@vscode/l10n';
import { scalarAt } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { changeTo, without } from '../../fixes.ts';
import { given } from '../../given.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';

const example = (type: string): string =>
  setExample('StatefulSet', {
    spec: `updateStrategy:\n  type: ${type}\n  rollingUpdate:\n    partition: 0\n`,
  });

export const rollingUpdateOnDelete: Rule = {
  code: 'rolling-update-on-delete',
  severity: 'error',
  basis: 'api',
  kinds: ['StatefulSet'],
  docs: {
    title: 'rollingUpdate beside the strategy OnDelete',
    why: `With \`OnDelete\` a StatefulSet replaces no pod by itself, and \`rollingUpdate\` says nothing: the API server refuses it. (In a
DaemonSet it takes it, and does nothing with it.)`,
    bad: example('OnDelete # kubesets-ignore: update-on-delete'),
    good: example('RollingUpdate'),
  },
  *check(context) {
    for (const { node } of context.typed('StatefulSetUpdateStrategy')) {
      const type = scalarAt(node, 'type');
      const rolling = given(node, 'rollingUpdate');
      if (type?.value !== 'OnDelete' || !rolling) continue;
      yield problemAt(rolling, l10n.t('rollingUpdate is refused by the API server with "OnDelete".'), {
        fixes: () => [
          without(context.file.manifest.text, node, 'rollingUpdate', true),
          { ...changeTo(type, 'RollingUpdate'), preferred: false },
        ],
      });
    }
  },
};
