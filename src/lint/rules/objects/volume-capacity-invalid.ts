import * as l10n from '@vscode/l10n';
import { changeTo, without } from '../../fixes.ts';
import { given } from '../../given.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';
import { quantityOf } from '../../values/quantity.ts';
import { volumeExample } from './examples.ts';

const rest = 'accessModes:\n- ReadWriteOnce\nnfs:\n  server: nfs.example.org\n  path: /srv';

export const volumeCapacityInvalid: Rule = {
  code: 'volume-capacity-invalid',
  severity: 'error',
  basis: 'api',
  kinds: ['PersistentVolume'],
  docs: {
    title: 'A volume with another capacity than storage',
    why: `A PersistentVolume has \`capacity.storage\`, more than nothing, and no other capacity; the API server refuses it otherwise.`,
    bad: volumeExample(`capacity:\n  size: 10Gi\n${rest}`),
    good: volumeExample(`capacity:\n  storage: 10Gi\n${rest}`),
  },
  *check(context) {
    const { text } = context.file.manifest;
    for (const { node } of context.typed('PersistentVolumeSpec')) {
      const capacity = given(node, 'capacity');
      if (capacity?.kind !== 'map') continue; // said with all that a volume needs
      for (const [key, { value, keyRange: range }] of capacity.byKey) {
        const amount = value.kind === 'scalar' ? quantityOf(value) : undefined;
        if (key !== 'storage') {
          const rename = !capacity.byKey.has('storage') && !capacity.flow;
          yield {
            ...problemAt(
              value,
              l10n.t('A volume has no capacity but storage: the API server refuses {0}.', key),
            ),
            range,
            fixes: () =>
              rename
                ? [
                    {
                      title: l10n.t('Rename to "{0}"', 'storage'),
                      edits: [{ range, text: 'storage' }],
                      preferred: true,
                    },
                  ]
                : [without(text, capacity, key, true)],
          };
        } else if (amount !== undefined && amount <= 0n && value.kind === 'scalar') {
          yield problemAt(
            value,
            l10n.t('A capacity of {0} is refused: it must be more than nothing.', value.text),
            {
              fixes: () => (value.text.startsWith('-') ? [changeTo(value, value.text.slice(1))] : []),
            },
          );
        }
      }
    }
  },
};
