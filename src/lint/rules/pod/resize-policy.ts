import * as l10n from '@vscode/l10n';
import { mapsAt, scalarAt, stringAt } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { changeTo, withoutItem } from '../../fixes.ts';
import { within } from '../../fields/typed.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';

const example = (resource: string): string =>
  setExample('DaemonSet', {
    container: `resizePolicy:
- resourceName: cpu
  restartPolicy: NotRequired
- resourceName: ${resource}
  restartPolicy: RestartContainer
`,
  });

export const resizePolicy: Rule = {
  code: 'resize-policy',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: 'A resize policy comes twice, or restarts what never restarts',
    why: `\`resizePolicy\` says once for \`cpu\` and once for \`memory\` whether a container restarts when its resources change. The API server
refuses a second one, and a restart in a pod whose \`restartPolicy\` is \`Never\`.`,
    bad: example('cpu'),
    good: example('memory'),
  },
  *check(context) {
    for (const container of context.typed('Container')) {
      const taken = new Set<string>();
      const never = stringAt(within(container, 'PodSpec')?.node, 'restartPolicy') === 'Never';
      for (const { map } of mapsAt(container.node, 'resizePolicy')) {
        const name = scalarAt(map, 'resourceName');
        const policy = scalarAt(map, 'restartPolicy');
        if (typeof name?.value === 'string' && taken.has(name.value)) {
          yield problemAt(
            name,
            l10n.t('There is a policy for "{0}" already: the API server refuses it.', name.value),
            { fixes: () => withoutItem(context.file.manifest.text, map) },
          );
        }
        if (typeof name?.value === 'string') taken.add(name.value);
        if (never && policy?.value === 'RestartContainer') {
          yield problemAt(
            policy,
            l10n.t('Containers of this pod never restart: the API server refuses "RestartContainer".'),
            { fixes: () => [changeTo(policy, 'NotRequired')] },
          );
        }
      }
    }
  },
};
