import * as l10n from '@vscode/l10n';
import { mapsAt, scalarAt, type MapNode } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { textsUnder } from '../../fixes.ts';
import { given } from '../../given.ts';
import { podsOf, volumesOf } from '../../pods.ts';
import { problemAt } from '../../problem.ts';
import type { Problem, Rule } from '../../rule.ts';

const example = (more: string): string =>
  setExample('DaemonSet', {
    container: `volumeDevices:\n- name: disk\n  devicePath: /dev/disk\n${more}`,
    pod: `volumes:\n- name: disk\n  persistentVolumeClaim:\n    claimName: disk\n`,
  });

export const mountAndDevice: Rule = {
  code: 'mount-and-device',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: 'A raw block device is mounted too, or is no claim',
    why: `\`volumeDevices\` gives a container a volume as a raw block device, which it either is or is not: the API server refuses the same
volume, or the same path, in \`volumeMounts\` too, a device that comes twice, and one that is neither a claim nor an ephemeral volume.`,
    bad: example(`volumeMounts:\n- name: disk\n  mountPath: /data\n`),
    good: example(''),
  },
  *check(context) {
    for (const pod of podsOf(context)) {
      for (const { node } of pod.all) {
        const devices = mapsAt(node, 'volumeDevices').map(({ map }) => map);
        if (devices.length === 0) continue;
        yield* overlaps(node, devices);
        yield* wrong(devices, volumesOf(pod));
      }
    }
  },
};

/** What is mounted and a device; said of the mount. */
function* overlaps(container: MapNode, devices: readonly MapNode[]): Generator<Problem> {
  const names = textsUnder(devices, 'name');
  const paths = textsUnder(devices, 'devicePath');
  for (const { map } of mapsAt(container, 'volumeMounts')) {
    const name = scalarAt(map, 'name');
    const path = scalarAt(map, 'mountPath');
    if (typeof name?.value === 'string' && names.has(name.value)) {
      yield problemAt(
        name,
        l10n.t('"{0}" is among volumeDevices too: the API server refuses it.', name.value),
      );
    }
    if (typeof path?.value === 'string' && paths.has(path.value)) {
      yield problemAt(path, l10n.t('A device is at "{0}" too: the API server refuses it.', path.value));
    }
  }
}

function* wrong(devices: readonly MapNode[], volumes: ReadonlyMap<string, MapNode>): Generator<Problem> {
  const taken = new Set<string>();
  for (const device of devices) {
    const name = scalarAt(device, 'name');
    if (typeof name?.value !== 'string' || name.value === '') continue;
    const volume = volumes.get(name.value);
    if (taken.has(name.value)) {
      yield problemAt(
        name,
        l10n.t('"{0}" comes twice among volumeDevices: the API server refuses it.', name.value),
      );
    } else if (volume && !given(volume, 'persistentVolumeClaim') && !given(volume, 'ephemeral')) {
      yield problemAt(
        name,
        l10n.t(
          'Only claims and ephemeral volumes can be devices, "{0}" is none: the API server refuses it.',
          name.value,
        ),
      );
    }
    taken.add(name.value);
  }
}
