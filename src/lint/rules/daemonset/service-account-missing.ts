import * as l10n from '@vscode/l10n';
import { insertDocumentBefore, setScalar } from '../../../manifest/edits.ts';
import { scalarAt, stringAt } from '../../../manifest/nodes.ts';
import { serviceAccount } from '../../accounts.ts';
import { setExample } from '../../examples.ts';
import { nearest } from '../../nearest.ts';
import { problemAt } from '../../problem.ts';
import { mayShareNamespace } from '../../scope.ts';
import type { Fix, Rule, RuleContext } from '../../rule.ts';

const account = `apiVersion: v1
kind: ServiceAccount
metadata:
  name: fluentd
---
`;

export const serviceAccountMissing: Rule = {
  code: 'service-account-missing',
  severity: 'warning',
  basis: 'runtime',
  kinds: ['StatefulSet', 'DaemonSet', 'Deployment'],
  docs: {
    title: 'A ServiceAccount that is not there',
    why: `The API server refuses each pod whose ServiceAccount does not exist: the set is there, and has no pods. It is a warning where the file has a
ServiceAccount of nearly that name that nothing uses; where it has none like it, the account may well be in the cluster: a hint.`,
    bad: account + setExample('DaemonSet', { pod: 'serviceAccountName: fluend\n' }),
    good: account + setExample('DaemonSet', { pod: 'serviceAccountName: fluentd\n' }),
  },
  *check(context) {
    const { object, partial } = context;
    if (partial) return;
    for (const { node } of context.typed('PodSpec')) {
      const name = scalarAt(node, 'serviceAccountName');
      if (!name || typeof name.value !== 'string' || ['', 'default'].includes(name.value)) continue;
      if (context.scope.named('ServiceAccount', object.namespace, name.value).length > 0) continue;
      const like = nearest(name.value, unusedAccounts(context));
      const message = l10n.t(
        'No ServiceAccount "{0}" is known here: without it, the API server refuses every pod.',
        name.value,
      );
      const create: Fix = {
        title: l10n.t('Create the ServiceAccount "{0}"', name.value),
        edits: insertDocumentBefore(
          context.file.manifest.text,
          context.document,
          serviceAccount(name.value, object.namespace),
        ),
      };
      yield problemAt(name, message, {
        severity: like === undefined ? 'hint' : 'warning',
        fixes: () => [...rename(name, like), create],
      });
    }
  },
};

function rename(name: Parameters<typeof setScalar>[0], like: string | undefined): readonly Fix[] {
  if (like === undefined) return [];
  return [{ title: l10n.t('Change to "{0}"', like), edits: setScalar(name, like), preferred: true }];
}

/** The accounts of this file that no pod uses: one of them may be meant. */
function unusedAccounts({ scope, file, object }: RuleContext): readonly string[] {
  const near = [...scope.all('ServiceAccount')].filter(
    (one) => one.file.uri === file.uri && mayShareNamespace(one.object.namespace, object.namespace),
  );
  if (near.length === 0) return [];
  const used = new Set<string | undefined>();
  for (const { workload } of scope.workloads()) used.add(stringAt(workload.podSpec, 'serviceAccountName'));
  return near.flatMap(({ object: account }) =>
    account.name === undefined || used.has(account.name) ? [] : [account.name],
  );
}
