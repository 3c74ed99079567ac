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
    // The group is filled in where it is empty.
    const wanted: readonly (readonly [string, readonly string[], boolean])[] = [
      ['apiGroup', [group], true],
      ['kind', kinds, false],
    ];
    for (const [key, values, optional] of wanted) {
      const value = textIn(ref, key);
      if (value === undefined || values.includes(value) || (value === '' && optional)) continue;
      const written = scalarAt(ref, key);
      const meant = values.length === 1 ? values[0] : (nearest(value, values) ?? undefined);
      const fixes = () => {
        const edits = meant === undefined ? [] : putIn(text, ref, [key], meant);
        return edits.length > 0
          ? [{ title: l10n.t('Set {0} to {1}', key, meant ?? ''), edits, preferred: true }]
          : [];
      };
      const list = values.join(l10n.t(' or '));
      const message =
        value === ''
          ? l10n.t('roleRef needs {0}: {1}. The API server refuses it without.', key, list)
          : l10n.t(
              '"{0}" can not be the {1} of this roleRef, only {2}: the API server refuses it.',
              value,
              key,
              list,
            );
      yield written ? problemAt(written, message, { fixes }) : problemWithout(ref, key, message, { fixes });
    }
    const name = textIn(ref, 'name');
    const fault = name ? pathSegmentFault(name) : undefined;
    const written = scalarAt(ref, 'name');
    if (name === '')
      yield problemWithout(ref, 'name', l10n.t('roleRef names no role: the API server refuses it.'));
    else if (fault !== undefined && written)
      yield problemAt(written, l10n.t('"{0}" is no name of a role: {1}.', name ?? '', fault));
  },
};
