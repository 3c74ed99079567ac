import * as l10n from '@vscode/l10n';
import type { TextEdit, TextRange } from '../../../base/text.ts';
import { putIn, removeKey, setScalar } from '../../../manifest/edits.ts';
import { tokenOf, toJs, type MapNode } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { immutableChanges, type ImmutableChange } from '../../immutable.ts';
import type { Fix, Rule } from '../../rule.ts';

const claims = (size: string): string =>
  `${setExample('StatefulSet', {
    spec: 'serviceName: web',
    container: 'volumeMounts:\n- name: data\n  mountPath: /data',
  })}  volumeClaimTemplates:
  - metadata:
      name: data
    spec:
      accessModes:
      - ReadWriteOnce
      resources:
        requests:
          storage: ${size}
---
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  clusterIP: None
  selector:
    app: web
`;

export const immutableField: Rule = {
  code: 'immutable-field',
  severity: 'warning',
  basis: 'runtime',
  kinds: 'any',
  docs: {
    title: 'A change that the API server will refuse',
    why: `The file differs from its last committed version in a field that can't be changed once the object exists: the API server takes the
manifest for a new object, but refuses the update. Found for StatefulSets (everything but \`replicas\`, \`ordinals\`, \`template\`,
\`updateStrategy\`, \`revisionHistoryLimit\`, \`persistentVolumeClaimRetentionPolicy\` and \`minReadySeconds\`), the selectors of
DaemonSets and Deployments, claims and volumes, cluster addresses of Services, ConfigMaps and Secrets with \`immutable: true\`, a
Secret's \`type\`, \`roleRef\`, classes, Jobs and Pods.

A StatefulSet is deleted with \`kubectl delete statefulset <name> --cascade=orphan\`, which leaves its pods and claims, and applied anew;
its claims are resized one by one. Other objects get a new name, or are deleted and made again. A claim that grows is not found: whether
it may depends on its storage class. A change back is always possible until it is applied: nothing is asked of a cluster.`,
    before: claims('1Gi'),
    bad: claims('2Gi'),
    good: claims('1024Mi'),
  },
  *check({ object, before, file }) {
    if (!before) return;
    for (const change of immutableChanges(before, object)) {
      const name = object.name ?? '';
      yield {
        range: rangeOf(change),
        path: change.field,
        message:
          l10n.t(
            '{0} can not be changed: the API server refuses the update of {1} "{2}" if it exists.',
            String(change.path.findLast((step) => typeof step === 'string')),
            object.kind,
            name,
          ) +
          ' ' +
          wayOut(object.kind, change, name),
        fixes: () => restored(file.manifest.text, change),
      };
    }
  },
};

function rangeOf({ after, within }: ImmutableChange): TextRange {
  return tokenOf(after ?? within);
}

function wayOut(kind: string, { path }: ImmutableChange, name: string): string {
  switch (kind) {
    case 'StatefulSet':
      if (path[1] === 'selector') {
        return l10n.t(
          'A set with another selector does not take over the pods: give it a new name, or make it anew.',
        );
      }
      if (path[1] === 'volumeClaimTemplates') {
        return l10n.t(
          'Change the claims one by one, then delete the set with "kubectl delete statefulset {0} --cascade=orphan" and apply it anew: its pods and volumes stay.',
          name,
        );
      }
      return l10n.t(
        'Delete it with "kubectl delete statefulset {0} --cascade=orphan" and apply it anew: its pods and volumes stay.',
        name,
      );
    case 'PersistentVolumeClaim':
      return l10n.t('Make a new claim and copy the data, or delete this one with its data.');
    case 'ConfigMap':
    case 'Secret':
      return l10n.t('Give it a new name and change what refers to it.');
    case 'Service':
      return l10n.t('Delete the Service and apply it anew: it gets another address.');
    default:
      return l10n.t('Delete it and apply it anew, or give it a new name.');
  }
}

function restored(text: string, change: ImmutableChange): Fix[] {
  const edits = restoring(text, change);
  if (edits.length === 0) return [];
  const title =
    change.before?.kind === 'scalar'
      ? l10n.t('Keep "{0}", as it was', change.before.text)
      : l10n.t('Keep it as it was');
  return [{ title, edits }];
}

function restoring(text: string, { before, after, within, path }: ImmutableChange): TextEdit[] {
  const key = path.at(-1);
  if (before?.kind === 'scalar' && after?.kind === 'scalar') return setScalar(after, before.value);
  if (within.kind !== 'map' || typeof key !== 'string') return [];
  if (!before) return removeKey(text, within, key);
  if (after) return [];
  return putIn(text, within satisfies MapNode, [key], toJs(before));
}
