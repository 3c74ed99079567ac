import * as l10n from '@vscode/l10n';
import { scalarAt, type ScalarNode } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { knownKind } from '../../fields/kinds.ts';
import { changeMaybe } from '../../fixes.ts';
import { problemAt } from '../../problem.ts';
import type { Problem, Rule } from '../../rule.ts';
import { asName, labelFault, objectNameFault, type Check } from '../../values/names.ts';

const bad = setExample('DaemonSet', { name: 'web' }).replace('name: web', 'name: Log_Agent');

export const nameInvalid: Rule = {
  code: 'name-invalid',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: 'A name that the kind can not have',
    why: `The names of objects become parts of URLs and of DNS names: lower-case letters, digits, \`-\`, and in most kinds dots, at most 253
characters. StatefulSets, Services and namespaces have no dots and at most 63 characters. A namespace is named like that too.`,
    bad,
    good: bad.replace('Log_Agent', 'log-agent'),
  },
  *check({ object }) {
    const check = objectNameFault(object.kind);
    yield* fault(scalarAt(object.node, 'metadata', 'name'), check, object.kind);
    yield* generated(scalarAt(object.node, 'metadata', 'generateName'), check, object.kind);
    if (knownKind(object.apiVersion, object.kind)?.namespaced)
      yield* fault(scalarAt(object.node, 'metadata', 'namespace'), labelFault, 'Namespace');
  },
};

function* fault(node: ScalarNode | undefined, check: Check, kind: string): Generator<Problem> {
  const value = node?.value;
  const reason = node && typeof value === 'string' && value !== '' ? check(value) : undefined;
  if (!node || reason === undefined) return;
  yield problemAt(
    node,
    l10n.t('"{0}" can not be the name of a {1} ({2}): the API server refuses it.', node.text, kind, reason),
    { fixes: () => changeMaybe(node, asName(node.text, check)) },
  );
}

/** What random letters are put behind may end with a dash. */
function* generated(node: ScalarNode | undefined, check: Check, kind: string): Generator<Problem> {
  const value = node?.value;
  if (!node || typeof value !== 'string' || value === '') return;
  const whole = value.length > 1 && value.endsWith('-') ? `${value.slice(0, -2)}a` : value;
  const reason = check(whole);
  if (reason === undefined) return;
  yield problemAt(
    node,
    l10n.t('"{0}" can not begin the name of a {1} ({2}): the API server refuses it.', value, kind, reason),
  );
}
