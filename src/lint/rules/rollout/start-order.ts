import * as l10n from '@vscode/l10n';
import { putIn } from '../../../manifest/edits.ts';
import { at, scalarAt, tokenOf, pathOf } from '../../../manifest/nodes.ts';
import { databaseExample } from '../../databaseExample.ts';
import type { Rule } from '../../rule.ts';
import { replicasOf } from '../../sets.ts';
import { known, type Known } from '../../startScript.ts';

const example = (policy: string): string =>
  databaseExample({
    name: 'cassandra',
    image: 'cassandra:5.0.9',
    replicas: 3,
    spec: `podManagementPolicy: ${policy}`,
    env: '- name: CASSANDRA_SEEDS\n  value: cassandra-0.cassandra\n',
    mountPath: '/var/lib/cassandra',
  });

/** PMP001. */
export const startOrder: Rule = {
  code: 'start-order',
  severity: 'info',
  basis: 'runtime',
  kinds: ['StatefulSet'],
  docs: {
    title: 'The pods start in an order that the system does not take',
    why: `Nodes of Cassandra must join one after another, so \`podManagementPolicy\` stays \`OrderedReady\`. Members of etcd or Elasticsearch are
ready only when most of them are there: where a readiness probe asks for that, \`OrderedReady\` waits for ever for the first one, and
\`Parallel\` is right. The field can't be changed later, so decide before the first \`apply\`.`,
    bad: example('Parallel'),
    good: example('OrderedReady'),
  },
  *check(context) {
    const { set } = context;
    if (!set?.spec || (replicasOf(set) ?? 1) < 2) return;
    const { spec } = set;
    const policy = scalarAt(spec, 'podManagementPolicy');
    const parallel = policy?.value === 'Parallel';
    for (const one of known(context)) {
      if (parallel ? one.facts.order !== 'one-by-one' : !waits(one)) continue;
      const { title } = one.facts;
      const place = policy ?? scalarAt(spec, 'replicas') ?? spec;
      const value = parallel ? 'OrderedReady' : 'Parallel';
      yield {
        range: tokenOf(place),
        path: `${pathOf(spec)}.podManagementPolicy`,
        message: parallel
          ? l10n.t('{0} wants its members to join one after another: Parallel starts all at once.', title)
          : l10n.t(
              'The first member of {0} is not ready before the others are there, and these are not started before it is: Parallel starts all.',
              title,
            ),
        fixes: () => [
          {
            title: l10n.t('Set podManagementPolicy to {0} (before the set exists)', value),
            edits: putIn(context.file.manifest.text, spec, ['podManagementPolicy'], value, {
              after: 'replicas',
            }),
          },
        ],
      };
      return;
    }
  },
};

// Those whose own health endpoint answers only with a majority; what a script asks can't be seen.
const waiting = new Set(['etcd', 'elasticsearch', 'opensearch']);

function waits({ container, facts }: Known): boolean {
  const path = scalarAt(container.node, 'readinessProbe', 'httpGet', 'path')?.text ?? '';
  return (
    waiting.has(facts.system) &&
    at(container.node, 'readinessProbe', 'httpGet') !== undefined &&
    /health|ready/.test(path)
  );
}
