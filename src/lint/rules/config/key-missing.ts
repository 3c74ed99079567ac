import * as l10n from '@vscode/l10n';
import { putIn, setScalar } from '../../../manifest/edits.ts';
import { mapAt, scalarAt, tokenOf, type ScalarNode } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { nearest } from '../../nearest.ts';
import { problemAt } from '../../problem.ts';
import { isMade, keysIn, references, referred, type Reference } from '../../references.ts';
import type { Fix, Rule, RuleContext } from '../../rule.ts';
import type { Located } from '../../scope.ts';

const example = (key: string): string => `apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
data:
  level: info
---
${setExample('DaemonSet', {
  container: `env:
- name: LEVEL
  valueFrom:
    configMapKeyRef:
      name: settings
      key: ${key}`,
})}`;

export const keyMissing: Rule = {
  code: 'key-missing',
  severity: 'warning',
  basis: 'runtime',
  kinds: ['StatefulSet', 'DaemonSet', 'Deployment', 'Job', 'CronJob', 'Pod'],
  docs: {
    title: 'The Secret or ConfigMap has no such key',
    why: `The object that is named is there, but not the key that a variable or a volume's \`items\` take from it: the pod stays in
\`CreateContainerConfigError\` or \`ContainerCreating\`. \`data\`, \`stringData\` and \`binaryData\` are searched. An object without any key
is taken for one that something else fills. Where the files have no such object, a connected cluster's is searched: only the names of its
keys are read.`,
    bad: example('levle'),
    good: example('level'),
  },
  *check(context) {
    for (const reference of references(context)) {
      if (reference.keys.length === 0) continue;
      const found = referred(context, reference);
      const keys = found.map(({ object }) => keysIn(object));
      if (keys.includes(undefined)) continue;
      const known = new Set(
        found.length > 0 ? keys.flatMap((some) => some ?? []) : inCluster(context, reference),
      );
      if (known.size === 0) continue;
      for (const key of reference.keys) {
        if (typeof key.value !== 'string' || key.value === '' || known.has(key.value)) continue;
        yield problemAt(
          key,
          l10n.t(
            '{0} "{1}" has no key "{2}": the pods will not start.',
            reference.kind,
            reference.name,
            key.value,
          ),
          {
            related: found.map(({ object, file }) => ({
              uri: file.uri,
              range: tokenOf(scalarAt(object.node, 'metadata', 'name') ?? object.node),
              message: l10n.t('It has: {0}.', [...known].slice(0, 10).join(', ')),
            })),
            fixes: () => [...fixes(context, reference, key, key.text, known, found)],
          },
        );
      }
    }
  },
};

/** The keys that the cluster's object has; none where they are not known, or where something in these files makes the object. */
function inCluster(context: RuleContext, reference: Reference): readonly string[] {
  const { facts, object } = context;
  const namespace = object.namespace ?? facts?.namespace;
  if (!facts || namespace === undefined || isMade(context, reference)) return [];
  return facts.keyed?.(reference.kind, namespace, reference.name)?.keys ?? [];
}

function* fixes(
  { file }: RuleContext,
  { kind }: Reference,
  node: ScalarNode,
  key: string,
  known: ReadonlySet<string>,
  found: readonly Located[],
): Generator<Fix> {
  const meant = known.size === 1 ? [...known][0] : nearest(key, known);
  const choices = meant === undefined ? [...known].slice(0, 5) : [meant];
  for (const choice of choices) {
    yield {
      title: l10n.t('Change to "{0}"', choice),
      edits: setScalar(node, choice),
      ...(choice === meant && nearest(key, [choice]) !== undefined ? { preferred: true } : {}),
    };
  }
  const [own] = found;
  if (!own || own.file.uri !== file.uri) return;
  const part = kind === 'ConfigMap' || !mapAt(own.object.node, 'stringData') ? 'data' : 'stringData';
  yield {
    title: l10n.t('Add the key "{0}" to {1} "{2}", to be filled in', key, kind, own.object.name ?? ''),
    edits: putIn(file.manifest.text, own.object.node, [part, key], ''),
  };
}
