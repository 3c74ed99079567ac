import * as l10n from '@vscode/l10n';
import { putIn } from '../../../manifest/edits.ts';
import { without } from '../../fixes.ts';
import { given, lengthIn } from '../../given.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';
import { objectExample } from './examples.ts';

const example = (peer: string): string =>
  objectExample(
    'networking.k8s.io/v1',
    'NetworkPolicy',
    `spec:\n  podSelector: {}\n  ingress:\n  - from:\n${peer}`,
  );

export const networkPolicyPeer: Rule = {
  code: 'network-policy-peer',
  severity: 'error',
  basis: 'api',
  kinds: ['NetworkPolicy'],
  docs: {
    title: 'A peer of a network policy that names nobody, or too much',
    why: `A peer in \`from\` or \`to\` is an \`ipBlock\`, or pods by \`podSelector\` and \`namespaceSelector\`; the API server refuses an empty peer, and
an \`ipBlock\` beside a selector (make two items of it). To allow everybody, leave \`from\` out. \`policyTypes\` has at most two items.`,
    bad: example('    - ipBlock:\n        cidr: 10.0.0.0/8\n      podSelector: {}'),
    good: example('    - ipBlock:\n        cidr: 10.0.0.0/8\n    - podSelector: {}'),
  },
  *check(context) {
    const { text } = context.file.manifest;
    for (const { node } of context.typed('NetworkPolicyPeer')) {
      const found = ['podSelector', 'namespaceSelector', 'ipBlock'].filter((key) => given(node, key));
      if (found.length === 0) {
        yield problemAt(
          node,
          l10n.t(
            'A peer needs podSelector, namespaceSelector or ipBlock: the API server refuses it without.',
          ),
          {
            fixes: () => {
              const edits = putIn(text, node, ['podSelector'], {});
              return edits.length > 0 ? [{ title: l10n.t('Allow all pods of the namespace'), edits }] : [];
            },
          },
        );
      } else if (found.length > 1 && found.includes('ipBlock')) {
        yield problemAt(
          node,
          l10n.t('ipBlock can not stand beside a selector in one peer: the API server refuses it.'),
          {
            fixes: () =>
              found
                .map((key) => without(text, node, key))
                .filter((fix, i) => found.length === 2 || found[i] === 'ipBlock' || !fix),
          },
        );
      }
    }
    for (const { node } of context.typed('NetworkPolicySpec')) {
      const types = given(node, 'policyTypes');
      if (!types || (lengthIn(node, 'policyTypes') ?? 0) <= 2) continue;
      yield problemAt(types, l10n.t('policyTypes has at most two items: the API server refuses more.'));
    }
  },
};
