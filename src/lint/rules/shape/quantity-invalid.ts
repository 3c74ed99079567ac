import * as l10n from '@vscode/l10n';
import { decodedOf } from '../../decode.ts';
import { setExample } from '../../examples.ts';
import { changeMaybe } from '../../fixes.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';
import { meantQuantity } from '../../values/quantity.ts';

const bad = setExample('DaemonSet', {
  container: 'resources:\n  limits:\n    memory: 500MB',
});

export const quantityInvalid: Rule = {
  code: 'quantity-invalid',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: 'An amount that Kubernetes does not read',
    why: `An amount is a number and one of the units n, u, m, k, M, G, T, P, E (powers of 1000) or Ki, Mi, Gi, Ti, Pi, Ei (powers of 1024).
Upper and lower case count: \`1K\`, \`1ki\` and \`1gi\` are refused. There is no \`B\` behind the unit and no blank before it; CPU has no unit
but \`m\` for thousandths.`,
    bad,
    good: bad.replace('500MB', '500M'),
  },
  *check({ object }) {
    for (const { node, want } of decodedOf(object).misfits) {
      if (want !== 'quantity' || node.kind !== 'scalar') continue;
      const meant = meantQuantity(node.text);
      const message =
        meant === undefined
          ? l10n.t('"{0}" is no amount that Kubernetes reads: the API server refuses the object.', node.text)
          : l10n.t(
              '"{0}" is no amount that Kubernetes reads ("{1}" is): the API server refuses the object.',
              node.text,
              meant,
            );
      yield problemAt(node, message, { fixes: () => changeMaybe(node, meant) });
    }
  },
};
