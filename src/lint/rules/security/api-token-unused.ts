import * as l10n from '@vscode/l10n';
import { putIn } from '../../../manifest/edits.ts';
import { scalarAt, stringAt } from '../../../manifest/nodes.ts';
import { beforeContainers } from '../../agents.ts';
import { setExample } from '../../examples.ts';
import { given } from '../../given.ts';
import { imageFacts } from '../../images.ts';
import { problemWithout } from '../../problem.ts';
import type { Rule } from '../../rule.ts';

const parts = {
  name: 'redis',
  image: 'redis:8.2',
  spec: `serviceName: ""
volumeClaimTemplates:
- metadata:
    name: data
  spec:
    accessModes: ["ReadWriteOnce"]
    resources:
      requests:
        storage: 1Gi
`,
  container: 'volumeMounts:\n- name: data\n  mountPath: /data\n',
};

export const apiTokenUnused: Rule = {
  code: 'api-token-unused',
  severity: 'hint',
  basis: 'policy',
  kinds: ['StatefulSet'],
  docs: {
    title: 'A token of the API in a database',
    why: `Each pod gets a token for the API server, and this one runs a database that never asks it: the token is of use only to somebody who breaks in.
\`automountServiceAccountToken: false\` leaves it out. Nothing is said where another container runs beside the database, or where an account is
named: that may need it.`,
    bad: setExample('StatefulSet', parts),
    good: setExample('StatefulSet', { ...parts, pod: 'automountServiceAccountToken: false\n' }),
  },
  *check(context) {
    const { set, file } = context;
    const podSpec = set?.podSpec;
    if (!set || !podSpec || given(podSpec, 'automountServiceAccountToken')) return;
    const account = stringAt(podSpec, 'serviceAccountName') ?? stringAt(podSpec, 'serviceAccount') ?? '';
    if (account !== '' && account !== 'default') return;
    if (set.containers.length === 0 || set.containers.some((one) => !imageFacts(one.image)?.database)) return;
    const own = context.scope.named('ServiceAccount', set.namespace, 'default')[0]?.object.node;
    if (scalarAt(own, 'automountServiceAccountToken')?.value === false) return;
    const message = l10n.t('The pod gets a token for the API server that a database has no use for.');
    yield problemWithout(podSpec, 'automountServiceAccountToken', message, {
      fixes: () => [
        {
          title: l10n.t('Add automountServiceAccountToken: false'),
          edits: putIn(
            file.manifest.text,
            podSpec,
            ['automountServiceAccountToken'],
            false,
            beforeContainers(set),
          ),
        },
      ],
    });
  },
};
