import * as l10n from '@vscode/l10n';
import { scalarAt } from '../../../manifest/nodes.ts';
import { changeTo } from '../../fixes.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';
import { nano, quantityOf } from '../../values/quantity.ts';
import { claimExample } from './examples.ts';

const example = (amount: string): string =>
  claimExample(`accessModes:\n- ReadWriteOnce\nresources:\n  requests:\n    storage: ${amount}`);

export const claimStorageFraction: Rule = {
  code: 'claim-storage-fraction',
  severity: 'warning',
  basis: 'runtime',
  kinds: 'any',
  docs: {
    title: 'A claim for a fraction of a byte',
    why: `\`m\` is a thousandth: \`100m\` of storage is a tenth of a byte. The API server takes it with a warning, and the claim gets a volume of
the smallest size, if any. \`Mi\` or \`M\` is meant.`,
    bad: example('100m'),
    good: example('100Mi'),
  },
  *check(context) {
    for (const { node } of context.typed('PersistentVolumeClaimSpec')) {
      const written = scalarAt(node, 'resources', 'requests', 'storage');
      const amount = quantityOf(written);
      if (!written || amount === undefined || amount <= 0n || amount % nano === 0n) continue;
      const { text } = written;
      yield problemAt(written, l10n.t('{0} of storage is no whole number of bytes.', text), {
        fixes: () => (/^[0-9]+m$/.test(text) ? [changeTo(written, text.replace('m', 'Mi'))] : []),
      });
    }
  },
};
