import * as l10n from '@vscode/l10n';
import { putIn } from '../../../manifest/edits.ts';
import { scalarAt, stringAt, tokenOf, pathOf } from '../../../manifest/nodes.ts';
import { beforeContainers } from '../../agents.ts';
import { databaseExample } from '../../databaseExample.ts';
import type { Rule } from '../../rule.ts';
import { known } from '../../startScript.ts';

/** What the images' start scripts take every variable of for a setting. */
const prefixes: Readonly<Record<string, string>> = { kafka: 'kafka', zookeeper: 'zookeeper' };

const service = `apiVersion: v1
kind: Service
metadata:
  name: kafka
spec:
  selector:
    app: broker
  ports:
  - port: 9092
---
`;

const example = (pod?: string): string =>
  service +
  databaseExample({
    name: 'broker',
    image: 'apache/kafka:4.3.1',
    env: '- name: CLUSTER_ID\n  value: q1Sh-9_ISia_zwGINzRvyQ\n- name: KAFKA_LOG_DIRS\n  value: /var/lib/kafka/data/logs\n',
    container: 'ports:\n- containerPort: 9092',
    ...(pod === undefined ? {} : { pod }),
    mountPath: '/var/lib/kafka/data',
  });

/** IMG042. */
export const serviceLinksClash: Rule = {
  code: 'service-links-clash',
  severity: 'warning',
  basis: 'runtime',
  kinds: ['StatefulSet', 'DaemonSet'],
  docs: {
    title: "A Service's name makes variables that the image takes for settings",
    why: `For each Service with a cluster address Kubernetes gives every container of the namespace variables such as
\`KAFKA_PORT=tcp://10.0.0.7:9092\`. The Kafka images take each variable that begins with \`KAFKA_\` for a setting, and a Service that is
just named \`kafka\` gives them settings that nobody wrote: some versions end with an error. \`enableServiceLinks: false\` keeps such
variables out; DNS names do not need them.`,
    bad: example(),
    good: example('enableServiceLinks: false'),
  },
  *check(context) {
    for (const { set, facts, container } of known(context, ...Object.keys(prefixes))) {
      const prefix = prefixes[facts.system];
      // Only Confluent's image of ZooKeeper reads ZOOKEEPER_ variables.
      if (facts.system === 'zookeeper' && !(container.image ?? '').includes('cp-zookeeper')) continue;
      if (!set.podSpec || scalarAt(set.podSpec, 'enableServiceLinks')?.value === false) continue;
      const clash = context.scope
        .named('Service', set.namespace, prefix ?? '')
        .find(
          ({ object }) =>
            stringAt(object.node, 'spec', 'clusterIP') !== 'None' &&
            stringAt(object.node, 'spec', 'type') !== 'ExternalName',
        );
      if (!clash) continue;
      const { podSpec } = set;
      yield {
        range: tokenOf(scalarAt(container.node, 'image') ?? container.node),
        path: `${pathOf(podSpec)}.enableServiceLinks`,
        message: l10n.t(
          'Service "{0}" puts variables such as {1} into the container, which its start script takes for settings.',
          prefix ?? '',
          `${(prefix ?? '').toUpperCase()}_PORT`,
        ),
        related: [
          {
            uri: clash.file.uri,
            range: tokenOf(scalarAt(clash.object.node, 'metadata', 'name') ?? clash.object.node),
            message: l10n.t('It is this Service.'),
          },
        ],
        fixes: () => [
          {
            title: l10n.t('Set enableServiceLinks to false'),
            edits: putIn(
              context.file.manifest.text,
              podSpec,
              ['enableServiceLinks'],
              false,
              beforeContainers(set),
            ),
            preferred: true,
          },
        ],
      };
    }
  },
};
