import * as l10n from '@vscode/l10n';
import { insertKey, putIn } from '../../../manifest/edits.ts';
import { at, type Json } from '../../../manifest/nodes.ts';
import type { ContainerView } from '../../../manifest/objects.ts';
import { setExample } from '../../examples.ts';
import { given } from '../../given.ts';
import { imageFacts } from '../../images.ts';
import { problemWithout } from '../../problem.ts';
import type { Rule } from '../../rule.ts';
import { mainContainers, portOf } from '../../serving.ts';

const ports = 'ports:\n- name: http\n  containerPort: 8080\n';
const probe = 'readinessProbe:\n  tcpSocket:\n    port: http\n';

/** PRB001. */
export const readinessProbeMissing: Rule = {
  code: 'readiness-probe-missing',
  severity: 'hint',
  basis: 'policy',
  kinds: ['StatefulSet', 'DaemonSet'],
  docs: {
    title: 'Nothing says when the pod is ready',
    why: `Without a readiness probe a pod is ready as soon as its process runs. A rollout of a set goes from one pod to the next when the one
before is ready, and Services send clients to pods that are: so the next database goes down before the last one answers. The quick fix
asks whether the port is open; a probe that asks the server itself is better.`,
    bad: setExample('DaemonSet', { container: ports }),
    good: setExample('DaemonSet', { container: ports + probe }),
  },
  *check({ set, file }) {
    if (!set) return;
    for (const container of mainContainers(set)) {
      const { node } = container;
      if (given(node, 'readinessProbe') || container.ports.length === 0) continue;
      yield problemWithout(
        node,
        'readinessProbe',
        l10n.t('Without a readiness probe the pod counts as ready as soon as its process runs.'),
        {
          fixes: () => {
            const probe = probeFor(container);
            if (!probe) return [];
            const { text } = file.manifest;
            const edits = at(node, 'readinessProbe')
              ? putIn(text, node, ['readinessProbe'], probe)
              : insertKey(text, node, 'readinessProbe', probe, { after: 'ports' });
            return [{ title: l10n.t('Add a readiness probe'), edits }];
          },
        },
      );
    }
  },
};

function probeFor(container: ContainerView): Json | undefined {
  const facts = imageFacts(container.image);
  if (facts?.system === 'postgres') {
    return { exec: { command: ['pg_isready', '-h', '127.0.0.1'] }, timeoutSeconds: 5 };
  }
  const port = portOf(container) ?? facts?.ports[0];
  return port === undefined ? undefined : { tcpSocket: { port } };
}
