import * as l10n from '@vscode/l10n';
import { setScalar } from '../../../manifest/edits.ts';
import { mapAt, scalarAt } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';

const example = (type: string): string =>
  setExample('DaemonSet', { spec: `updateStrategy:\n  type: ${type}` });

/** UPD001. */
export const updateOnDelete: Rule = {
  code: 'update-on-delete',
  severity: 'info',
  basis: 'policy',
  kinds: ['StatefulSet', 'DaemonSet'],
  docs: {
    title: 'Pods are not replaced when the template changes',
    why: `With \`OnDelete\` a new image or setting reaches a pod only when somebody deletes it. Until then the set holds pods of several
versions, and a pod that fails comes back as another version than its neighbours. Where that is meant, because an operator or a person
decides when each goes, write \`# kubesets-ignore: update-on-delete\` behind it.`,
    bad: example('OnDelete'),
    good: example('RollingUpdate'),
  },
  *check({ set }) {
    const type = scalarAt(set?.spec, 'updateStrategy', 'type');
    if (type?.value !== 'OnDelete') return;
    const rolling = mapAt(set?.spec, 'updateStrategy', 'rollingUpdate');
    if (rolling) return; // other rules say more: a DaemonSet ignores it, a StatefulSet with both is refused
    yield problemAt(type, l10n.t('A change of the template reaches a pod only when somebody deletes it.'), {
      fixes: () => [
        { title: l10n.t('Change to "{0}"', 'RollingUpdate'), edits: setScalar(type, 'RollingUpdate') },
      ],
    });
  },
};
