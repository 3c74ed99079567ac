import * as l10n from '@vscode/l10n';
import { removeKey } from '../../../manifest/edits.ts';
import { scalarAt, type MapNode } from '../../../manifest/nodes.ts';
import { changeMaybe, withKey } from '../../fixes.ts';
import { given, textIn } from '../../given.ts';
import { nearest } from '../../nearest.ts';
import { problemAt, problemWithout } from '../../problem.ts';
import type { Problem, Rule, RuleContext } from '../../rule.ts';
import { asName, subdomainFault } from '../../values/names.ts';
import { objectExample } from './examples.ts';

const group = 'rbac.authorization.k8s.io';
const kinds = ['ServiceAccount', 'User', 'Group'];
const example = (subject: string): string =>
  objectExample(
    `${group}/v1`,
    'ClusterRoleBinding',
    `roleRef:\n  apiGroup: ${group}\n  kind: ClusterRole\n  name: fluentd\nsubjects:\n${subject}`,
    'fluentd',
  );

export const subjectInvalid: Rule = {
  code: 'subject-invalid',
  severity: 'error',
  basis: 'api',
  kinds: ['RoleBinding', 'ClusterRoleBinding'],
  docs: {
    title: 'A binding to something that can not have a role',
    why: `A subject is a ServiceAccount (with a \`namespace\` in a ClusterRoleBinding, and without \`apiGroup\`), a User or a Group (with
\`apiGroup: rbac.authorization.k8s.io\` or none), and has a \`name\`. The API server refuses others.`,
    bad: example('- kind: ServiceAccount\n  name: fluentd'),
    good: example('- kind: ServiceAccount\n  name: fluentd\n  namespace: logging'),
  },
  *check(context) {
    for (const { node } of context.typed('Subject')) yield* ofSubject(context, node);
  },
};

function* ofSubject(context: RuleContext, subject: MapNode): Generator<Problem> {
  const kind = textIn(subject, 'kind');
  const name = textIn(subject, 'name');
  if (kind === undefined) return;
  if (name === '')
    yield missing(subject, 'name', l10n.t('A subject needs a name: the API server refuses it without.'));
  if (!kinds.includes(kind)) {
    const written = scalarAt(subject, 'kind');
    const message =
      kind === ''
        ? l10n.t('A subject needs a kind, one of {0}: the API server refuses it without.', kinds.join(', '))
        : l10n.t(
            '"{0}" is no kind of subject, only {1} are: the API server refuses it.',
            kind,
            kinds.join(', '),
          );
    yield written
      ? problemAt(written, message, { fixes: () => changeMaybe(written, nearest(kind, kinds)) })
      : problemWithout(subject, 'kind', message);
    return;
  }
  yield* ofGroup(context, subject, kind);
  if (kind !== 'ServiceAccount') return;
  const fault = name ? subdomainFault(name) : undefined;
  const written = scalarAt(subject, 'name');
  if (fault !== undefined && written) {
    yield problemAt(written, l10n.t('"{0}" is no name of a ServiceAccount: {1}.', name ?? '', fault), {
      fixes: () => changeMaybe(written, asName(name ?? '', subdomainFault)),
    });
  }
  if (context.object.kind !== 'ClusterRoleBinding' || textIn(subject, 'namespace') !== '') return;
  const message = l10n.t(
    'A ServiceAccount in a ClusterRoleBinding needs its namespace: the API server refuses it without.',
  );
  const found = [...context.scope.all('ServiceAccount')].filter(({ object }) => object.name === name);
  const namespace = found.length === 1 ? found[0]?.object.namespace : undefined;
  yield missing(subject, 'namespace', message, () =>
    [namespace ?? context.facts?.namespace ?? 'default'].map((one) =>
      withKey(context.file.manifest.text, subject, 'namespace', one, namespace !== undefined),
    ),
  );
}

function* ofGroup({ file }: RuleContext, subject: MapNode, kind: string): Generator<Problem> {
  const value = textIn(subject, 'apiGroup');
  const written = scalarAt(subject, 'apiGroup');
  if (!value || !written) return;
  if (kind === 'ServiceAccount') {
    const edits = () => removeKey(file.manifest.text, subject, 'apiGroup');
    yield problemAt(
      written,
      l10n.t('A ServiceAccount is of no API group: the API server refuses "{0}".', value),
      {
        fixes: () => [{ title: l10n.t('Remove {0}', 'apiGroup'), edits: edits(), preferred: true }],
      },
    );
  } else if (value !== group) {
    yield problemAt(
      written,
      l10n.t('A {0} is of the API group {1}: the API server refuses "{2}".', kind, group, value),
      {
        fixes: () => changeMaybe(written, group),
      },
    );
  }
}

function missing(subject: MapNode, key: string, message: string, fixes?: Problem['fixes']): Problem {
  const written = given(subject, key);
  const more = fixes ? { fixes } : {};
  return written ? problemAt(written, message, more) : problemWithout(subject, key, message, more);
}
