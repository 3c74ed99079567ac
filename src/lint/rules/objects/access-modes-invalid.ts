import * as l10n from '@vscode/l10n';
import { putIn } from '../../../manifest/edits.ts';
import { given, lengthIn, textsIn } from '../../given.ts';
import { isPatch } from '../../patches.ts';
import { problemAt, problemWithout } from '../../problem.ts';
import type { Rule } from '../../rule.ts';
import { withoutItem } from '../../fixes.ts';
import { claimExample } from './examples.ts';

const storage = 'resources:\n  requests:\n    storage: 1Gi';

export const accessModesInvalid: Rule = {
  code: 'access-modes-invalid',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: 'A claim or volume without access modes',
    why: `A PersistentVolumeClaim and a PersistentVolume say how they may be mounted: \`ReadWriteOnce\` (by the pods of one node, what
databases want), \`ReadWriteOncePod\` (by one pod, and alone in the list), \`ReadOnlyMany\` or \`ReadWriteMany\`. The API server refuses an
empty list.`,
    bad: claimExample(storage),
    good: claimExample(`accessModes:\n- ReadWriteOnce\n${storage}`),
  },
  *check(context) {
    const { object, file } = context;
    const message = l10n.t('No accessModes: the API server refuses it without.');
    if (/^PersistentVolume(?:Claim)?$/.test(object.kind) && !given(object.node, 'spec') && !isPatch(context))
      yield problemWithout(object.node, 'spec.accessModes', message);
    for (const { node, type } of [
      ...context.typed('PersistentVolumeClaimSpec'),
      ...context.typed('PersistentVolumeSpec'),
    ]) {
      const modes = textsIn(node, 'accessModes');
      // Of volumes it is said with all that they need.
      if (type === 'PersistentVolumeClaimSpec' && lengthIn(node, 'accessModes') === 0 && !isPatch(context)) {
        const fixes = () => {
          const edits = putIn(file.manifest.text, node, ['accessModes'], ['ReadWriteOnce']);
          return edits.length > 0 ? [{ title: l10n.t('Add ReadWriteOnce'), edits, preferred: true }] : [];
        };
        const written = node.byKey.get('accessModes');
        yield written
          ? problemAt(written.value, message, { fixes })
          : problemWithout(node, 'accessModes', message, { fixes });
      }
      const alone = modes.find(({ value }) => value === 'ReadWriteOncePod');
      if (!alone || !modes.some(({ value }) => manyModes.has(value))) continue;
      yield {
        ...problemAt(
          alone,
          l10n.t('ReadWriteOncePod can not stand beside other access modes: the API server refuses it.'),
        ),
        fixes: () => withoutItem(file.manifest.text, alone, true),
      };
    }
  },
};

const manyModes = new Set(['ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany']);
