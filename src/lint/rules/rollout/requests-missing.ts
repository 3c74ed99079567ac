import * as l10n from '@vscode/l10n';
import { putIn } from '../../../manifest/edits.ts';
import { at } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { given } from '../../given.ts';
import { problemAt, problemWithout } from '../../problem.ts';
import type { Rule } from '../../rule.ts';

const resources = `resources:
  requests:
    cpu: 100m
    memory: 128Mi
  limits:
    memory: 256Mi
`;

/** RES001, DS001. */
export const requestsMissing: Rule = {
  code: 'requests-missing',
  severity: 'hint',
  basis: 'policy',
  kinds: ['StatefulSet', 'DaemonSet'],
  docs: {
    title: 'The container asks for no CPU or memory',
    why: `The scheduler places pods by what they request. Without requests it takes the pod for one that needs nothing, puts it on a full
node, and when the node runs out of memory such pods are ended first. The quick fix writes small amounts: put yours there.`,
    bad: setExample('DaemonSet'),
    good: setExample('DaemonSet', { container: resources }),
  },
  *check({ set, file }) {
    for (const { node, init } of set?.containers ?? []) {
      if (init) continue;
      // A limit alone is its own request.
      const asked = ['cpu', 'memory'].filter(
        (name) => given(node, 'resources', 'requests', name) ?? given(node, 'resources', 'limits', name),
      );
      if (asked.length === 2) continue;
      const missing = asked[0] === 'cpu' ? 'memory' : 'cpu';
      const message =
        asked.length === 0
          ? l10n.t(
              'Without requests the scheduler takes this container for one that needs no CPU and no memory.',
            )
          : l10n.t(
              'Without a request the scheduler takes this container for one that needs no {0}.',
              missing,
            );
      const fixes = () => {
        const amount = { cpu: '100m', memory: '128Mi' };
        const path = ['resources', 'requests'];
        const { text } = file.manifest;
        const edits =
          asked[0] === undefined
            ? putIn(text, node, path, amount, { after: 'image' })
            : putIn(text, node, [...path, missing], amount[missing], { after: 'image' });
        return [{ title: l10n.t('Add requests'), edits }];
      };
      const place = at(node, 'resources');
      yield place
        ? problemAt(place, message, { fixes })
        : problemWithout(node, 'resources.requests', message, { fixes });
    }
  },
};
