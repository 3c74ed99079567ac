import * as l10n from '@vscode/l10n';
import { scalarAt } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { within, type Typed } from '../../fields/typed.ts';
import { changeMaybe, changeTo, without } from '../../fixes.ts';
import { given, lengthIn, textIn, textsIn } from '../../given.ts';
import { problemAt, problemWithout } from '../../problem.ts';
import type { Problem, Rule, RuleContext } from '../../rule.ts';
import { asLabelValue, labelValueFault } from '../../values/labels.ts';
import { asName, subdomainFault } from '../../values/names.ts';

const example = (values: string): string =>
  setExample('DaemonSet', {
    pod: `affinity:
  nodeAffinity:
    requiredDuringSchedulingIgnoredDuringExecution:
      nodeSelectorTerms:
      - matchExpressions:
        - key: node-role.kubernetes.io/control-plane
          operator: DoesNotExist
${values}`,
  });

export const requirementValues: Rule = {
  code: 'requirement-values',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: 'Operator and values of a selector do not go together',
    why: `\`In\` and \`NotIn\` need \`values\`, \`Exists\` and \`DoesNotExist\` may have none, \`Gt\` and \`Lt\` have exactly one. Values that nodes must have are
written as labels' values. In \`matchFields\` only \`In\` and \`NotIn\` with one value are allowed, and only for \`metadata.name\`. The API server refuses others.`,
    bad: example('          values:\n          - "true"\n'),
    good: example(''),
  },
  *check(context) {
    for (const part of context.typed('LabelSelectorRequirement')) yield* countFault(context, part);
    for (const part of context.typed('NodeSelectorRequirement')) {
      if (part.field === 'matchFields') yield* fieldFaults(context, part);
      else {
        yield* countFault(context, part);
        // What is only preferred may name any value.
        if (within(part, 'NodeSelector')) yield* valueFaults(part);
      }
    }
  },
};

function* valueFaults({ node }: Typed): Generator<Problem> {
  for (const value of textsIn(node, 'values')) {
    const fault = labelValueFault(value.value);
    if (fault === undefined) continue;
    yield problemAt(
      value,
      l10n.t('"{0}" can\'t be the value of a label: {1}. The API server refuses it.', value.value, fault),
      { fixes: () => changeMaybe(value, asLabelValue(value.value)) },
    );
  }
}

function* countFault(context: RuleContext, { node }: Typed): Generator<Problem> {
  const operator = textIn(node, 'operator') ?? '';
  const count = lengthIn(node, 'values');
  const message = count === undefined ? undefined : countMessage(operator, count);
  if (message === undefined) return;
  const values = given(node, 'values');
  const { text } = context.file.manifest;
  const fixes = () =>
    operator === 'Exists' || operator === 'DoesNotExist' ? [without(text, node, 'values', true)] : [];
  if (values) yield problemAt(values, message, { fixes });
  else if (!context.partial) yield problemWithout(node, 'values', message);
}

function countMessage(operator: string, count: number): string | undefined {
  if ((operator === 'In' || operator === 'NotIn') && count === 0)
    return l10n.t('{0} needs values: the API server refuses it without.', operator);
  if ((operator === 'Exists' || operator === 'DoesNotExist') && count > 0)
    return l10n.t('{0} looks at the key alone: the API server refuses values.', operator);
  if ((operator === 'Gt' || operator === 'Lt') && count !== 1)
    return l10n.t('{0} needs exactly one value: the API server refuses others.', operator);
  return undefined;
}

const operators: ReadonlySet<string> = new Set(['Exists', 'DoesNotExist', 'Gt', 'Lt']);

function* fieldFaults(context: RuleContext, { node }: Typed): Generator<Problem> {
  const operator = scalarAt(node, 'operator');
  const key = scalarAt(node, 'key');
  const count = lengthIn(node, 'values');
  const values = given(node, 'values');
  if (operator && operators.has(operator.text)) {
    yield problemAt(
      operator,
      l10n.t('matchFields knows In and NotIn only: the API server refuses "{0}".', operator.text),
    );
  } else if (count !== undefined && count !== 1 && (values || !context.partial)) {
    const message = l10n.t('matchFields needs exactly one value: the API server refuses others.');
    yield values ? problemAt(values, message) : problemWithout(node, 'values', message);
  }
  if (typeof key?.value !== 'string' || key.value === '') return;
  if (key.value !== 'metadata.name') {
    const message = l10n.t('Only "metadata.name" can be matched: the API server refuses "{0}".', key.value);
    yield problemAt(key, message, { fixes: () => [changeTo(key, 'metadata.name')] });
    return;
  }
  for (const value of textsIn(node, 'values')) {
    const fault = subdomainFault(value.value);
    if (fault === undefined) continue;
    yield problemAt(
      value,
      l10n.t('"{0}" is no name of a node: {1}. The API server refuses it.', value.value, fault),
      {
        fixes: () => changeMaybe(value, asName(value.value, subdomainFault)),
      },
    );
  }
}
