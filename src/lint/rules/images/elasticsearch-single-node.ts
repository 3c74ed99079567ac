import * as l10n from '@vscode/l10n';
import { databaseExample } from '../../databaseExample.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';
import { replicasOf } from '../../sets.ts';
import { known } from '../../startScript.ts';
import { setScalar } from '../../../manifest/edits.ts';
import { scalarAt } from '../../../manifest/nodes.ts';

const example = (replicas: number): string =>
  databaseExample({
    name: 'elasticsearch',
    image: 'docker.elastic.co/elasticsearch/elasticsearch:9.5.2',
    replicas,
    env: '- name: discovery.type\n  value: single-node\n- name: node.store.allow_mmap\n  value: "false"\n',
    mountPath: '/usr/share/elasticsearch/data',
  });

/** IMG060. */
export const elasticsearchSingleNode: Rule = {
  code: 'elasticsearch-single-node',
  severity: 'warning',
  basis: 'runtime',
  kinds: ['StatefulSet'],
  docs: {
    title: 'Several Elasticsearch nodes, each a cluster of its own',
    why: `\`discovery.type: single-node\` makes a node elect itself and never look for others. With more than one replica each pod is a
cluster of its own, with an index of its own, behind one Service. Take one replica, or \`discovery.seed_hosts\` with the headless Service
and, for the very first start, \`cluster.initial_master_nodes\`.`,
    bad: example(3),
    good: example(1),
  },
  *check(context) {
    for (const { container, set } of known(context, 'elasticsearch', 'opensearch')) {
      const type = container.env.find(({ name }) => name === 'discovery.type');
      const replicas = scalarAt(set.spec, 'replicas');
      if (type?.value?.value !== 'single-node' || !replicas || (replicasOf(set) ?? 1) < 2) continue;
      yield problemAt(
        type.value,
        l10n.t(
          'Each of the {0} pods is a cluster of its own: a single node does not look for others.',
          replicas.text,
        ),
        { fixes: () => [{ title: l10n.t('Take one replica'), edits: setScalar(replicas, 1) }] },
      );
    }
  },
};
