import * as l10n from '@vscode/l10n';
import { scalarAt, tokenOf } from '../../../manifest/nodes.ts';
import { accessModesOf, databasesOf, writableMounts } from '../../claims.ts';
import { serviceExample, setExample } from '../../examples.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';
import { replicasOf } from '../../sets.ts';

const example = (mode: string): string => `apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: shared
spec:
  accessModes:
  - ${mode}
  resources:
    requests:
      storage: 1Gi
---
${serviceExample('web')}---
${setExample('StatefulSet', {
  spec: 'serviceName: web\nreplicas: 3',
  pod: 'volumes:\n- name: data\n  persistentVolumeClaim:\n    claimName: shared',
  container: 'volumeMounts:\n- name: data\n  mountPath: /data',
})}`;

export const claimSharedByReplicas: Rule = {
  code: 'claim-shared-by-replicas',
  severity: 'warning',
  basis: 'runtime',
  kinds: ['StatefulSet'],
  docs: {
    title: 'All replicas write to one claim',
    why: `A \`persistentVolumeClaim\` volume of the template is one claim for all pods. With \`ReadWriteOnce\` the pods of a second node never
get it (\`Multi-Attach error\`), and what is written by one is overwritten by another; databases break their files. A claim template gives
each pod its own. A claim with \`ReadWriteMany\` is left alone, unless a database writes to it; one that is not in these files is an
information.`,
    bad: example('ReadWriteOnce'),
    good: example('ReadWriteMany'),
  },
  *check(context) {
    const { set } = context;
    if (!set || (replicasOf(set) ?? 1) < 2) return;
    const databases = new Set([...databasesOf(set)].map(({ container }) => container));
    for (const { name, node } of set.volumes) {
      const claim = scalarAt(node, 'persistentVolumeClaim', 'claimName');
      if (
        !claim ||
        typeof claim.value !== 'string' ||
        scalarAt(node, 'persistentVolumeClaim', 'readOnly')?.value === true
      )
        continue;
      if (set.claimTemplates.some((template) => template.name === name)) continue;
      const writers = set.containers.filter((one) =>
        [...writableMounts(one)].some((mount) => mount.name === name),
      );
      if (writers.length === 0) continue;
      const found = context.scope.closest(
        context.scope.named('PersistentVolumeClaim', set.namespace, claim.value),
      );
      const modes = found.flatMap(({ object }) => accessModesOf(object.node));
      const database = writers.some((one) => databases.has(one));
      if (!database && modes.includes('ReadWriteMany')) continue;
      yield problemAt(claim, l10n.t('All replicas write to the one claim "{0}".', claim.value), {
        ...(database || modes.length > 0 ? {} : { severity: 'info' }),
        related: found.map(({ object, file }) => ({
          uri: file.uri,
          range: tokenOf(scalarAt(object.node, 'metadata', 'name') ?? object.node),
          message: l10n.t('The claim ({0}).', modes.join(', ')),
        })),
      });
    }
  },
};
