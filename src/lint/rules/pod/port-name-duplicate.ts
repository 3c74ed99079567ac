import * as l10n from '@vscode/l10n';
import { mapsAt, scalarAt } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { changeTo, freeName } from '../../fixes.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';
import { portNameFault } from '../../values/names.ts';

const example = (name: string): string =>
  setExample('StatefulSet', {
    container: `ports:\n- name: http\n  containerPort: 8080\n- name: ${name}\n  containerPort: 9090\n`,
  });

export const portNameDuplicate: Rule = {
  code: 'port-name-duplicate',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: 'Two ports of a container have the same name',
    why: `Services and probes find a container's port by its name, so the API server refuses a second of that name in a container. Other
containers of the pod may use it.`,
    bad: example('http'),
    good: example('metrics'),
  },
  *check(context) {
    for (const container of context.typed('Container')) {
      const taken = new Set<string>();
      for (const { map } of mapsAt(container.node, 'ports')) {
        const name = scalarAt(map, 'name');
        if (typeof name?.value !== 'string' || portNameFault(name.value) !== undefined) continue;
        const { value } = name;
        if (taken.has(value)) {
          yield problemAt(
            name,
            l10n.t('Another port of the container is named "{0}" too: the API server refuses it.', value),
            { fixes: () => [changeTo(name, freeName(value, taken, 15))] },
          );
        }
        taken.add(value);
      }
    }
  },
};
