import { setExample } from '../../examples.ts';
import { notOne, type Alternatives } from '../../oneOf.ts';
import type { Rule } from '../../rule.ts';

const example = (more: string): string =>
  setExample('DaemonSet', { pod: `volumes:\n- name: cache\n  emptyDir: {}\n${more}` });

/**
 * In the order in which the API server reads them (validateVolumeSource in k8s.io/kubernetes pkg/apis/core/validation/validation.go):
 * it refuses the second.
 */
const ofVolumes =
  `emptyDir hostPath gitRepo gcePersistentDisk awsElasticBlockStore secret nfs iscsi glusterfs flocker
persistentVolumeClaim rbd cinder cephfs quobyte downwardAPI fc flexVolume configMap azureFile vsphereVolume photonPersistentDisk
portworxVolume azureDisk storageos projected scaleIO csi ephemeral image`.split(/\s+/);

const sources: readonly Alternatives[] = [
  {
    type: 'Volume',
    fields: ofVolumes,
    optional: true,
    blames: 'second',
  },
  {
    type: 'VolumeProjection',
    fields: ['secret', 'configMap', 'downwardAPI', 'serviceAccountToken'],
    optional: true,
  },
];

export const volumeSource: Rule = {
  code: 'volume-source',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: 'A volume has several sources',
    why: `A volume, and each source of a \`projected\` volume, is of one kind. The API server refuses a second. (A volume without any
becomes an \`emptyDir\`.)`,
    bad: example(`  hostPath:\n    path: /var/cache\n`),
    good: example(''),
  },
  check: (context) => notOne(context, sources),
};
