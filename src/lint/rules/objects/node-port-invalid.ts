import * as l10n from '@vscode/l10n';
import { scalarAt } from '../../../manifest/nodes.ts';
import { without } from '../../fixes.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';
import { serviceExample } from './examples.ts';
import { servicesOf } from './service.ts';

export const nodePortInvalid: Rule = {
  code: 'node-port-invalid',
  severity: 'error',
  basis: 'api',
  kinds: ['Service'],
  docs: {
    title: 'A node port outside of the range',
    why: `Node ports are taken from 30000–32767, unless the API server was started with another \`--service-node-port-range\`; others are
refused, though a dry run lets them pass. Leave the field out and the cluster chooses one.`,
    bad: serviceExample('type: NodePort\nports:\n- port: 80\n  nodePort: 8080'),
    good: serviceExample('type: NodePort\nports:\n- port: 80\n  nodePort: 30080'),
  },
  *check(context) {
    const { text } = context.file.manifest;
    for (const { node: spec, type, ports } of servicesOf(context)) {
      const check = type === 'LoadBalancer' && scalarAt(spec, 'externalTrafficPolicy')?.value === 'Local';
      const all =
        type === 'NodePort' || type === 'LoadBalancer'
          ? ports.map((port) => [port, 'nodePort'] as const)
          : [];
      for (const [map, key] of check ? [...all, [spec, 'healthCheckNodePort'] as const] : all) {
        const node = scalarAt(map, key);
        const value = node?.value;
        if (!node || typeof value !== 'number' || value === 0 || (value >= 30000 && value <= 32767)) continue;
        yield problemAt(
          node,
          l10n.t(
            '{0} is outside of the range of node ports, 30000–32767 by default: the API server refuses it.',
            value,
          ),
          { fixes: () => [without(text, map, key, true)] },
        );
      }
    }
  },
};
