import * as l10n from '@vscode/l10n';
import { amountsOf, isExtended, isHugePages } from '../../amounts.ts';
import { setExample } from '../../examples.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';
import { nano, parseQuantity, type Nanos } from '../../values/quantity.ts';

const example = (count: string): string =>
  setExample('DaemonSet', { container: `resources:\n  limits:\n    nvidia.com/gpu: ${count}\n` });

export const resourceFraction: Rule = {
  code: 'resource-fraction',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: 'A device or huge pages can only be had whole',
    why: `Extended resources (GPUs, other devices) are counted in whole numbers, huge pages in multiples of their size, and these need a
request or limit of CPU or memory beside them. The API server refuses fractions.`,
    bad: example('500m'),
    good: example('"1"'),
  },
  *check(context) {
    for (const { node } of context.typed('ResourceRequirements')) {
      const names = new Set<string>();
      for (const field of ['limits', 'requests'] as const) {
        for (const { name, node: value, amount } of amountsOf(node, field).values()) {
          names.add(name);
          const fault = faultOf(name, amount);
          if (fault !== undefined) yield problemAt(value, fault);
        }
      }
      const huge = [...names].find(isHugePages);
      if (huge !== undefined && !names.has('cpu') && !names.has('memory') && !context.partial) {
        yield problemAt(node, l10n.t('{0} needs cpu or memory beside it: the API server refuses it.', huge));
      }
    }
  },
};

function faultOf(name: string, amount: Nanos): string | undefined {
  if (isExtended(name) && amount % nano !== 0n)
    return l10n.t('{0} is counted in whole numbers: the API server refuses a fraction.', name);
  if (!isHugePages(name)) return undefined;
  const size = parseQuantity(name.slice('hugepages-'.length));
  if (size === undefined || size <= 0n || amount % size !== 0n)
    return l10n.t('{0} can only be had in multiples of its size: the API server refuses it.', name);
  return undefined;
}
