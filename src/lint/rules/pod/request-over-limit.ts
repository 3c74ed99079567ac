import * as l10n from '@vscode/l10n';
import { amountsOf, isShared } from '../../amounts.ts';
import { scalarText } from '../../fixes.ts';
import { setExample } from '../../examples.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';

const example = (request: string): string =>
  setExample('StatefulSet', {
    container: `resources:\n  requests:\n    memory: ${request}\n  limits:\n    memory: 1Gi\n`,
  });

export const requestOverLimit: Rule = {
  code: 'request-over-limit',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: 'A container requests more than its limit',
    why: `A request is what a node must have free for the pod, the limit what it may use at most: the API server refuses a request over
the limit. \`1G\` (1000³ bytes) is less than \`1Gi\` (1024³).`,
    bad: example('2Gi'),
    good: example('1Gi'),
  },
  *check(context) {
    for (const { node } of context.typed('ResourceRequirements')) {
      const limits = amountsOf(node, 'limits');
      for (const request of amountsOf(node, 'requests').values()) {
        const limit = limits.get(request.name);
        if (!limit || !isShared(request.name) || request.amount <= limit.amount) continue;
        yield problemAt(
          request.node,
          l10n.t(
            'The request of {0} {1} is over the limit of {2}: the API server refuses it.',
            request.node.text,
            request.name,
            limit.node.text,
          ),
          {
            fixes: () => [
              scalarText(request.node, limit.node, l10n.t('Lower the request to the limit'), true),
              scalarText(limit.node, request.node, l10n.t('Raise the limit to the request')),
            ],
          },
        );
      }
    }
  },
};
