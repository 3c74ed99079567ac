import * as l10n from '@vscode/l10n';
import { scalarAt } from '../../../manifest/nodes.ts';
import { changeTo } from '../../fixes.ts';
import { given, textIn } from '../../given.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';
import { volumeExample } from './examples.ts';

const example = (policy: string): string =>
  volumeExample(
    `capacity:\n  storage: 10Gi\naccessModes:\n- ReadWriteOnce\npersistentVolumeReclaimPolicy: ${policy}\nhostPath:\n  path: /`,
  );

export const volumeRecycleRoot: Rule = {
  code: 'volume-recycle-root',
  severity: 'error',
  basis: 'api',
  kinds: ['PersistentVolume'],
  docs: {
    title: "A volume that would empty a node's root",
    why: `\`Recycle\` deletes everything in a volume when its claim goes. For a host path of \`/\` that is the node itself: the API server
refuses it.`,
    bad: example('Recycle'),
    good: example('Retain'),
  },
  *check(context) {
    for (const { node } of context.typed('PersistentVolumeSpec')) {
      const policy = scalarAt(node, 'persistentVolumeReclaimPolicy');
      const path = given(node, 'hostPath') ? textIn(node, 'hostPath', 'path') : undefined;
      if (policy?.value !== 'Recycle' || !path || !/^\/(?:\.?\/)*\.?$/.test(path)) continue;
      yield problemAt(
        policy,
        l10n.t('Recycle would delete all files of the node: the API server refuses it for "/".'),
        {
          fixes: () => [changeTo(policy, 'Retain')],
        },
      );
    }
  },
};
