import * as l10n from '@vscode/l10n';
import { removeDocument, removeItem, setScalar } from '../../../manifest/edits.ts';
import { pathOf, scalarAt } from '../../../manifest/nodes.ts';
import type { SetView } from '../../../manifest/objects.ts';
import type { KubeObject } from '../../../manifest/parse.ts';
import type { Fix, LintFile, Rule, RuleContext } from '../../rule.ts';
import { mayShareNamespace } from '../../scope.ts';

const set = `apiVersion: v1
kind: Service
metadata:
  name: mongodb
spec:
  clusterIP: None
  selector:
    app: mongodb
---
apiVersion: apps/v1
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
        - name: data
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
`;

export const claimUnused: Rule = {
  code: 'claim-unused',
  severity: 'warning',
  basis: 'runtime',
  kinds: ['PersistentVolumeClaim'],
  docs: {
    title: 'A claim that nothing mounts, beside claim templates',
    why: `A StatefulSet makes a claim of its own for each pod from each claim template, named \`<template>-<set>-<ordinal>\`, such as
\`data-mongodb-0\`. A claim of another name beside it is not used by the set, holds no data of it, and costs what its volume costs. A
claim with just such a name is made in advance, and the pod of that ordinal takes it.`,
    bad: `${set}---
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: data
spec:
  accessModes:
  - ReadWriteOnce
  resources:
    requests:
      storage: 1Gi
`,
    good: set,
  },
  *check(context) {
    const { object, scope } = context;
    const name = scalarAt(object.node, 'metadata', 'name');
    if (!name || object.name === undefined || scope.mountsClaim(object.name)) return;
    const beside = [...setsBeside(context)];
    if (beside.some(({ set }) => isOwn(set, object.name ?? ''))) return;
    const named = beside.find(({ set }) =>
      set.claimTemplates.some((template) => template.name === object.name),
    );
    const meant = named ?? beside.find(({ file }) => file.uri === context.file.uri);
    const template = meant && (named ? object.name : meant.set.claimTemplates[0]?.name);
    if (!meant || template === undefined || meant.set.name === undefined) return;
    const example = `${template}-${meant.set.name}-0`;
    yield {
      range: name.range,
      path: pathOf(name),
      message: l10n.t(
        'Nothing mounts this claim: StatefulSet "{0}" makes its own, "{1}" and so on, from its claim templates.',
        meant.set.name,
        example,
      ),
      tags: ['unnecessary'],
      related: [
        {
          uri: meant.file.uri,
          range: (scalarAt(meant.set.object.node, 'metadata', 'name') ?? name).range,
          message: l10n.t('Its claims are named <template>-{0}-<ordinal>.', meant.set.name),
        },
      ],
      fixes: () => [...fixes(context.file, object, example)],
    };
  },
};

function* setsBeside({ object, scope }: RuleContext): Generator<{ set: SetView; file: LintFile }> {
  for (const found of scope.sets('StatefulSet')) {
    const { claimTemplates, namespace } = found.set;
    if (claimTemplates.length > 0 && mayShareNamespace(namespace, object.namespace)) yield found;
  }
}

/** Whether a claim of this name is one that the set makes, or takes if it is there. */
function isOwn(view: SetView, claim: string): boolean {
  return view.claimTemplates.some(({ name }) => {
    const stem = `${name}-${view.name}-`;
    return claim.startsWith(stem) && /^\d+$/.test(claim.slice(stem.length));
  });
}

function* fixes({ manifest }: LintFile, object: KubeObject, example: string): Generator<Fix> {
  const list = object.node.parent;
  const remove =
    list?.node.kind === 'seq' && typeof list.step === 'number'
      ? removeItem(manifest.text, list.node, list.step)
      : removeDocument(object.document);
  yield { title: l10n.t('Remove the claim'), edits: remove };
  const name = scalarAt(object.node, 'metadata', 'name');
  if (name)
    yield {
      title: l10n.t('Rename to "{0}", for ordinal 0 to take it', example),
      edits: setScalar(name, example),
    };
}
