import * as l10n from '@vscode/l10n';
import { mapAt, scalarAt } from '../../../manifest/nodes.ts';
import { serviceExample, setExample } from '../../examples.ts';
import { without } from '../../fixes.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';

const example = (rolling: string): string =>
  `${serviceExample('web')}---\n${setExample('StatefulSet', {
    spec: `serviceName: web\nreplicas: 3\nupdateStrategy:\n  type: RollingUpdate\n  rollingUpdate:\n    partition: 0\n${rolling}`,
  })}`;

/** UPD003. Gate MaxUnavailableStatefulSet; `dropStatefulSetDisabledFields`. */
export const maxUnavailableIgnored: Rule = {
  code: 'max-unavailable-ignored',
  severity: 'info',
  basis: 'runtime',
  kinds: ['StatefulSet'],
  docs: {
    title: 'maxUnavailable of a StatefulSet is dropped by most clusters',
    why: `The field needs the feature gate \`MaxUnavailableStatefulSet\`: off up to 1.34, on in 1.35.0 to 1.35.3, off again from 1.35.4 through
1.36. Where it is off the API server drops the field without a word, whatever value it has, and one pod is replaced after the other.
Where it is on, more pods are replaced at a time only with \`podManagementPolicy: Parallel\`.`,
    bad: example('    maxUnavailable: 2'),
    good: example(''),
  },
  *check({ set, file }) {
    const rolling = mapAt(set?.spec, 'updateStrategy', 'rollingUpdate');
    const node = scalarAt(rolling, 'maxUnavailable');
    if (!rolling || !node || node.value === null) return;
    yield problemAt(
      node,
      l10n.t(
        'Up to Kubernetes 1.36 most clusters drop this without a word: one pod is replaced after the other.',
      ),
      { fixes: () => [without(file.manifest.text, rolling, 'maxUnavailable')], tags: ['unnecessary'] },
    );
  },
};
