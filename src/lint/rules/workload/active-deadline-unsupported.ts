import * as l10n from '@vscode/l10n';
import { setExample } from '../../examples.ts';
import { without } from '../../fixes.ts';
import { given } from '../../given.ts';
import { podsOf } from '../../pods.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';

export const activeDeadlineUnsupported: Rule = {
  code: 'active-deadline-unsupported',
  severity: 'error',
  basis: 'api',
  kinds: ['StatefulSet', 'DaemonSet', 'Deployment', 'ReplicaSet'],
  docs: {
    title: 'Pods of a set have no deadline',
    why: `\`activeDeadlineSeconds\` ends a pod after a time, which is for pods that run to an end. The API server refuses it in the template
of a set.`,
    bad: setExample('DaemonSet', { pod: 'activeDeadlineSeconds: 600\n' }),
    good: setExample('DaemonSet'),
  },
  *check(context) {
    for (const { node } of podsOf(context)) {
      const deadline = given(node, 'activeDeadlineSeconds');
      if (!deadline) continue;
      yield problemAt(
        deadline,
        l10n.t('Pods of a {0} can have no deadline: the API server refuses it.', context.object.kind),
        { fixes: () => [without(context.file.manifest.text, node, 'activeDeadlineSeconds', true)] },
      );
    }
  },
};
