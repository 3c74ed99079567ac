import * as l10n from '@vscode/l10n';
import { mapsAt, scalarAt, tokenOf, type ScalarNode } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { withoutItem } from '../../fixes.ts';
import { integerIn, textIn } from '../../given.ts';
import { podsOf } from '../../pods.ts';
import { problemAt } from '../../problem.ts';
import type { LintFile, Problem, Rule } from '../../rule.ts';

const example = (more: string): string =>
  setExample('DaemonSet', { container: `ports:\n- name: http\n  containerPort: 8080\n${more}` });

/** PORT001, as far as the API server only warns (`pkg/api/pod/warnings.go`). */
export const portRepeated: Rule = {
  code: 'port-repeated',
  severity: 'warning',
  basis: 'runtime',
  kinds: 'any',
  docs: {
    title: 'A port that is written twice',
    why: `One container has the same port of the same protocol twice, or two containers of a pod have a port of the same name. The API server
accepts both with a warning. Only one of them can be meant: a Service that names the port finds the first, and \`kubectl apply\`, which
tells ports apart by number, may drop one of two that are the same.`,
    bad: example('- name: web\n  containerPort: 8080\n'),
    good: example(''),
  },
  *check(context) {
    const { file } = context;
    for (const pod of podsOf(context)) {
      const names = new Map<string, { readonly node: ScalarNode; readonly container: unknown }>();
      // With the host's network the API server refuses it, and that is another rule's.
      const host = scalarAt(pod.node, 'hostNetwork')?.value === true;
      for (const container of pod.containers) {
        const numbers = new Map<string, ScalarNode>();
        for (const { map } of mapsAt(container.node, 'ports')) {
          const number = scalarAt(map, 'containerPort');
          const port = integerIn(map, 'containerPort', 0);
          const key = `${port}/${textIn(map, 'protocol') || 'TCP'}/${textIn(map, 'hostIP')}/${integerIn(map, 'hostPort', 0)}`;
          const before = numbers.get(key);
          if (number && port && before && !host) {
            const message = l10n.t(
              'The container has port {0} already.',
              key.split('/').slice(0, 2).join('/'),
            );
            yield {
              ...again(file, number, before, message),
              fixes: () => withoutItem(file.manifest.text, map),
            };
          } else if (number) numbers.set(key, number);
          const name = scalarAt(map, 'name');
          if (!name || typeof name.value !== 'string' || name.value === '') continue;
          const other = names.get(name.value);
          if (!other) names.set(name.value, { node: name, container });
          else if (other.container !== container) {
            yield {
              ...again(
                file,
                name,
                other.node,
                l10n.t(
                  'Another container of the pod has a port "{0}": which one is found by its name is not said.',
                  name.value,
                ),
              ),
              severity: 'info',
            };
          }
        }
      }
    }
  },
};

function again(file: LintFile, node: ScalarNode, before: ScalarNode, message: string): Problem {
  return problemAt(node, message, {
    related: [{ uri: file.uri, range: tokenOf(before), message: l10n.t('It is written here first.') }],
  });
}
