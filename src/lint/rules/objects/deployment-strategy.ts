import * as l10n from '@vscode/l10n';
import { scalarAt, type MapNode } from '../../../manifest/nodes.ts';
import { setScalar } from '../../../manifest/edits.ts';
import { without } from '../../fixes.ts';
import { given, integerIn, textIn } from '../../given.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';
import { portionOf } from '../../values/percent.ts';
import { objectExample } from './examples.ts';
import { jobTemplate } from './examples.ts';

const template = jobTemplate
  .replace('    restartPolicy: Never\n', '')
  .replace('template:\n', 'template:\n  metadata:\n    labels:\n      app: web\n')
  .replace(/^(?=.)/gm, '  ');
const example = (strategy: string): string =>
  objectExample(
    'apps/v1',
    'Deployment',
    `spec:\n  selector:\n    matchLabels:\n      app: web\n  strategy:\n${strategy}\n${template}`,
  );

export const deploymentStrategy: Rule = {
  code: 'deployment-strategy',
  severity: 'error',
  basis: 'api',
  kinds: ['Deployment'],
  docs: {
    title: 'An update strategy of a Deployment that can not work',
    why: `\`rollingUpdate\` does not go with \`type: Recreate\`; \`maxUnavailable\` and \`maxSurge\` can't both be 0; \`progressDeadlineSeconds\` (600
without it) must be more than \`minReadySeconds\`. The API server refuses the Deployment otherwise.`,
    bad: example('    type: Recreate\n    rollingUpdate:\n      maxSurge: 1'),
    good: example('    type: Recreate'),
  },
  *check(context) {
    const { text } = context.file.manifest;
    for (const { node } of context.typed('DeploymentStrategy')) {
      const rolling = given(node, 'rollingUpdate');
      if (!rolling) continue;
      if (textIn(node, 'type') === 'Recreate') {
        const message = l10n.t(
          'rollingUpdate does not go with type Recreate: the API server refuses the Deployment.',
        );
        yield problemAt(rolling, message, { fixes: () => [without(text, node, 'rollingUpdate', true)] });
      }
    }
    for (const { node, owner } of context.typed('RollingUpdateDeployment')) {
      if (
        textIn(owner?.node, 'type') === 'Recreate' ||
        !isZero(node, 'maxUnavailable') ||
        !isZero(node, 'maxSurge')
      )
        continue;
      const place = given(node, 'maxUnavailable') ?? node;
      yield problemAt(
        place,
        l10n.t(
          'maxUnavailable and maxSurge are both 0: the API server refuses it, no pod could be replaced.',
        ),
        {
          fixes: () =>
            place.kind === 'scalar'
              ? [
                  {
                    title: l10n.t('Set {0} to {1}', 'maxUnavailable', 1),
                    edits: setScalar({ ...place, style: 'plain' }, 1),
                    preferred: true,
                  },
                ]
              : [],
        },
      );
    }
    for (const { node } of context.typed('DeploymentSpec')) {
      const ready = integerIn(node, 'minReadySeconds', 0) ?? 0;
      const deadline = integerIn(node, 'progressDeadlineSeconds', 600);
      if (deadline === undefined || deadline > ready) continue;
      const place = scalarAt(node, 'progressDeadlineSeconds') ?? scalarAt(node, 'minReadySeconds') ?? node;
      yield {
        ...problemAt(
          place,
          l10n.t(
            'progressDeadlineSeconds {0} is not more than minReadySeconds {1}: the API server refuses it.',
            deadline,
            ready,
          ),
        ),
        path: 'spec.progressDeadlineSeconds',
      };
    }
  },
};

function isZero(node: MapNode, key: string): boolean {
  const portion = portionOf(scalarAt(node, key));
  return portion !== undefined && ('count' in portion ? portion.count : portion.percent) === 0;
}
