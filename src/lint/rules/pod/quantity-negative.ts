import * as l10n from '@vscode/l10n';
import { amountsOf } from '../../amounts.ts';
import { scalarAt } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';
import { quantityOf } from '../../values/quantity.ts';

const example = (amount: string): string =>
  setExample('StatefulSet', { container: `resources:\n  requests:\n    memory: ${amount}\n` });

export const quantityNegative: Rule = {
  code: 'quantity-negative',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: 'A resource or size is negative',
    why: 'Requests, limits and the size of an `emptyDir` are zero or more. The API server refuses less.',
    bad: example('-1Gi'),
    good: example('1Gi'),
  },
  *check(context) {
    for (const { node } of context.typed('ResourceRequirements')) {
      for (const field of ['limits', 'requests'] as const) {
        for (const { node: value, amount } of amountsOf(node, field).values()) {
          if (amount < 0n) yield problemAt(value, message(value.text));
        }
      }
    }
    for (const { node } of context.typed('PodSpec')) {
      for (const { node: value, amount } of amountsOf(node, 'overhead').values()) {
        if (amount < 0n) yield problemAt(value, message(value.text));
      }
    }
    for (const { node } of context.typed('EmptyDirVolumeSource')) {
      const limit = scalarAt(node, 'sizeLimit');
      const amount = quantityOf(limit);
      if (limit && amount !== undefined && amount < 0n) yield problemAt(limit, message(limit.text));
    }
  },
};

const message = (text: string): string => l10n.t('"{0}" is negative: the API server refuses it.', text);
