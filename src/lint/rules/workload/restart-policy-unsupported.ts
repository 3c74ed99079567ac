import * as l10n from '@vscode/l10n';
import { scalarAt } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { changeTo, without } from '../../fixes.ts';
import { podsOf } from '../../pods.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';

const example = (policy: string): string => setExample('DaemonSet', { pod: `restartPolicy: ${policy}\n` });

export const restartPolicyUnsupported: Rule = {
  code: 'restart-policy-unsupported',
  severity: 'error',
  basis: 'api',
  kinds: ['StatefulSet', 'DaemonSet', 'Deployment', 'ReplicaSet'],
  docs: {
    title: 'Pods of a set always restart their containers',
    why: `A set keeps its pods running: the API server refuses another \`restartPolicy\` than \`Always\`, which need not be written. What
runs to its end is a Job's, or an init container's.`,
    bad: example('OnFailure'),
    good: example('Always'),
  },
  *check(context) {
    for (const { node } of podsOf(context)) {
      const policy = scalarAt(node, 'restartPolicy');
      if (policy?.value !== 'OnFailure' && policy?.value !== 'Never') continue;
      yield problemAt(
        policy,
        l10n.t(
          'Pods of a {0} have the restartPolicy "Always": the API server refuses "{1}".',
          context.object.kind,
          policy.value,
        ),
        {
          fixes: () => [
            changeTo(policy, 'Always'),
            without(context.file.manifest.text, node, 'restartPolicy'),
          ],
        },
      );
    }
  },
};
