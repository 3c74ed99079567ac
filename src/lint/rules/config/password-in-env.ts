import * as l10n from '@vscode/l10n';
import type { TextEdit } from '../../../base/text.ts';
import { insertDocumentBefore, insertKey, putIn, removeKey } from '../../../manifest/edits.ts';
import { at, scalarAt, type MapNode } from '../../../manifest/nodes.ts';
import { inSteps } from '../../../manifest/steps.ts';
import { isCredentialName, isLiteralCredential, passwordInUrl } from '../../credentials.ts';
import { setExample } from '../../examples.ts';
import { problemAt } from '../../problem.ts';
import type { Fix, Rule, RuleContext } from '../../rule.ts';
import { sameAs } from '../../variables.ts';
import { subdomainFault } from '../../values/names.ts';

const bad = setExample('DaemonSet', {
  container: 'env:\n- name: DB_PASSWORD\n  value: correct-horse-battery',
});
const good = `apiVersion: v1
kind: Secret
metadata:
  name: web-credentials
stringData:
  db-password: correct-horse-battery
---
${setExample('DaemonSet', {
  container: `env:
- name: DB_PASSWORD
  valueFrom:
    secretKeyRef:
      name: web-credentials
      key: db-password`,
})}`;

export const passwordInEnv: Rule = {
  code: 'password-in-env',
  severity: 'warning',
  basis: 'policy',
  kinds: ['StatefulSet', 'DaemonSet', 'Deployment', 'ReplicaSet', 'Job', 'CronJob', 'Pod'],
  docs: {
    title: 'A password is written out in a variable',
    why: `Who may read the set, its pods or this file can read the password, and it stays in every revision of the set. A Secret can be kept
from those who only look at workloads, encrypted at rest, left out of the repository and changed without a rollout of the template.
Found by the variable's name (\`…PASSWORD\`, \`…TOKEN\`, \`…SECRET_KEY\` …) and by passwords in connection strings. The fix moves the
value to a Secret in the same file; keep that file out of the repository, or seal it.`,
    bad,
    good,
  },
  *check(context) {
    for (const { node } of context.typed('EnvVar')) {
      const name = scalarAt(node, 'name')?.value;
      const value = scalarAt(node, 'value');
      if (typeof name !== 'string' || typeof value?.value !== 'string') continue;
      const literal = isCredentialName(name) && isLiteralCredential(value.value);
      if (!literal && passwordInUrl(value.value) === undefined) continue;
      const text = value.value;
      yield problemAt(
        value,
        literal
          ? l10n.t('The value of {0} can be read by everybody who may read this object or this file.', name)
          : l10n.t(
              '{0} holds a password that everybody who may read this object or this file can read.',
              name,
            ),
        { fixes: () => moved(context, node, name, text) },
      );
    }
  },
};

/** The value in a Secret of the same file, one for the workload. */
function moved(context: RuleContext, item: MapNode, variable: string, value: string): Fix[] {
  const { object, file } = context;
  const name = `${object.name ?? ''}-credentials`;
  const key = keyOf(variable);
  if (object.name === undefined || subdomainFault(name) !== undefined || key === '') return [];
  const add = kept(context, name, key, value);
  const refer = inSteps(file.manifest.text, object, [
    (now, root) => {
      const same = sameAs(root, item);
      const from = { secretKeyRef: { name, key } };
      return same ? insertKey(now, same, 'valueFrom', from, { after: 'name' }) : [];
    },
    (now, root) => {
      const same = sameAs(root, item);
      return same ? removeKey(now, same, 'value') : [];
    },
  ]);
  if (!add || refer.length === 0) return [];
  // Not for *Fix all*: in the file it can be read as before, until the Secret is moved out of it.
  const title = l10n.t('Move the value to the Secret "{0}" (keep that out of version control)', name);
  return [{ title, edits: [...add, ...refer] }];
}

/** `DB_PASSWORD` → `db-password`. */
function keyOf(variable: string): string {
  const words = variable.toLowerCase().replace(/[^a-z0-9.]+/g, '-');
  return words.replace(/^-/, '').replace(/-$/, '');
}

/** What makes the Secret have the value; undefined where the key is taken by another one. */
function kept(
  { object, file, scope, document }: RuleContext,
  name: string,
  key: string,
  value: string,
): readonly TextEdit[] | undefined {
  const { text } = file.manifest;
  const secrets = scope.named('Secret', object.namespace, name);
  const existing = secrets.find((one) => one.file.uri === file.uri)?.object;
  if (!existing) {
    if (secrets.length > 0) return undefined;
    const metadata = { name, ...(object.namespace === undefined ? {} : { namespace: object.namespace }) };
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata, stringData: { [key]: value } };
    return insertDocumentBefore(text, document, secret);
  }
  // As items of one list the two may touch.
  if (existing.document === document) return undefined;
  const known = at(existing.node, 'stringData', key) ?? at(existing.node, 'data', key);
  if (!known) return putIn(text, existing.node, ['stringData', key], value);
  return known.kind === 'scalar' && known.value === value ? [] : undefined;
}
