import * as l10n from '@vscode/l10n';
import { seqAt, type SeqNode } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { withoutItem } from '../../fixes.ts';
import { problemAt } from '../../problem.ts';
import type { Problem, Rule, RuleContext } from '../../rule.ts';
import { labelKeyFault } from '../../values/labels.ts';

const standard: ReadonlySet<string> = new Set(['kubernetes', 'orphan', 'foregroundDeletion']);
const bad = setExample('DaemonSet', { metadata: 'finalizers:\n- protect' });

export const finalizerInvalid: Rule = {
  code: 'finalizer-invalid',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: 'A finalizer that is none',
    why: `A finalizer is a name with a domain before it: \`example.com/protect\`. It keeps the object from going until whoever it belongs to
takes it away; one that nobody knows keeps it for ever.`,
    bad,
    good: bad.replace('- protect', '- example.com/protect'),
  },
  *check(context) {
    const { kind, node } = context.object;
    yield* faults(context, seqAt(node, 'metadata', 'finalizers'), kind !== 'PodDisruptionBudget');
    if (kind === 'Namespace') yield* faults(context, seqAt(node, 'spec', 'finalizers'), true);
  },
};

/** `domain`: what is not one of Kubernetes' own has one. Of budgets less is checked. */
function* faults(context: RuleContext, list: SeqNode | undefined, domain: boolean): Generator<Problem> {
  for (const { value: node } of list?.items ?? []) {
    if (node.kind !== 'scalar' || typeof node.value !== 'string') continue;
    const bare = domain && !node.value.includes('/') && !standard.has(node.value);
    const reason = labelKeyFault(node.value) ?? (bare ? l10n.t('it has no domain') : undefined);
    if (reason === undefined) continue;
    yield problemAt(
      node,
      l10n.t('"{0}" can not be a finalizer ({1}): the API server refuses the object.', node.value, reason),
      { fixes: () => withoutItem(context.file.manifest.text, node) },
    );
  }
  const names = list?.items.map(({ value }) => (value.kind === 'scalar' ? value.value : undefined)) ?? [];
  if (!list || !names.includes('orphan') || !names.includes('foregroundDeletion')) return;
  yield problemAt(
    list,
    l10n.t('orphan and foregroundDeletion exclude each other: the API server refuses both.'),
  );
}
