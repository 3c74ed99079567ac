import * as l10n from '@vscode/l10n';
import { removeKey, setScalar } from '../../../manifest/edits.ts';
import { scalarAt, stringAt, type ScalarNode } from '../../../manifest/nodes.ts';
import { claimExample } from '../../claimExample.ts';
import type { Typed } from '../../fields/typed.ts';
import { nearest } from '../../nearest.ts';
import { problemAt } from '../../problem.ts';
import type { Fix, Rule, RuleContext } from '../../rule.ts';

const claim = (line: string): string => `accessModes:
- ReadWriteOnce
${line}resources:
  requests:
    storage: 1Gi`;

export const storageClassUnknown: Rule = {
  code: 'storage-class-unknown',
  severity: 'info',
  basis: 'runtime',
  kinds: ['StatefulSet', 'PersistentVolumeClaim', 'DaemonSet', 'Deployment', 'Pod'],
  docs: {
    title: 'No StorageClass of this name',
    why: `A claim whose \`storageClassName\` names no class stays \`Pending\`, and its pod with it. Names such as \`standard\`, \`gp3\` or
\`local-path\` are those of one provider: what works in one cluster waits for ever in the next. Without the field the claim gets the
cluster's default class. A class that a
PersistentVolume in these files has needs no object of its own. Only the files of the workspace are searched, so it is an information; a
warning where a connected cluster has no such class.`,
    bad: claimExample({ claim: claim('storageClassName: fast\n') }),
    good: claimExample({ claim: claim('') }),
  },
  *check(context) {
    for (const typed of context.typed('PersistentVolumeClaimSpec')) {
      const node = scalarAt(typed.node, 'storageClassName');
      const name = node?.value;
      // An empty name asks for a volume without a class, a template's braces for anything.
      if (!node || typeof name !== 'string' || !/^[a-z0-9][-a-z0-9.]*$/.test(name)) continue;
      if (stringAt(typed.node, 'volumeName') !== undefined || isWritten(context, name)) continue;
      const classes = context.facts?.storageClasses?.();
      if (classes?.includes(name)) continue;
      yield problemAt(
        node,
        classes
          ? l10n.t('The cluster has no StorageClass "{0}": the claims will wait for it.', name)
          : l10n.t(
              'No StorageClass "{0}" in these files: where the cluster has none, the claims will wait for it.',
              name,
            ),
        {
          ...(classes ? { severity: 'warning' } : {}),
          fixes: () => [...fixes(context, typed, node, name, classes)],
        },
      );
    }
  },
};

function isWritten({ scope }: RuleContext, name: string): boolean {
  if (scope.anywhere('StorageClass', name).length > 0) return true;
  for (const { object } of scope.all('PersistentVolume')) {
    if (stringAt(object.node, 'spec', 'storageClassName') === name) return true;
  }
  return false;
}

function* fixes(
  { file }: RuleContext,
  { node: spec }: Typed,
  node: ScalarNode,
  name: string,
  classes: readonly string[] | undefined,
): Generator<Fix> {
  const meant = nearest(name, classes ?? []);
  for (const one of classes?.slice(0, 8) ?? []) {
    yield {
      title: l10n.t('Change to "{0}"', one),
      edits: setScalar(node, one),
      ...(one === meant ? { preferred: true } : {}),
    };
  }
  yield {
    title: l10n.t("Use the cluster's default class"),
    edits: removeKey(file.manifest.text, spec, 'storageClassName'),
    ...(meant === undefined ? { preferred: true } : {}),
  };
}
