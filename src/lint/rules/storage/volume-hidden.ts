import * as l10n from '@vscode/l10n';
import { scalarAt, tokenOf } from '../../../manifest/nodes.ts';
import { claimExample } from '../../claimExample.ts';
import { withoutItem } from '../../fixes.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';

export const volumeHidden: Rule = {
  code: 'volume-hidden',
  severity: 'info',
  basis: 'runtime',
  kinds: ['StatefulSet'],
  docs: {
    title: 'A claim template hides a volume of the same name',
    why: `The StatefulSet controller puts the pod's own claim in the place of a volume that has the name of a claim template: what the
template says of that volume counts for nothing. Remove the volume.`,
    bad: claimExample({ pod: 'volumes:\n- name: data\n  emptyDir: {}' }),
    good: claimExample(),
  },
  *check({ set, file }) {
    if (!set) return;
    const templates = new Map(set.claimTemplates.map((template) => [template.name, template.node]));
    for (const { name, node } of set.volumes) {
      const template = name === undefined ? undefined : templates.get(name);
      if (!template) continue;
      yield problemAt(
        scalarAt(node, 'name') ?? node,
        l10n.t('The claim template "{0}" takes the place of this volume.', name ?? ''),
        {
          tags: ['unnecessary'],
          related: [
            {
              uri: file.uri,
              range: tokenOf(scalarAt(template, 'metadata', 'name') ?? template),
              message: l10n.t('The claim template.'),
            },
          ],
          fixes: () => withoutItem(file.manifest.text, node, true),
        },
      );
    }
  },
};
