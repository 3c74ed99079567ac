import * as l10n from '@vscode/l10n';
import { scalarAt } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { changeMaybe, without } from '../../fixes.ts';
import { textIn } from '../../given.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';
import { asLabelValue, labelValueFault } from '../../values/labels.ts';

const example = (more: string): string =>
  setExample('DaemonSet', { pod: `tolerations:\n- key: dedicated\n  operator: Exists\n${more}` });

export const tolerationValue: Rule = {
  code: 'toleration-value',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: "A toleration's value is of no use, or has not the form of one",
    why: `\`operator: Exists\` tolerates the taint whatever its value: the API server refuses a \`value\` beside it. With \`Equal\` the value
is compared with that of a taint, and must be written as a label's: at most 63 letters, digits, \`-\`, \`_\` and \`.\`.`,
    bad: example('  value: logs\n'),
    good: example(''),
  },
  *check(context) {
    for (const { node } of context.typed('Toleration')) {
      const value = scalarAt(node, 'value');
      const operator = textIn(node, 'operator');
      if (typeof value?.value !== 'string' || value.value === '') continue;
      const { value: text } = value;
      if (operator === 'Exists') {
        yield problemAt(value, l10n.t('"Exists" looks at no value: the API server refuses "{0}".', text), {
          fixes: () => [without(context.file.manifest.text, node, 'value', true)],
        });
      } else if (operator === '' || operator === 'Equal') {
        const fault = labelValueFault(text);
        if (fault === undefined) continue;
        yield problemAt(
          value,
          l10n.t('"{0}" can\'t be the value of a taint: {1}. The API server refuses it.', text, fault),
          { fixes: () => changeMaybe(value, asLabelValue(text)) },
        );
      }
    }
  },
};
