import * as l10n from '@vscode/l10n';
import type { TextEdit } from '../../../base/text.ts';
import { insertItem, insertKey, putIn } from '../../../manifest/edits.ts';
import {
  at,
  mapsAt,
  scalarAt,
  seqAt,
  stringAt,
  type Json,
  type MapNode,
  type ScalarNode,
} from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { within } from '../../fields/typed.ts';
import { changeTo } from '../../fixes.ts';
import { nearest } from '../../nearest.ts';
import { podsOf, volumesOf, type PodParts } from '../../pods.ts';
import { problemAt } from '../../problem.ts';
import type { Fix, Rule } from '../../rule.ts';
import { labelFault } from '../../values/names.ts';

const bad = setExample('StatefulSet', {
  spec: `volumeClaimTemplates:
- metadata:
    name: data
  spec:
    accessModes:
    - ReadWriteOnce
    resources:
      requests:
        storage: 1Gi
`,
  container: `volumeMounts:\n- name: dta\n  mountPath: /data\n`,
});

export const mountWithoutVolume: Rule = {
  code: 'mount-without-volume',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: 'A mount names no volume',
    why: `Each \`volumeMounts\` and \`volumeDevices\` item names a volume of the pod template or, in a StatefulSet, a claim template. The
API server refuses the set otherwise.`,
    bad,
    good: bad.replace('name: dta', 'name: data'),
  },
  *check(context) {
    if (context.partial) return;
    for (const pod of podsOf(context)) {
      const mounts = pod.all.flatMap((container) => [
        ...mapsAt(container.node, 'volumeMounts').map(({ map }) => ({ map, device: false })),
        ...mapsAt(container.node, 'volumeDevices').map(({ map }) => ({ map, device: true })),
      ]);
      if (mounts.length === 0) continue;
      const known = new Set([...pod.claimTemplates, ...volumesOf(pod).keys()]);
      const set = within(pod.spec, 'StatefulSetSpec')?.node;
      const elsewhere = misplacedNames(pod, set);
      for (const { map, device } of mounts) {
        const name = scalarAt(map, 'name');
        if (typeof name?.value !== 'string' || name.value === '' || known.has(name.value)) continue;
        if (elsewhere.has(name.value)) continue;
        const { value } = name;
        yield problemAt(
          name,
          set
            ? l10n.t('No volume and no claim template is named "{0}": the API server refuses the set.', value)
            : l10n.t('No volume is named "{0}": the API server refuses it.', value),
          { fixes: () => [...fixes(context.file.manifest.text, pod, set, device, name, known)] },
        );
      }
    }
  },
};

/** The one volume that nothing mounts. */
function onlyUnmounted({ all }: PodParts, known: ReadonlySet<string>): string | undefined {
  const mounted = new Set(
    ['volumeMounts', 'volumeDevices'].flatMap((key) =>
      all.flatMap(({ node }) => mapsAt(node, key).map(({ map }) => stringAt(map, 'name'))),
    ),
  );
  const free = [...known].filter((name) => !mounted.has(name));
  return free.length === 1 ? free[0] : undefined;
}

/** Volumes written where they don't belong: the misplaced list is the fault, and hides the mount's from the API server too. */
function misplacedNames(pod: PodParts, set: MapNode | undefined): ReadonlySet<string> {
  const containers = pod.all.map(({ node }) => node);
  const lists = [
    ...containers.flatMap((node) => [mapsAt(node, 'volumes'), mapsAt(node, 'volumeClaimTemplates')]),
    mapsAt(pod.node, 'volumeClaimTemplates'),
    mapsAt(set, 'volumes'),
  ];
  const names = lists.flat().map(({ map }) => stringAt(map, 'name') ?? stringAt(map, 'metadata', 'name'));
  return new Set(names.filter((name) => name !== undefined));
}

function* fixes(
  text: string,
  pod: PodParts,
  set: MapNode | undefined,
  device: boolean,
  node: ScalarNode,
  known: ReadonlySet<string>,
): Generator<Fix> {
  const name = node.text;
  const meant = nearest(name, known) ?? onlyUnmounted(pod, known);
  if (meant !== undefined) yield changeTo(node, meant);
  // What would not be a volume's name can't be made one.
  if (labelFault(name) !== undefined) return;
  if (set) {
    yield {
      title: l10n.t('Add a claim template "{0}"', name),
      edits: addTo(text, set, 'volumeClaimTemplates', claimTemplate(name, device)),
      ...(meant === undefined ? { preferred: true } : {}),
    };
  }
  if (!device) {
    yield {
      title: l10n.t('Add an emptyDir volume "{0}" (its content goes with the pod)', name),
      edits: addTo(text, pod.node, 'volumes', { name, emptyDir: {} }),
    };
  }
}

function claimTemplate(name: string, block: boolean): Json {
  return {
    metadata: { name },
    spec: {
      accessModes: ['ReadWriteOnce'],
      ...(block ? { volumeMode: 'Block' } : {}),
      resources: { requests: { storage: '1Gi' } },
    },
  };
}

function addTo(text: string, map: MapNode, key: string, item: Json): TextEdit[] {
  const list = seqAt(map, key);
  if (list) return insertItem(text, list, item);
  return at(map, key) ? putIn(text, map, [key], [item]) : insertKey(text, map, key, [item]);
}
