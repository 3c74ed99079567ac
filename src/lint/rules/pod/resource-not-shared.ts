import * as l10n from '@vscode/l10n';
import { amountsOf, isShared } from '../../amounts.ts';
import { setExample } from '../../examples.ts';
import { putIn } from '../../../manifest/edits.ts';
import { scalarText } from '../../fixes.ts';
import { problemAt, problemWithout } from '../../problem.ts';
import type { Rule } from '../../rule.ts';

const example = (limits: string): string =>
  setExample('DaemonSet', {
    container: `resources:\n  requests:\n    nvidia.com/gpu: 1\n${limits}`,
  });

export const resourceNotShared: Rule = {
  code: 'resource-not-shared',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: 'A device or huge pages are requested without an equal limit',
    why: `Extended resources (GPUs, other devices) and huge pages are given to one container whole: the API server wants a limit, and a
request that is the same. The limit alone is enough.`,
    bad: example(''),
    good: example('  limits:\n    nvidia.com/gpu: 1\n'),
  },
  *check(context) {
    for (const { node } of context.typed('ResourceRequirements')) {
      const limits = amountsOf(node, 'limits');
      for (const { name, node: request, amount } of amountsOf(node, 'requests').values()) {
        if (isShared(name)) continue;
        const limit = limits.get(name);
        if (limit && limit.amount !== amount) {
          yield problemAt(
            request,
            l10n.t(
              '{0} must have a request equal to its limit ({1}): the API server refuses it.',
              name,
              limit.node.text,
            ),
            { fixes: () => [scalarText(request, limit.node, l10n.t('Set the request to the limit'), true)] },
          );
        } else if (!limit && !context.partial && !node.byKey.get('limits')?.alias) {
          yield problemWithout(
            node,
            'limits',
            l10n.t('{0} needs a limit, not only a request: the API server refuses it.', name),
            {
              fixes: () => [
                {
                  title: l10n.t('Add a limit of {0}', request.text),
                  edits: putIn(context.file.manifest.text, node, ['limits', name], request.value),
                  preferred: true,
                },
              ],
            },
          );
        }
      }
    }
  },
};
