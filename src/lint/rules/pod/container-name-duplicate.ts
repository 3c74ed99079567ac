import * as l10n from '@vscode/l10n';
import { scalarAt } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { changeTo, freeName, textsUnder } from '../../fixes.ts';
import { podsOf } from '../../pods.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';

const example = (name: string): string =>
  setExample('DaemonSet', {
    pod: `initContainers:\n- name: ${name}\n  image: registry.example/init:1.0.0\n`,
  });

export const containerNameDuplicate: Rule = {
  code: 'container-name-duplicate',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: 'Two containers of a pod have the same name',
    why: 'Names of containers are unique among all containers of a pod, init containers too. The API server refuses a second.',
    bad: example('web'),
    good: example('web-init'),
  },
  *check(context) {
    for (const pod of podsOf(context)) {
      const taken = new Set<string>();
      for (const { node } of [...pod.containers, ...pod.initContainers]) {
        const name = scalarAt(node, 'name');
        if (typeof name?.value !== 'string' || name.value === '') continue;
        const { value } = name;
        if (taken.has(value)) {
          yield problemAt(
            name,
            l10n.t('Another container of the pod is named "{0}" too: the API server refuses it.', value),
            {
              fixes: () => {
                const names = textsUnder(
                  pod.all.map((one) => one.node),
                  'name',
                );
                return [changeTo(name, freeName(value, names))];
              },
            },
          );
        }
        taken.add(value);
      }
    }
  },
};
