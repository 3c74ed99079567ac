import * as l10n from '@vscode/l10n';
import { formatPath, stepsOf } from '../../../manifest/nodes.ts';
import { decodedOf, type UnknownField } from '../../decode.ts';
import { setExample } from '../../examples.ts';
import { without } from '../../fixes.ts';
import { given } from '../../given.ts';
import { homeOf, longerField, meantField, otherKinds } from '../../misplaced.ts';
import type { Fix, Problem, Rule, RuleContext } from '../../rule.ts';

/** Kinds that a field may have been taken from, the likelier first. */
const likelyKinds = [
  'StatefulSet',
  'Deployment',
  'DaemonSet',
  'Service',
  'Secret',
  'ConfigMap',
  'PersistentVolumeClaim',
  'Pod',
];

const bad = setExample('StatefulSet', { spec: 'replica: 3' });

export const unknownField: Rule = {
  code: 'unknown-field',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: 'A field that does not exist',
    why: `kubectl and the API server refuse fields that a type does not have; the names of fields are case-sensitive. With validation
turned off they would be dropped silently, which is worse. Most such fields are slips of the keyboard, or were taken from another
kind.`,
    bad,
    good: bad.replace('replica:', 'replicas:'),
  },
  *check(context) {
    const { object } = context;
    for (const unknown of decodedOf(object).unknown) {
      if (isMisplaced(unknown)) continue;
      yield problem(unknown, context);
    }
  },
};

/** The field that a key of the same map means, as far as its letters tell. */
function meant({ typed, entry }: UnknownField): string | undefined {
  return meantField(typed.type, entry.key) ?? longerField(typed.type, entry.key);
}

/** Whether a field is right, but stands in the wrong place: a finding of its own. */
export function isMisplaced(unknown: UnknownField): boolean {
  const { typed, entry } = unknown;
  const near = meantField(typed.type, entry.key);
  if (near !== undefined) return false;
  return homeOf(typed, entry.key) !== undefined;
}

function problem(unknown: UnknownField, context: RuleContext): Problem {
  const { kind } = context.object;
  const { typed, entry } = unknown;
  const name = meant(unknown);
  const others = name === undefined ? otherKinds(typed, entry.key, likelyKinds) : [];
  return {
    range: entry.keyRange,
    path: formatPath([...stepsOf(typed.node), entry.key]),
    message: messageOf(entry.key, name, kind, others[0]),
    fixes: () => [...fixes(context.file.manifest.text, unknown, name)],
  };
}

function messageOf(key: string, name: string | undefined, kind: string, other: string | undefined): string {
  if (name !== undefined)
    return l10n.t(
      'There is no field "{0}" here; "{1}" is one. The API server refuses the object.',
      key,
      name,
    );
  if (other !== undefined) {
    return l10n.t(
      'A {0} has no field "{1}"; a {2} has. The API server refuses the object.',
      kind,
      key,
      other,
    );
  }
  return l10n.t('There is no field "{0}" here: the API server refuses the object.', key);
}

function* fixes(text: string, { typed, entry }: UnknownField, name: string | undefined): Generator<Fix> {
  const own = typed.node.entries.includes(entry);
  if (!own) return;
  const rename = name !== undefined && !given(typed.node, name) && !typed.node.byKey.has(name);
  if (rename) {
    const quote = /^['"]/.exec(text.slice(entry.keyRange.start))?.[0] ?? '';
    const edits = [{ range: entry.keyRange, text: `${quote}${name}${quote}` }];
    yield { title: l10n.t('Change to "{0}"', name), edits, preferred: true };
  }
  // What holds more is not thrown away without a look.
  yield without(text, typed.node, entry.key, !rename && entry.value.kind === 'scalar');
}
