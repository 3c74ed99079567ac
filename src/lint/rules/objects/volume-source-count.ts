import * as l10n from '@vscode/l10n';
import { without } from '../../fixes.ts';
import { given } from '../../given.ts';
import { isPatch } from '../../patches.ts';
import { problemAt, problemWithout } from '../../problem.ts';
import type { Rule } from '../../rule.ts';
import { volumeExample } from './examples.ts';

const head = 'capacity:\n  storage: 10Gi\naccessModes:\n- ReadWriteOnce\n';

/**
 * The fields of a PersistentVolumeSpec that say where the data is, in the order in which ValidatePersistentVolumeSpec
 * (k8s.io/kubernetes pkg/apis/core/validation/validation.go) reads them: it refuses each that follows another.
 */
const sources =
  `hostPath gcePersistentDisk awsElasticBlockStore glusterfs flocker nfs rbd quobyte cephfs iscsi cinder fc flexVolume
azureFile vsphereVolume photonPersistentDisk portworxVolume azureDisk scaleIO local storageos csi`.split(
    /\s+/,
  );

export const volumeSourceCount: Rule = {
  code: 'volume-source-count',
  severity: 'error',
  basis: 'api',
  kinds: ['PersistentVolume'],
  docs: {
    title: 'A persistent volume without a source, or with two',
    why: `A PersistentVolume says where its data is by exactly one of \`csi\`, \`nfs\`, \`local\`, \`hostPath\` and so on. The API server refuses
none as well as two.`,
    bad: volumeExample(`${head}storageClassName: manual`),
    good: volumeExample(`${head}storageClassName: manual\nnfs:\n  server: nfs.example.org\n  path: /srv`),
  },
  *check(context) {
    const { text } = context.file.manifest;
    for (const { node } of context.typed('PersistentVolumeSpec')) {
      const found = sources.filter((key) => given(node, key));
      const [first, ...more] = found;
      if (first === undefined && !isPatch(context)) {
        const message = l10n.t('No volume source (csi, nfs, local …): the API server refuses the volume.');
        yield { ...problemWithout(node, '', message), path: 'spec' };
      }
      for (const key of more) {
        // The one that the server lets follow another: it forgets to look.
        if (key === 'flexVolume') continue;
        const place = given(node, key) ?? node;
        const message = l10n.t(
          'A volume has one source; {0} is given already: the API server refuses it.',
          first ?? '',
        );
        yield problemAt(place, message, {
          fixes: () => found.map((one) => without(text, node, one)),
        });
      }
    }
  },
};
