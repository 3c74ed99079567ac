import * as l10n from '@vscode/l10n';
import { without } from '../../fixes.ts';
import { given } from '../../given.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';
import { objectExample } from './examples.ts';
import { numberIn } from './numbers.ts';

const example = (port: string): string =>
  objectExample(
    'networking.k8s.io/v1',
    'NetworkPolicy',
    `spec:\n  podSelector: {}\n  ingress:\n  - ports:\n    - protocol: TCP\n${port}`,
  );

export const networkPolicyPortRange: Rule = {
  code: 'network-policy-port-range',
  severity: 'error',
  basis: 'api',
  kinds: ['NetworkPolicy'],
  docs: {
    title: 'A range of ports that can not be one',
    why: `\`endPort\` makes a range of \`port\`: both are numbers from 1 to 65535, and the end is not below the beginning. The API server refuses
\`endPort\` without \`port\` or beside a port's name.`,
    bad: example('      port: 9000\n      endPort: 8000'),
    good: example('      port: 8000\n      endPort: 9000'),
  },
  *check(context) {
    const { text } = context.file.manifest;
    for (const { node } of context.typed('NetworkPolicyPort')) {
      const end = given(node, 'endPort');
      if (end?.kind !== 'scalar' || typeof end.value !== 'number') continue;
      const port = given(node, 'port');
      const first = numberIn(node, 'port');
      if (first === undefined) {
        const message = port
          ? l10n.t('endPort needs a port that is a number: the API server refuses it beside a name.')
          : l10n.t('endPort needs port, where the range begins: the API server refuses it.');
        yield problemAt(end, message, { fixes: () => [without(text, node, 'endPort')] });
      } else if (end.value < first && first <= 65535) {
        const message = l10n.t(
          '{0} is no end of a range of ports that begins at {1}: the API server refuses it.',
          end.value,
          first,
        );
        yield problemAt(end, message, { fixes: () => [without(text, node, 'endPort')] });
      }
    }
  },
};
