import * as l10n from '@vscode/l10n';
import { setScalar } from '../../../manifest/edits.ts';
import { scalarAt } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { knownKind, successorOf } from '../../fields/kinds.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';

const good = setExample('DaemonSet');

export const apiVersionRemoved: Rule = {
  code: 'api-version-removed',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: 'A version of the API that no server has any more',
    why: `\`extensions/v1beta1\` and \`apps/v1beta1\` are gone since Kubernetes 1.16, \`policy/v1beta1\` and \`batch/v1beta1\` since 1.25. The new
versions mean the same, with more that must be there: \`apps/v1\` wants a \`spec.selector\`.`,
    bad: good.replace('apps/v1', 'extensions/v1beta1'),
    good,
  },
  *check({ object }) {
    const { apiVersion, kind } = object;
    const successor = knownKind(apiVersion, kind) ? undefined : successorOf(apiVersion, kind);
    const node = scalarAt(object.node, 'apiVersion');
    if (successor === undefined || !node) return;
    const message =
      successor === ''
        ? l10n.t('{0} has no {1} any more, nor has any other version.', apiVersion, kind)
        : l10n.t('{0} has no {1} any more: it is in {2} now.', apiVersion, kind, successor);
    yield problemAt(node, message, {
      fixes: () =>
        successor === ''
          ? []
          : [
              {
                title: l10n.t('Change to {0}', successor),
                edits: setScalar(node, successor),
                preferred: true,
              },
            ],
    });
  },
};
