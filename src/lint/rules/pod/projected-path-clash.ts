import * as l10n from '@vscode/l10n';
import { mapsAt, pathOf } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { textsIn } from '../../given.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';

const example = (path: string): string =>
  setExample('DaemonSet', {
    pod: `volumes:
- name: identity
  projected:
    sources:
    - downwardAPI:
        items:
        - path: name
          fieldRef:
            fieldPath: metadata.name
    - downwardAPI:
        items:
        - path: ${path}
          fieldRef:
            fieldPath: metadata.namespace
`,
  });

export const projectedPathClash: Rule = {
  code: 'projected-path-clash',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: 'Two sources of a projected volume have the same file',
    why: 'Each file of a `projected` volume comes from one place. The API server refuses the same `path` twice.',
    bad: example('name'),
    good: example('namespace'),
  },
  *check(context) {
    for (const { node } of context.typed('ProjectedVolumeSource')) {
      const taken = new Set<string>();
      for (const { map: source } of mapsAt(node, 'sources')) {
        const items = ['secret', 'configMap', 'downwardAPI'].flatMap((kind) => mapsAt(source, kind, 'items'));
        for (const path of items.flatMap(({ map }) => textsIn(map, 'path'))) {
          if (path.value !== '' && taken.has(path.value)) {
            yield {
              ...problemAt(
                path,
                l10n.t('The volume has a file "{0}" already: the API server refuses it.', path.value),
              ),
              // The server names the volume's source only.
              path: pathOf(node),
            };
          }
          taken.add(path.value);
        }
      }
    }
  },
};
