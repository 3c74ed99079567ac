import * as l10n from '@vscode/l10n';
import { putIn } from '../../../manifest/edits.ts';
import { formatPath, mapAt, scalarAt, stepsOf, tokenOf } from '../../../manifest/nodes.ts';
import { serviceExample, setExample } from '../../examples.ts';
import { staysAlone } from '../../joined.ts';
import type { Rule } from '../../rule.ts';
import { governedBy, isHeadless } from '../../services.ts';
import { known } from '../../startScript.ts';

const set = setExample('StatefulSet', {
  name: 'zk',
  image: 'zookeeper:3.9.5',
  spec: 'serviceName: zk\nreplicas: 3\npodManagementPolicy: Parallel\nordinals:\n  start: 1',
  container: `env:
- name: ZOO_MY_ID
  valueFrom:
    fieldRef:
      fieldPath: metadata.labels['apps.kubernetes.io/pod-index']
- name: ZOO_SERVERS
  value: server.1=zk-1.zk:2888:3888;2181 server.2=zk-2.zk:2888:3888;2181 server.3=zk-3.zk:2888:3888;2181
readinessProbe:
  httpGet:
    path: /commands/ruok
    port: 8080
volumeMounts:
- name: data
  mountPath: /data
- name: log
  mountPath: /datalog`,
});
const template = (name: string): string => `  - metadata:
      name: ${name}
    spec:
      accessModes:
      - ReadWriteOnce
      resources:
        requests:
          storage: 1Gi
`;
const whole = `${set}  volumeClaimTemplates:\n${template('data')}${template('log')}`;

export const peersUnpublished: Rule = {
  code: 'peers-unpublished',
  severity: 'info',
  basis: 'runtime',
  kinds: ['Service'],
  docs: {
    title: 'Members that are not ready are not in DNS',
    why: `A headless Service gives names only to pods that are Ready, unless it says \`publishNotReadyAddresses: true\`. Members of a system
such as ZooKeeper, etcd, MongoDB or Cassandra look for each other before they are ready: where readiness waits for the others, none
becomes ready. Members that nothing tells of each other (see \`members-not-joined\`) look for none. It is an information, and only
for sets with a readiness probe: some readiness checks do not wait for the others.`,
    bad: `${serviceExample('zk')}---\n${whole}`,
    good: `${serviceExample('zk', 'publishNotReadyAddresses: true')}---\n${whole}`,
  },
  *check(context) {
    const { object, file } = context;
    const spec = mapAt(object.node, 'spec');
    if (!spec || !isHeadless(object) || scalarAt(spec, 'publishNotReadyAddresses')?.value === true) return;
    for (const { set } of governedBy(context)) {
      const replicas = scalarAt(set.spec, 'replicas')?.value;
      if (typeof replicas !== 'number' || replicas < 2) continue;
      const member = [...known({ set })].find(
        (one) => one.facts.peers && one.container.node.byKey.has('readinessProbe') && !staysAlone(one),
      );
      if (!member) continue;
      const node = scalarAt(spec, 'publishNotReadyAddresses') ?? spec;
      yield {
        range: tokenOf(node),
        path: formatPath([...stepsOf(spec), 'publishNotReadyAddresses']),
        message: l10n.t(
          'The members of {0} (StatefulSet "{1}") have names only once they are ready; they may need them before.',
          member.facts.title,
          set.name ?? '',
        ),
        fixes: () => [
          {
            title: l10n.t('Publish them before they are ready'),
            edits: putIn(file.manifest.text, spec, ['publishNotReadyAddresses'], true, {
              after: 'clusterIP',
            }),
            preferred: true,
          },
        ],
      };
      return;
    }
  },
};
