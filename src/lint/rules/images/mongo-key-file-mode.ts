import * as l10n from '@vscode/l10n';
import type { TextEdit } from '../../../base/text.ts';
import { insertItem, putIn, setScalar } from '../../../manifest/edits.ts';
import { at, mapsAt, scalarAt, seqAt, stringAt, type Json, type MapNode } from '../../../manifest/nodes.ts';
import { inSteps } from '../../../manifest/steps.ts';
import { databaseExample } from '../../databaseExample.ts';
import { commandLine } from '../../images.ts';
import { freeName, textsUnder } from '../../fixes.ts';
import { problemAt } from '../../problem.ts';
import type { Fix, Rule } from '../../rule.ts';
import { known, type Known } from '../../startScript.ts';
import { sameAs } from '../../variables.ts';

const example = (volume: string, init = ''): string =>
  databaseExample({
    name: 'mongodb',
    image: 'mongo:8.0.29',
    replicas: 3,
    pod: `securityContext:\n  fsGroup: 999\nvolumes:\n${volume}${init}`,
    container: 'args:\n- --replSet\n- rs0\n- --keyFile\n- /etc/mongo-key/keyfile',
    mountPath: '/data/db\n- name: key\n  mountPath: /etc/mongo-key',
  });

const secret = `- name: key
  secret:
    secretName: mongodb
    defaultMode: 0400
    items:
    - key: password
      path: keyfile
`;

/** IMG012. The kubelet's `pkg/volume/volume_linux.go`; mongod's `readSecurityFile`. */
export const mongoKeyFileMode: Rule = {
  code: 'mongo-key-file-mode',
  severity: 'warning',
  basis: 'runtime',
  kinds: ['StatefulSet', 'DaemonSet'],
  docs: {
    title: 'A key file that others may read',
    why: `mongod refuses a key file that its group or others may read ("permissions on … are too open"). In a pod with \`fsGroup\` the
kubelet lets the group read every file of a Secret's volume, whatever \`defaultMode\` says; without \`defaultMode\` everybody may. So a
Secret can't be the key file itself: an init container copies it into an \`emptyDir\`, with \`chmod 400\` and mongod's user as owner.`,
    bad: example(secret),
    good: example(
      '- name: key\n  emptyDir: {}\n- name: secret\n  secret:\n    secretName: mongodb\n',
      `initContainers:
- name: key
  image: mongo:8.0.29
  command: [sh, -c, cp /secret/password /key/keyfile && chmod 400 /key/keyfile && chown 999:999 /key/keyfile]
  volumeMounts:
  - name: key
    mountPath: /key
  - name: secret
    mountPath: /secret
`,
    ),
  },
  *check(context) {
    for (const one of known(context, 'mongodb')) {
      const path = /--keyFile[= ]+(\/\S+)/.exec(commandLine(one.container))?.[1];
      const found = path === undefined ? undefined : secretAt(one, path);
      if (!found || path === undefined) continue;
      const group = at(one.set.podSpec, 'securityContext', 'fsGroup') !== undefined;
      const mode = scalarAt(found.volume, 'secret', 'defaultMode')?.value;
      const open = typeof mode === 'number' ? (mode & 0o77) !== 0 : mode === undefined;
      if (!group && !open) continue;
      const message = group
        ? l10n.t(
            'fsGroup lets the group read {0}, a file of a Secret: mongod refuses a key file that others than its owner may read.',
            path,
          )
        : l10n.t(
            'Everybody may read {0}, a file of a Secret: mongod refuses a key file that others than its owner may read.',
            path,
          );
      yield problemAt(scalarAt(found.mount, 'name') ?? found.mount, message, {
        fixes: () => fixes(context.file.manifest.text, one, found.mount, path),
      });
    }
  },
};

/** An init container that copies the key to where only mongod's user may read it. */
function fixes(text: string, { set, container, facts }: Known, mount: MapNode, path: string): readonly Fix[] {
  const secret = stringAt(mount, 'name');
  const folder = stringAt(mount, 'mountPath');
  const { podSpec } = set;
  if (!podSpec || secret === undefined || folder === undefined || at(mount, 'subPath')) return [];
  const taken = textsUnder(
    [...set.volumes, ...set.containers].map(({ node }) => node),
    'name',
  );
  const free = (name: string): string => (taken.has(name) ? freeName(name, taken) : name);
  const copy = free(`${secret}-copy`);
  const init = free('copy-key');
  const from = `/key-secret${path.slice(folder.replace(/\/+$/, '').length)}`;
  const user =
    scalarAt(container.node, 'securityContext', 'runAsUser') ??
    scalarAt(podSpec, 'securityContext', 'runAsUser');
  // As another user than root it owns what it copies.
  const owner = user ? '' : ` && chown ${facts.uid}:${facts.gid} ${path}`;
  const initContainer: Json = {
    name: init,
    image: container.image ?? '',
    command: ['sh', '-c', `cp -f ${from} ${path} && chmod 400 ${path}${owner}`],
    volumeMounts: [
      { name: secret, mountPath: '/key-secret', readOnly: true },
      { name: copy, mountPath: folder },
    ],
  };
  const edits = inSteps(text, set.object, [
    (_, root) => {
      const name = scalarAt(sameAs(root, mount), 'name');
      return name ? setScalar(name, copy) : [];
    },
    (now, root) => addTo(now, sameAs(root, podSpec), 'volumes', { name: copy, emptyDir: {} }),
    (now, root) => addTo(now, sameAs(root, podSpec), 'initContainers', initContainer),
  ]);
  return [
    { title: l10n.t('Copy the key in an init container, readable to mongod alone'), edits, preferred: true },
  ];
}

function addTo(text: string, map: MapNode | undefined, key: string, item: Json): readonly TextEdit[] {
  const list = seqAt(map, key);
  if (list) return insertItem(text, list, item);
  return map ? putIn(text, map, [key], [item]) : [];
}

/** The mount, and its volume, if the file lies in a Secret's volume. */
function secretAt(
  { set, container }: Known,
  path: string,
): { readonly mount: MapNode; readonly volume: MapNode } | undefined {
  for (const { node, name } of container.mounts) {
    const mountPath = stringAt(node, 'mountPath')?.replace(/\/+$/, '');
    if (mountPath === undefined || (path !== mountPath && !path.startsWith(`${mountPath}/`))) continue;
    const volume = mapsAt(set.podSpec, 'volumes').find(
      ({ map }) => stringAt(map, 'name') === name?.value,
    )?.map;
    // Modes of single items are the author's own affair.
    if (
      volume &&
      at(volume, 'secret') &&
      !mapsAt(volume, 'secret', 'items').some(({ map }) => at(map, 'mode'))
    ) {
      return { mount: node, volume };
    }
  }
  return undefined;
}
