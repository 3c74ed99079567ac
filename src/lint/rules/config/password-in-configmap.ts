import * as l10n from '@vscode/l10n';
import { mapAt, scalarAt } from '../../../manifest/nodes.ts';
import { isCredentialName, isLiteralCredential } from '../../credentials.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';

const example = (kind: string, data: string): string => `apiVersion: v1
kind: ${kind}
metadata:
  name: settings
${data}:
  db-password: correct-horse-battery
`;

export const passwordInConfigmap: Rule = {
  code: 'password-in-configmap',
  severity: 'warning',
  basis: 'policy',
  kinds: ['ConfigMap'],
  docs: {
    title: 'A password is kept in a ConfigMap',
    why: `ConfigMaps are for what everybody may read: they are not encrypted at rest, and roles such as \`view\` allow to read them. Move the
value to a Secret, and what reads it from \`configMapKeyRef\` to \`secretKeyRef\`. Found by the key's name; files inside a ConfigMap are not
searched.`,
    bad: example('ConfigMap', 'data'),
    good: example('Secret', 'stringData'),
  },
  *check({ object }) {
    const data = mapAt(object.node, 'data');
    for (const key of data?.byKey.keys() ?? []) {
      const node = scalarAt(data, key);
      if (!node || typeof node.value !== 'string' || !isCredentialName(key)) continue;
      // A file of several lines is not one password.
      if (!isLiteralCredential(node.value) || /\s/.test(node.value.trim())) continue;
      yield problemAt(
        node,
        l10n.t('A ConfigMap is no place for {0}: who may read workloads may read it.', key),
      );
    }
  },
};
