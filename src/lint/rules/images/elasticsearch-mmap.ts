import * as l10n from '@vscode/l10n';
import { walk, type YamlNode } from '../../../manifest/nodes.ts';
import { databaseExample } from '../../databaseExample.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';
import { addVariable, known, type Known } from '../../startScript.ts';
import { scalarAt, at } from '../../../manifest/nodes.ts';

const single = '- name: discovery.type\n  value: single-node\n';
const off = '- name: node.store.allow_mmap\n  value: "false"\n';

const example = (env: string): string =>
  databaseExample({
    name: 'elasticsearch',
    image: 'docker.elastic.co/elasticsearch/elasticsearch:9.5.2',
    env,
    mountPath: '/usr/share/elasticsearch/data',
  });

/** IMG061. */
export const elasticsearchMmap: Rule = {
  code: 'elasticsearch-mmap',
  severity: 'info',
  basis: 'runtime',
  kinds: ['StatefulSet'],
  docs: {
    title: 'Elasticsearch needs more memory maps than many nodes allow',
    why: `Elasticsearch maps its files into memory and refuses to start as part of a cluster on a node whose \`vm.max_map_count\` is below
262,144; many Linux nodes have 65,530. Raise it on the nodes (a DaemonSet, or a privileged init container with \`sysctl -w\`), or switch
the mapping off with \`node.store.allow_mmap: false\`, which is slower. Where your nodes are set up already, switch this finding off.`,
    bad: example(single),
    good: example(single + off),
  },
  *check(context) {
    for (const one of known(context, 'elasticsearch', 'opensearch')) {
      const image = scalarAt(one.container.node, 'image');
      if (!image || mentioned(one)) continue;
      yield problemAt(
        image,
        l10n.t(
          '{0} does not start where vm.max_map_count is below 262144, unless node.store.allow_mmap is false.',
          one.facts.title,
        ),
        {
          fixes: () => [
            addVariable(
              context.file.manifest.text,
              one.container,
              'node.store.allow_mmap',
              { title: l10n.t('Set node.store.allow_mmap to false'), from: { value: 'false' } },
              false,
            ),
          ],
        },
      );
    }
  },
};

/** Whether anything in the pod speaks of it, or settings come from a file. */
function mentioned({ set, container }: Known): boolean {
  if (
    container.mounts.some(({ node }) =>
      /elasticsearch\.yml$|\/config\/?$/.test(scalarAt(node, 'mountPath')?.text ?? ''),
    )
  )
    return true;
  const node: YamlNode | undefined = set.podSpec;
  if (!node || at(container.node, 'envFrom')) return true;
  for (const part of walk(node)) {
    if (part.kind === 'scalar' && /max_map_count|allow_mmap/.test(part.text)) return true;
  }
  return false;
}
