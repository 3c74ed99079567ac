import { malformed, type Formed } from '../../checked.ts';
import { setExample } from '../../examples.ts';
import type { Rule } from '../../rule.ts';
import { labelKeyFault } from '../../values/labels.ts';

const example = (key: string): string =>
  setExample('DaemonSet', { pod: `tolerations:\n- key: ${key}\n  operator: Exists\n` });

const keys: readonly Formed[] = [
  { type: 'Toleration', fields: ['key'], check: labelKeyFault },
  { type: 'PodAffinityTerm', fields: ['topologyKey'], check: labelKeyFault },
  {
    type: 'PodAffinityTerm',
    fields: ['matchLabelKeys', 'mismatchLabelKeys'],
    check: labelKeyFault,
    empty: true,
  },
  { type: 'TopologySpreadConstraint', fields: ['matchLabelKeys'], check: labelKeyFault, empty: true },
  {
    type: 'NodeSelectorRequirement',
    fields: ['key'],
    check: labelKeyFault,
    when: ({ field }) => field === 'matchExpressions',
  },
  { type: 'PodReadinessGate', fields: ['conditionType'], check: labelKeyFault },
  { type: 'PodSchedulingGate', fields: ['name'], check: labelKeyFault },
];

export const qualifiedNameInvalid: Rule = {
  code: 'qualified-name-invalid',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: 'The key of a label, a taint, a topology or a gate has not the form of a key',
    why: `Keys in \`nodeAffinity\`, \`tolerations\`, \`topologyKey\`, \`matchLabelKeys\`, \`readinessGates\` and \`schedulingGates\` are written as keys of labels:
a DNS name and \`/\` if there is a prefix, then at most 63 letters, digits, \`-\`, \`_\` and \`.\`. The API server refuses others.
A taint is given in parts here: \`key: dedicated\`, \`value: logs\`, not \`dedicated=logs\`.`,
    bad: example('dedicated=logs'),
    good: example('dedicated'),
  },
  check: (context) => malformed(context, keys),
};
