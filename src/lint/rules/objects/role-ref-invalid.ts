import * as l10n from '@vscode/l10n';
import { putIn } from '../../../manifest/edits.ts';
import { mapAt, scalarAt } from '../../../manifest/nodes.ts';
import { given, textIn } from '../../given.ts';
import { nearest } from '../../nearest.ts';
import { isPatch } from '../../patches.ts';
import { problemAt, problemWithout } from '../../problem.ts';
import type { Rule } from '../../rule.ts';
import { pathSegmentFault } from '../../values/names.ts';
import { objectExample } from './examples.ts';

const group = 'rbac.authorization.k8s.io';
const example = (ref: string): string =>
  objectExample(
    `${group}/v1`,
    'ClusterRoleBinding',
    `roleRef:\n${ref}\nsubjects:\n- kind: ServiceAccount\n  name: fluentd\n  namespace: logging`,
    'fluentd',
  );

export const roleRefInvalid: Rule = {
  code: 'role-ref-invalid',
  severity: 'error',
  basis: 'api',
  kinds: ['RoleBinding', 'ClusterRoleBinding'],
  docs: {
    title: 'A binding that refers to no role',
    why: `\`roleRef\` names a role by \`kind\` and \`name\`: a ClusterRole, or in a RoleBinding also a Role. \`apiGroup\`, where given, is
\`rbac.authorization.k8s.io\`. The API server refuses other references, and a binding's \`roleRef\` can't be changed later.`,
    bad: example(`  apiGroup: ${group}\n  kind: Role\n  name: fluentd`),
    good: example(`  apiGroup: ${group}\n  kind: ClusterRole\n  name: fluentd`),
  },
  *check(context) {
    const { object, file } = context;
    const { node } = object;
    const { text } = file.manifest;
    if (!given(node, 'roleRef')) {
      if (!isPatch(context))
        yield problemWithout(node, 'roleRef', l10n.t('No roleRef: the API server refuses the binding.'));
      return;
    }
    const ref = mapAt(node, 'roleRef');
    if (!ref) return;
    const kinds = object.kind === 'RoleBinding' ? ['Role', 'ClusterRole'] : ['ClusterRole'];
    const wanted: readonly (readonly [string, readonly string[]])[] = [
      ['apiGroup', [group]],
      ['kind', kinds],
    ];
    for (const [key, values] of wanted) {
      const value = textIn(ref, key);
      const written = scalarAt(ref, key);
      // An empty group is filled in, an empty kind is said to be missing.
      if (!written || !value || values.includes(value)) continue;
      const meant = values.length === 1 ? values[0] : (nearest(value, values) ?? undefined);
      const fixes = () => {
        const edits = meant === undefined ? [] : putIn(text, ref, [key], meant);
        return edits.length > 0
          ? [{ title: l10n.t('Set {0} to {1}', key, meant ?? ''), edits, preferred: true }]
          : [];
      };
      const list = values.join(l10n.t(' or '));
      const message = l10n.t(
        '"{0}" can not be the {1} of this roleRef, only {2}: the API server refuses it.',
        value,
        key,
        list,
      );
      yield problemAt(written, message, { fixes });
    }
    const name = textIn(ref, 'name');
    const fault = name ? pathSegmentFault(name) : undefined;
    const written = scalarAt(ref, 'name');
    if (fault !== undefined && written)
      yield problemAt(written, l10n.t('"{0}" is no name of a role: {1}.', name ?? '', fault));
  },
};
