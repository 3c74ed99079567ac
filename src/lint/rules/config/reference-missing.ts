import * as l10n from '@vscode/l10n';
import { insertDocumentBefore } from '../../../manifest/edits.ts';
import type { Json } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { problemAt } from '../../problem.ts';
import { isMade, references, type Reference } from '../../references.ts';
import type { Rule, RuleContext } from '../../rule.ts';

const set = setExample('DaemonSet', {
  container: `env:
- name: LEVEL
  valueFrom:
    configMapKeyRef:
      name: settings
      key: level`,
});

export const referenceMissing: Rule = {
  code: 'reference-missing',
  severity: 'info',
  basis: 'runtime',
  kinds: ['StatefulSet', 'DaemonSet', 'Deployment', 'Job', 'CronJob', 'Pod'],
  docs: {
    title: 'No Secret or ConfigMap of this name',
    why: `A pod whose variables or volumes come from a Secret or ConfigMap that does not exist stays in \`CreateContainerConfigError\` or
\`ContainerCreating\` until it does. The API server does not look for it. Only the files of the workspace are searched (what kustomize, a
SealedSecret, an ExternalSecret or a Certificate makes counts), so this is an information; it is a warning where a connected cluster has
none either. A reference with \`optional: true\` may be missing.`,
    bad: set,
    good: `apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
data:
  level: info
---
${set}`,
  },
  *check(context) {
    // A patch names what stands beside the whole of it.
    if (!context.typed('Container').some(({ node }) => node.byKey.has('image'))) return;
    const said = new Set<string>();
    for (const reference of references(context)) {
      const { kind, name, nameNode } = reference;
      const id = `${kind}/${name}`;
      if (said.has(id) || name === 'kube-root-ca.crt') continue;
      if (context.scope.named(kind, context.object.namespace, name).length > 0 || isMade(context, reference))
        continue;
      const live = inCluster(context, reference);
      if (live?.exists) continue;
      said.add(id);
      const message = live
        ? l10n.t(
            'Neither these files nor the cluster have a {0} "{1}": the pods will not start without it.',
            kind,
            name,
          )
        : l10n.t('No {0} "{1}" in these files: the pods will not start without it.', kind, name);
      yield problemAt(nameNode, message, {
        ...(live ? { severity: 'warning' } : {}),
        fixes: () => [
          {
            title: l10n.t('Create the {0} "{1}" to be filled in', kind, name),
            edits: insertDocumentBefore(
              context.file.manifest.text,
              context.document,
              skeleton(context, reference),
            ),
          },
        ],
      });
    }
  },
};

function inCluster(
  { facts, object }: RuleContext,
  { kind, name }: Reference,
): { exists: boolean } | undefined {
  const namespace = object.namespace ?? facts?.namespace;
  return namespace === undefined ? undefined : facts?.keyed?.(kind, namespace, name);
}

/** The object with every key that the pods take from it, each empty. */
function skeleton(context: RuleContext, { kind, name }: Reference): Json {
  const keys = [...references(context)]
    .filter((one) => one.kind === kind && one.name === name)
    .flatMap((one) => one.keys.map((key) => key.text));
  const { namespace } = context.object;
  return {
    apiVersion: 'v1',
    kind,
    metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
    [kind === 'Secret' ? 'stringData' : 'data']: Object.fromEntries(keys.map((key) => [key, ''])),
  };
}
