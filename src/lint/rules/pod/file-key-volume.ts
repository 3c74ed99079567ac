import * as l10n from '@vscode/l10n';
import { scalarAt, type MapNode } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { changeMaybe } from '../../fixes.ts';
import { within } from '../../fields/typed.ts';
import { given } from '../../given.ts';
import { nearest } from '../../nearest.ts';
import { podsOf, volumesOf } from '../../pods.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';

const example = (volume: string): string =>
  setExample('DaemonSet', {
    container: `env:
- name: TOKEN
  valueFrom:
    fileKeyRef:
      volumeName: ${volume}
      path: settings.env
      key: TOKEN
volumeMounts:
- name: settings
  mountPath: /settings
`,
    pod: `volumes:\n- name: settings\n  emptyDir: {}\n`,
  });

export const fileKeyVolume: Rule = {
  code: 'file-key-volume',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: 'A fileKeyRef names no emptyDir volume',
    why: 'A `fileKeyRef` reads a file of an `emptyDir` volume of the pod. The API server refuses other volumes, and names of none.',
    bad: example('setting'),
    good: example('settings'),
  },
  *check(context) {
    const references = context.typed('FileKeySelector');
    if (references.length === 0 || context.partial) return;
    for (const pod of podsOf(context)) {
      const volumes = volumesOf(pod);
      for (const reference of references) {
        const name = scalarAt(reference.node, 'volumeName');
        if (within(reference, 'PodSpec') !== pod.spec || typeof name?.value !== 'string' || name.value === '')
          continue;
        const { value } = name;
        const volume = volumes.get(value);
        if (volume && isEmptyDir(volume)) continue;
        const empty = [...volumes].filter(([, map]) => isEmptyDir(map)).map(([one]) => one);
        yield problemAt(
          name,
          l10n.t('No emptyDir volume of the pod is named "{0}": the API server refuses it.', value),
          { fixes: () => changeMaybe(name, nearest(value, empty)) },
        );
      }
    }
  },
};

/** Also a volume without any source becomes one. */
function isEmptyDir(volume: MapNode): boolean {
  if (given(volume, 'emptyDir')) return true;
  return [...volume.byKey.keys()].every((key) => key === 'name' || !given(volume, key));
}
