import * as l10n from '@vscode/l10n';
import { mapsAt, scalarAt, stringAt } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { changeMaybe } from '../../fixes.ts';
import { nearest } from '../../nearest.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';
import { probesOf } from '../../serving.ts';

const example = (port: string): string =>
  setExample('DaemonSet', {
    container: `ports:\n- name: http\n  containerPort: 8080\nreadinessProbe:\n  httpGet:\n    path: /ready\n    port: ${port}\n`,
  });

/** PRB003. The kubelet's `probe.ResolveContainerPort`. */
export const probePortUnknown: Rule = {
  code: 'probe-port-unknown',
  severity: 'warning',
  basis: 'runtime',
  kinds: 'any',
  docs: {
    title: 'A probe asks a port that the container does not name',
    why: `A port's name in a probe is looked up among the ports of the same container. When none has it the probe fails each time: a pod with
such a readiness probe is never ready, one with such a liveness probe is ended again and again. The API server does not look it up.`,
    bad: example('htpp'),
    good: example('http'),
  },
  *check(context) {
    if (context.partial) return;
    for (const { node } of context.typed('Container')) {
      const probes = probesOf(node);
      if (probes.length === 0 || !stringAt(node, 'image')) continue;
      const names = new Set(mapsAt(node, 'ports').map(({ map }) => stringAt(map, 'name')));
      for (const { node: probe } of probes) {
        for (const handler of ['httpGet', 'tcpSocket']) {
          const port = scalarAt(probe, handler, 'port');
          // Digits in quotes are the API server's own affair.
          if (!port || typeof port.value !== 'string' || !/[a-z]/.test(port.value) || names.has(port.value))
            continue;
          const candidates = [...names].filter((name) => name !== undefined);
          const meant =
            nearest(port.value, candidates) ?? (candidates.length === 1 ? candidates[0] : undefined);
          yield problemAt(
            port,
            l10n.t('No port of this container is named "{0}": the probe fails each time.', port.value),
            {
              fixes: () => changeMaybe(port, meant),
            },
          );
        }
      }
    }
  },
};
