import * as l10n from '@vscode/l10n';
import { problemAt, problemWithout } from '../../problem.ts';
import { given, lengthIn } from '../../given.ts';
import { withKey } from '../../fixes.ts';
import { isPatch } from '../../patches.ts';
import type { Rule, RuleContext } from '../../rule.ts';
import { hasAll, labelsIn } from '../../selectors.ts';
import { workloadOf } from '../../workloads.ts';
import { mapAt, mapsAt, stringAt, type MapNode } from '../../../manifest/nodes.ts';
import { serviceExample } from './examples.ts';
import { servicesOf } from './service.ts';
import { numberIn } from './numbers.ts';

export const servicePortsMissing: Rule = {
  code: 'service-ports-missing',
  severity: 'error',
  basis: 'api',
  kinds: ['Service'],
  docs: {
    title: 'A Service without ports',
    why: `A Service needs at least one port, else the API server refuses it. Only a headless Service (\`clusterIP: None\`), which merely
gives names to pods, and one of type ExternalName can do without.`,
    bad: serviceExample('ports: []'),
    good: serviceExample('ports:\n- port: 80'),
  },
  *check(context) {
    const message = l10n.t('No ports: the API server refuses a Service without them unless it is headless.');
    const { node: root } = context.object;
    if (!given(root, 'spec') && !isPatch(context)) yield problemWithout(root, 'spec.ports', message);
    for (const { node, type, headless } of servicesOf(context)) {
      if (headless || type === 'ExternalName' || lengthIn(node, 'ports') !== 0 || isPatch(context)) continue;
      const ports = portsOfPods(context, node);
      const fixes = () => {
        const own = withKey(context.file.manifest.text, node, 'ports', ports, true);
        return ports.length > 0 && own.edits.length > 0
          ? [{ ...own, title: l10n.t('Add the ports of the pods') }]
          : [];
      };
      const written = node.byKey.get('ports');
      yield written
        ? problemAt(written.value, message, { fixes })
        : problemWithout(node, 'ports', message, { fixes });
    }
  },
};

/** The ports that the containers of the selected pods name. */
function portsOfPods({ scope, object }: RuleContext, spec: MapNode): { name: string; port: number }[] {
  const wanted = labelsIn(mapAt(spec, 'selector'));
  if (wanted.size === 0) return [];
  const found = new Map<number, string>();
  for (const kind of ['StatefulSet', 'DaemonSet', 'Deployment']) {
    for (const { object: other } of scope.all(kind)) {
      const workload = workloadOf(other);
      if (!workload || other.namespace !== object.namespace || !hasAll(workload.labels, wanted)) continue;
      for (const { map } of mapsAt(workload.podSpec, 'containers')) {
        for (const { map: port } of mapsAt(map, 'ports')) {
          const number = numberIn(port, 'containerPort');
          if (number === undefined || found.has(number)) continue;
          found.set(number, stringAt(port, 'name') ?? `port-${number}`);
        }
      }
    }
  }
  return [...found].map(([port, name]) => ({ name, port }));
}
