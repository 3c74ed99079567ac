import * as l10n from '@vscode/l10n';
import { insertItem, insertKey, putIn, setScalar } from '../../../manifest/edits.ts';
import { at, pathOf, seqAt, type Json, type MapNode } from '../../../manifest/nodes.ts';
import type { MountView, SetView } from '../../../manifest/objects.ts';
import type { TextEdit } from '../../../base/text.ts';
import { nearest } from '../../nearest.ts';
import type { Fix, Rule } from '../../rule.ts';

const bad = `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: mongodb
spec:
  serviceName: mongodb
  selector:
    matchLabels:
      app: mongodb
  template:
    metadata:
      labels:
        app: mongodb
    spec:
      containers:
      - name: mongodb
        image: mongo:8.0
        volumeMounts:
        - name: dta
          mountPath: /data/db
  volumeClaimTemplates:
  - metadata:
      name: data
    spec:
      accessModes:
      - ReadWriteOnce
      resources:
        requests:
          storage: 1Gi
---
apiVersion: v1
kind: Service
metadata:
  name: mongodb
spec:
  clusterIP: None
  selector:
    app: mongodb
`;

export const mountWithoutVolume: Rule = {
  code: 'mount-without-volume',
  severity: 'error',
  basis: 'api',
  kinds: ['StatefulSet', 'DaemonSet'],
  docs: {
    title: 'A mount names no volume',
    why: `Each \`volumeMounts\` and \`volumeDevices\` item names a volume of the pod template or, in a StatefulSet, a claim template. The
API server refuses the set otherwise.`,
    bad,
    good: bad.replace('name: dta', 'name: data'),
  },
  *check({ set, file }) {
    if (!set) return;
    const templates = set.claimTemplates.flatMap(({ name }) => (name === undefined ? [] : [name]));
    const known = new Set([
      ...templates,
      ...set.volumes.flatMap(({ name }) => (name === undefined ? [] : [name])),
    ]);
    for (const mount of set.containers.flatMap((container) => container.mounts)) {
      const name = mount.name?.value;
      if (!mount.name || typeof name !== 'string' || name === '' || known.has(name)) continue;
      yield {
        range: mount.name.range,
        path: pathOf(mount.name),
        message:
          set.kind === 'StatefulSet'
            ? l10n.t('No volume and no claim template is named "{0}": the API server refuses the set.', name)
            : l10n.t('No volume is named "{0}": the API server refuses the set.', name),
        fixes: () => [...fixes(file.manifest.text, set, mount, name, known)],
      };
    }
  },
};

function* fixes(
  text: string,
  set: SetView,
  mount: MountView,
  name: string,
  known: Set<string>,
): Generator<Fix> {
  const meant = nearest(name, known);
  if (meant !== undefined && mount.name) {
    yield { title: l10n.t('Change to "{0}"', meant), edits: setScalar(mount.name, meant), preferred: true };
  }
  // What would not be a volume's name can't be made one.
  if (!/^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/.test(name)) return;
  if (set.kind === 'StatefulSet' && set.spec) {
    yield {
      title: l10n.t('Add a claim template "{0}"', name),
      edits: addTo(text, set.spec, 'volumeClaimTemplates', claimTemplate(name, mount.device)),
      ...(meant === undefined ? { preferred: true } : {}),
    };
  }
  if (!mount.device && set.podSpec) {
    yield {
      title: l10n.t('Add an emptyDir volume "{0}" (its content goes with the pod)', name),
      edits: addTo(text, set.podSpec, 'volumes', { name, emptyDir: {} }),
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
