import * as l10n from '@vscode/l10n';
import { setScalar } from '../../../manifest/edits.ts';
import { mapAt, scalarAt, type MapNode } from '../../../manifest/nodes.ts';
import { inSteps } from '../../../manifest/steps.ts';
import { setExample } from '../../examples.ts';
import { knownKind, successorOf } from '../../fields/kinds.ts';
import { given } from '../../given.ts';
import { problemAt } from '../../problem.ts';
import { selectByTemplate } from '../../relabel.ts';
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
versions mean the same, with more that must be there: \`apps/v1\` wants a \`spec.selector\`, which the
quick fix takes from the template's labels where there is none. What else is wrong is found once the version is known.`,
    bad: good.replace('apps/v1', 'extensions/v1beta1'),
    good,
  },
  *check({ object, file, partial }) {
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
                edits: inSteps(file.manifest.text, object, [
                  () => setScalar(node, successor),
                  (text, root) => (successor === 'apps/v1' && !partial ? withSelector(text, root) : []),
                ]),
                preferred: true,
              },
            ],
    });
  },
};

/** The selector that the older versions took from the template by themselves. */
function withSelector(text: string, root: MapNode): ReturnType<typeof selectByTemplate> {
  const spec = mapAt(root, 'spec');
  return spec && !given(spec, 'selector') ? selectByTemplate(text, spec) : [];
}
