import * as l10n from '@vscode/l10n';
import { insertItem } from '../../../manifest/edits.ts';
import { mapsAt, scalarAt, seqAt, stringAt, toJs, type Json } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';

const former = 'node-role.kubernetes.io/master';
const present = 'node-role.kubernetes.io/control-plane';

const toleration = (key: string): string => `- key: ${key}
  operator: Exists
  effect: NoSchedule
`;

export const tolerationMasterOnly: Rule = {
  code: 'toleration-master-only',
  severity: 'warning',
  basis: 'runtime',
  kinds: 'any',
  docs: {
    title: 'Tolerates the control plane by its former name only',
    why: `The taint of control-plane nodes was \`node-role.kubernetes.io/master\` until Kubernetes 1.24; since 1.25 it is
\`node-role.kubernetes.io/control-plane\` alone. A pod that tolerates only the former runs on no control-plane node of a current cluster. Keep the
former beside it for as long as there are old clusters.`,
    bad: setExample('DaemonSet', { pod: `tolerations:\n${toleration(former)}` }),
    good: setExample('DaemonSet', { pod: `tolerations:\n${toleration(former)}${toleration(present)}` }),
  },
  *check(context) {
    for (const { node } of context.typed('PodSpec')) {
      const all = mapsAt(node, 'tolerations').map(({ map }) => map);
      const old = all.find((one) => stringAt(one, 'key') === former);
      const key = scalarAt(old, 'key');
      if (!old || !key) continue;
      // Without a key, a toleration is for every taint.
      if (all.some((one) => [present, undefined, ''].includes(stringAt(one, 'key')))) continue;
      yield problemAt(
        key,
        l10n.t('No taint is called {0} since Kubernetes 1.25; it is {1} now.', former, present),
        {
          tags: ['deprecated'],
          fixes: () => {
            const list = seqAt(node, 'tolerations');
            const value = toJs(old) as { readonly [field: string]: Json };
            if (!list) return [];
            const edits = insertItem(context.file.manifest.text, list, { ...value, key: present });
            return [{ title: l10n.t('Tolerate {0} too', present), edits, preferred: true }];
          },
        },
      );
    }
  },
};
