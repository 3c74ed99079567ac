import * as l10n from '@vscode/l10n';
import { insertDocumentAfter, removeKey } from '../../../manifest/edits.ts';
import { entryOf, mapAt, toJs, type Json, type MapNode } from '../../../manifest/nodes.ts';
import { inSteps } from '../../../manifest/steps.ts';
import { problemAt } from '../../problem.ts';
import type { Fix, Rule, RuleContext } from '../../rule.ts';
import { serviceExample } from './examples.ts';
import { servicesOf } from './service.ts';

export const serviceHeadlessExposed: Rule = {
  code: 'service-headless-exposed',
  severity: 'error',
  basis: 'api',
  kinds: ['Service'],
  docs: {
    title: 'A headless Service that is to be exposed',
    why: `\`clusterIP: None\` gives each pod a name of its own and no common address; a node port or a load balancer needs such an address.
The API server refuses the combination. A set that needs both gets two Services: a headless one, which its \`serviceName\` names, and
another for clients.`,
    bad: serviceExample('type: NodePort\nclusterIP: None\nports:\n- port: 80'),
    good: serviceExample('clusterIP: None\nports:\n- port: 80'),
  },
  *check(context) {
    for (const { node, type, headless, clusterIPs } of servicesOf(context)) {
      const [none] = clusterIPs;
      if (!headless || !none || (type !== 'NodePort' && type !== 'LoadBalancer')) continue;
      const message = l10n.t(
        'A headless Service (clusterIP: None) can not be of type {0}: the API server refuses it.',
        type,
      );
      yield problemAt(none, message, { fixes: () => fixes(context, node) });
    }
  },
};

/** What only a Service with an address of its own has. */
const ofAddress = [
  'type',
  'externalTrafficPolicy',
  'healthCheckNodePort',
  'loadBalancerIP',
  'loadBalancerClass',
  'loadBalancerSourceRanges',
  'allocateLoadBalancerNodePorts',
];

function fixes({ file, object, document }: RuleContext, spec: MapNode): readonly Fix[] {
  const { text } = file.manifest;
  const drop = (key: string) => (now: string, root: MapNode) => {
    const own = mapAt(root, 'spec');
    return own?.byKey.has(key) ? removeKey(now, own, key) : [];
  };
  const dropNodePort = (index: number) => (now: string, root: MapNode) => {
    const port = mapAt(root, 'spec', 'ports', index);
    return port?.byKey.has('nodePort') ? removeKey(now, port, 'nodePort') : [];
  };
  const count = spec.byKey.get('ports')?.value;
  const ports = count?.kind === 'seq' ? count.items.map((_, i) => dropNodePort(i)) : [];
  const headless = inSteps(text, object, [...ofAddress.map(drop), ...ports]);
  const own = inSteps(text, object, ['clusterIP', 'clusterIPs'].map(drop));
  const client = clientOf(object.node, spec);
  const alone = document.objects.length === 1 && client !== undefined;
  return [
    ...(alone
      ? [
          {
            title: l10n.t('Split it into a headless Service and one for clients'),
            edits: [...headless, ...insertDocumentAfter(text, document, client)],
            preferred: true,
          },
        ]
      : []),
    { title: l10n.t('Keep it headless'), edits: headless },
    { title: l10n.t('Give it an address of its own'), edits: own },
  ].filter(({ edits }) => edits.length > 0);
}

/** The same Service without its being headless, under a name of its own. */
function clientOf(root: MapNode, spec: MapNode): Json | undefined {
  const object = toJs(root) as Record<string, Json>;
  const metadata = object['metadata'] as Record<string, Json> | undefined;
  const name = metadata?.['name'];
  if (typeof name !== 'string' || !entryOf(spec)) return undefined;
  const rest = Object.fromEntries(
    Object.entries(object['spec'] as Record<string, Json>).filter(
      ([key]) => key !== 'clusterIP' && key !== 'clusterIPs' && key !== 'publishNotReadyAddresses',
    ),
  );
  return { ...object, metadata: { ...metadata, name: `${name}-client` }, spec: rest };
}
