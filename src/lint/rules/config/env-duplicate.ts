import * as l10n from '@vscode/l10n';
import { mapsAt, scalarAt, tokenOf, type MapNode, type ScalarNode } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { withoutItem } from '../../fixes.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';

const example = (first: string): string =>
  setExample('DaemonSet', { container: `env:\n${first}- name: LEVEL\n  value: debug` });

export const envDuplicate: Rule = {
  code: 'env-duplicate',
  severity: 'warning',
  basis: 'runtime',
  kinds: 'any',
  docs: {
    title: 'A variable is set twice',
    why: `Of several variables of one name in a container the last one counts, and \`kubectl apply\` may keep only one of them. The API server
accepts the list with a warning. Remove the one that has no effect.`,
    bad: example('- name: LEVEL\n  value: info\n'),
    good: example(''),
  },
  *check(context) {
    for (const { node } of [...context.typed('Container'), ...context.typed('EphemeralContainer')]) {
      const last = new Map<string, { readonly name: ScalarNode; readonly map: MapNode }>();
      for (const { map } of mapsAt(node, 'env')) {
        const name = scalarAt(map, 'name');
        if (!name || typeof name.value !== 'string' || name.value === '') continue;
        const before = last.get(name.value);
        last.set(name.value, { name, map });
        if (!before || before.map === map) continue;
        yield problemAt(
          before.name,
          l10n.t('{0} is set again below: this value has no effect.', name.value),
          {
            tags: ['unnecessary'],
            related: [{ uri: context.file.uri, range: tokenOf(name), message: l10n.t('This one counts.') }],
            fixes: () => withoutItem(context.file.manifest.text, before.map, true),
          },
        );
      }
    }
  },
};
