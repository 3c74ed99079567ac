import * as l10n from '@vscode/l10n';
import { databaseExample } from '../../databaseExample.ts';
import type { Rule } from '../../rule.ts';
import { at } from '../../../manifest/nodes.ts';
import { addVariable, known, knowsVariables, problemOfEnv } from '../../startScript.ts';

const id = '- name: CLUSTER_ID\n  value: q1Sh-9_ISia_zwGINzRvyQ\n';
const dirs = '- name: KAFKA_LOG_DIRS\n  value: /var/lib/kafka/data/logs\n';

const example = (env: string): string =>
  databaseExample({
    name: 'broker',
    image: 'apache/kafka:4.3.1',
    env,
    pod: 'enableServiceLinks: false',
    mountPath: '/var/lib/kafka/data',
  });

/** IMG041: the image's `configure` script. */
export const kafkaClusterId: Rule = {
  code: 'kafka-cluster-id',
  severity: 'info',
  basis: 'runtime',
  kinds: ['StatefulSet'],
  docs: {
    title: 'Kafka with the cluster id of everybody',
    why: `Without \`CLUSTER_ID\` the image formats its storage with a constant that is the same all over the world. Two clusters of one id
do not notice when a broker of one joins the other. Give each cluster an id of its own, the same for all its nodes: 16 random bytes in
base64 for URLs, as \`kafka-storage.sh random-uuid\` prints. The id of storage that is formatted can't be changed, so this is for a new
cluster; the quick fix makes a random one.`,
    bad: example(dirs),
    good: example(id + dirs),
  },
  *check(context) {
    for (const { container } of known(context, 'kafka')) {
      if (!(container.image ?? '').includes('apache/kafka') || !knowsVariables(container)) continue;
      if (at(container.node, 'command') || container.env.some(({ name }) => name === 'CLUSTER_ID')) continue;
      yield problemOfEnv(
        container,
        l10n.t('CLUSTER_ID is not set: the storage gets the id that the image gives to every cluster.'),
        () => {
          const source = {
            title: l10n.t('Add a random CLUSTER_ID (for a new cluster only)'),
            from: { value: randomId() },
          };
          return [addVariable(context.file.manifest.text, container, 'CLUSTER_ID', source, false)];
        },
      );
    }
  },
};

/** 16 random bytes in base64 for URLs, none that begins with a dash: Kafka's `Uuid.randomUuid`. */
function randomId(): string {
  const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const bytes = crypto.getRandomValues(new Uint8Array(22));
  // 22 digits of six bits are 132; the last one holds the two that 128 leave, as multiples of 16.
  return [...bytes]
    .map((byte, i) => digits.charAt(i === 0 ? byte % 62 : i === 21 ? (byte % 4) * 16 : byte % 64))
    .join('');
}
