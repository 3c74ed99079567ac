import * as l10n from '@vscode/l10n';
import { putIn } from '../../../manifest/edits.ts';
import { at, scalarAt } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { given } from '../../given.ts';
import { problemAt, problemWithout } from '../../problem.ts';
import type { Rule } from '../../rule.ts';
import { quantityOf } from '../../values/quantity.ts';

const requests = 'resources:\n  requests:\n    cpu: 100m\n    memory: 128Mi\n';

/** RES002. */
export const memoryLimitMissing: Rule = {
  code: 'memory-limit-missing',
  severity: 'hint',
  basis: 'policy',
  kinds: ['StatefulSet', 'DaemonSet'],
  docs: {
    title: 'The container may take all memory of its node',
    why: `Without a memory limit a leak in one container takes the memory of every other pod on the node. A limit ends only the container
that grows. Nothing is said about a CPU limit: it slows down what could use idle time.`,
    bad: setExample('DaemonSet', { container: requests }),
    good: setExample('DaemonSet', { container: `${requests}  limits:\n    memory: 256Mi\n` }),
  },
  *check({ set, file }) {
    for (const { node, init } of set?.containers ?? []) {
      if (init || given(node, 'resources', 'limits', 'memory')) continue;
      const message = l10n.t('Without a memory limit this container may take all memory of its node.');
      const fixes = () => {
        const request = scalarAt(node, 'resources', 'requests', 'memory');
        const amount =
          request && quantityOf(request) !== undefined ? (request.value as string | number) : '256Mi';
        const edits = putIn(file.manifest.text, node, ['resources', 'limits', 'memory'], amount, {
          after: 'image',
        });
        return [{ title: l10n.t('Set the memory limit to {0}', amount), edits }];
      };
      const place = at(node, 'resources');
      yield place
        ? problemAt(place, message, { fixes })
        : problemWithout(node, 'resources.limits.memory', message, { fixes });
    }
  },
};
