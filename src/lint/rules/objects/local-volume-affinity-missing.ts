import * as l10n from '@vscode/l10n';
import { putIn } from '../../../manifest/edits.ts';
import { given } from '../../given.ts';
import { isPatch } from '../../patches.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';
import { volumeExample } from './examples.ts';

const head = 'capacity:\n  storage: 10Gi\naccessModes:\n- ReadWriteOnce\nlocal:\n  path: /mnt/disk1\n';
const affinity = {
  required: {
    nodeSelectorTerms: [
      { matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: ['node-1'] }] },
    ],
  },
};

export const localVolumeAffinityMissing: Rule = {
  code: 'local-volume-affinity-missing',
  severity: 'error',
  basis: 'api',
  kinds: ['PersistentVolume'],
  docs: {
    title: 'A local volume that does not say where it is',
    why: `A \`local\` volume is a disk of one node. \`nodeAffinity\` says of which, so that pods go there; the API server refuses a local volume
without.`,
    bad: volumeExample(head),
    good: volumeExample(
      `${head}nodeAffinity:\n  required:\n    nodeSelectorTerms:\n    - matchExpressions:\n      - key: kubernetes.io/hostname\n        operator: In\n        values:\n        - node-1`,
    ),
  },
  *check(context) {
    for (const { node } of context.typed('PersistentVolumeSpec')) {
      const local = given(node, 'local');
      if (!local || given(node, 'nodeAffinity') || isPatch(context)) continue;
      const edits = () => putIn(context.file.manifest.text, node, ['nodeAffinity'], affinity);
      yield {
        ...problemAt(
          local,
          l10n.t(
            'A local volume needs nodeAffinity, which names its node: the API server refuses it without.',
          ),
        ),
        path: 'spec.nodeAffinity',
        fixes: () => [{ title: l10n.t('Add nodeAffinity for a node of a name'), edits: edits() }],
      };
    }
  },
};
