import * as l10n from '@vscode/l10n';
import { setExample } from '../../examples.ts';
import { given } from '../../given.ts';
import { imageFacts } from '../../images.ts';
import { problemWithout } from '../../problem.ts';
import type { Rule } from '../../rule.ts';
import { mainContainers } from '../../serving.ts';

const ready = 'ports:\n- name: http\n  containerPort: 8080\nreadinessProbe:\n  tcpSocket:\n    port: http\n';

/** PRB002. */
export const livenessProbeMissing: Rule = {
  code: 'liveness-probe-missing',
  severity: 'hint',
  basis: 'policy',
  kinds: ['StatefulSet', 'DaemonSet'],
  docs: {
    title: 'Nothing ends a process that hangs',
    why: `A container is started again when its process ends. One that hangs goes on until somebody notices, unless a liveness probe asks it
something that it can answer only while it works. Let it ask for little and wait long: a probe that fails under load ends what is merely
busy. It is not asked of databases, which are better left alone while they recover, nor of what serves no port.`,
    bad: setExample('DaemonSet', { container: ready }),
    good: setExample('DaemonSet', {
      container: `${ready}livenessProbe:\n  httpGet:\n    path: /healthz\n    port: http\n  periodSeconds: 30\n`,
    }),
  },
  *check({ set }) {
    if (!set) return;
    for (const { node, ports, image } of mainContainers(set)) {
      // Where nothing says when it is ready, that comes first.
      if (ports.length === 0 || !given(node, 'readinessProbe') || given(node, 'livenessProbe')) continue;
      if (imageFacts(image)?.database) continue;
      yield problemWithout(
        node,
        'livenessProbe',
        l10n.t('Without a liveness probe a process that hangs goes on until somebody notices.'),
      );
    }
  },
};
