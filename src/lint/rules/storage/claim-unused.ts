import * as l10n from '@vscode/l10n';
import { removeDocument, removeItem, setScalar } from '../../../manifest/edits.ts';
import { pathOf, scalarAt } from '../../../manifest/nodes.ts';
import type { KubeObject } from '../../../manifest/parse.ts';
import type { Fix, LintFile, Rule } from '../../rule.ts';
import type { LocatedSet, Scope } from '../../scope.ts';

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
    const beside = setsBeside(scope);
    const [, stem] = /^(.*-)\d+$/.exec(object.name) ?? [];
    if (stem !== undefined && beside.byStem.find(stem, object.namespace)) return;
    const named = beside.byTemplate.find(object.name, object.namespace);
    const meant = named ?? beside.byFile.find(context.file.uri, object.namespace);
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

interface First {
  readonly nth: number;
  readonly found: LocatedSet;
}

/** The first set of each key and namespace. */
class Firsts {
  readonly #byKey = new Map<string, Map<string | undefined, First>>();

  add(key: string, found: LocatedSet, nth: number): void {
    let same = this.#byKey.get(key);
    if (!same) this.#byKey.set(key, (same = new Map<string | undefined, First>()));
    const { namespace } = found.set;
    if (!same.has(namespace)) same.set(namespace, { nth, found });
  }

  /** The first of those that may be in the namespace. */
  find(key: string, namespace: string | undefined): LocatedSet | undefined {
    const same = this.#byKey.get(key);
    if (!same) return undefined;
    if (namespace === undefined) return same.values().next().value?.found;
    const [own, any] = [same.get(namespace), same.get(undefined)];
    return (own && any ? (own.nth < any.nth ? own : any) : (own ?? any))?.found;
  }
}

interface Beside {
  /** By what the names of the claims that a set makes, or takes if they are there, begin with. */
  readonly byStem: Firsts;
  readonly byTemplate: Firsts;
  readonly byFile: Firsts;
}

const known = new WeakMap<Scope, Beside>();

/** The sets with claim templates. */
function setsBeside(scope: Scope): Beside {
  let beside = known.get(scope);
  if (beside) return beside;
  beside = { byStem: new Firsts(), byTemplate: new Firsts(), byFile: new Firsts() };
  let nth = 0;
  for (const found of scope.sets('StatefulSet')) {
    nth++;
    const { claimTemplates, name } = found.set;
    if (claimTemplates.length > 0) beside.byFile.add(found.file.uri, found, nth);
    for (const template of claimTemplates) {
      if (template.name === undefined) continue;
      beside.byStem.add(`${template.name}-${name}-`, found, nth);
      beside.byTemplate.add(template.name, found, nth);
    }
  }
  known.set(scope, beside);
  return beside;
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
