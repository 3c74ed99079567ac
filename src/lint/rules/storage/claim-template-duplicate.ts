import * as l10n from '@vscode/l10n';
import { scalarAt, tokenOf, type MapNode } from '../../../manifest/nodes.ts';
import { claimExample } from '../../claimExample.ts';
import { withoutItem } from '../../fixes.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';

export const claimTemplateDuplicate: Rule = {
  code: 'claim-template-duplicate',
  severity: 'warning',
  basis: 'runtime',
  kinds: ['StatefulSet'],
  docs: {
    title: 'Two claim templates have one name',
    why: `The API server accepts them, but each pod gets one claim of that name: the last template counts. The templates of a set that exists
can't be changed, so this can only be put right by making the set anew.`,
    bad: claimExample({
      templates: `  - metadata:
      name: data
    spec:
      accessModes:
      - ReadWriteOnce
      resources:
        requests:
          storage: 2Gi
`,
    }),
    good: claimExample(),
  },
  *check({ set, file }) {
    const last = new Map<string, MapNode>();
    for (const { name, node } of set?.claimTemplates ?? []) {
      if (name === undefined || name === '') continue;
      const before = last.get(name);
      last.set(name, node);
      const token = scalarAt(before, 'metadata', 'name');
      if (!before || !token || before === node) continue;
      yield problemAt(token, l10n.t('Another claim template "{0}" below takes its place.', name), {
        related: [
          {
            uri: file.uri,
            range: tokenOf(scalarAt(node, 'metadata', 'name') ?? node),
            message: l10n.t('This one counts.'),
          },
        ],
        fixes: () => withoutItem(file.manifest.text, before),
      });
    }
  },
};
