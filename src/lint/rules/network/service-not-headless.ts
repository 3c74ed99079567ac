import * as l10n from '@vscode/l10n';
import { putIn, removeKey } from '../../../manifest/edits.ts';
import { mapAt, mapsAt, pathOf, scalarAt, stringAt, tokenOf, type MapNode } from '../../../manifest/nodes.ts';
import type { SetView } from '../../../manifest/objects.ts';
import { inSteps, type EditStep } from '../../../manifest/steps.ts';
import type { Rule } from '../../rule.ts';
import { governedBy, isHeadless } from '../../services.ts';
import { serviceExample, setExample } from '../../examples.ts';

// Fields that the API server refuses, or that mean nothing, without a cluster address of the Service's own.
const ofOtherTypes = [
  'type',
  'clusterIPs',
  'externalTrafficPolicy',
  'healthCheckNodePort',
  'loadBalancerIP',
  'loadBalancerClass',
  'loadBalancerSourceRanges',
  'allocateLoadBalancerNodePorts',
];

const example = `${serviceExample('web', 'ports:\n- port: 80')}---\n${setExample('StatefulSet', { spec: 'serviceName: web\nreplicas: 3' })}`;

export const serviceNotHeadless: Rule = {
  code: 'service-not-headless',
  severity: 'warning',
  basis: 'runtime',
  kinds: ['Service'],
  docs: {
    title: 'The Service of a StatefulSet is not headless',
    why: `The Service that \`serviceName\` names gives each pod a name of its own. Only a headless one (\`clusterIP: None\`) is sure to:
with a cluster address the Service's own name resolves to that address, peers that look for each other in DNS find one instead of
all, and whether \`mongodb-0.mongodb\` resolves is up to the DNS server. \`clusterIP\` can't be changed to \`None\` later: the Service
has to be deleted and made anew. Clients that want one address get a second Service. A set of one replica has no peers: there it is an
information. A Service without a selector, whose endpoints something else writes, is left alone.`,
    bad: example.replace('clusterIP: None', 'type: ClusterIP'),
    good: example,
  },
  *check(context) {
    const { object, file } = context;
    const spec = mapAt(object.node, 'spec');
    if (!spec || isHeadless(object) || !mapAt(spec, 'selector')) return;
    const [governed] = governedBy(context);
    if (!governed?.set.serviceName) return;
    const node =
      scalarAt(spec, 'clusterIP') ??
      scalarAt(spec, 'type') ??
      scalarAt(object.node, 'metadata', 'name') ??
      spec;
    const type = stringAt(spec, 'type');
    yield {
      range: tokenOf(node),
      path: pathOf(node),
      ...(replicasOf(governed.set) < 2 ? { severity: 'info' } : {}),
      message: l10n.t(
        'StatefulSet "{0}" names this Service as its serviceName, but it is not headless: peers will not find each other by name.',
        governed.set.name ?? '',
      ),
      related: [
        {
          uri: governed.file.uri,
          range: governed.set.serviceName.range,
          message: l10n.t('It is named here.'),
        },
      ],
      fixes: () => {
        if (type === 'ExternalName') return [];
        const exposed = type === 'NodePort' || type === 'LoadBalancer';
        return [
          {
            title: exposed
              ? l10n.t('Make it headless, no longer of type {0}', type)
              : l10n.t('Make it headless (clusterIP: None)'),
            edits: inSteps(file.manifest.text, object, headlessSteps(spec)),
            // A headless Service does not map ports: clients of the mapped one would find nobody.
            ...(exposed || mapsPorts(spec) ? {} : { preferred: true }),
          },
        ];
      },
    };
  },
};

function replicasOf({ spec }: SetView): number {
  const replicas = scalarAt(spec, 'replicas')?.value;
  return typeof replicas === 'number' ? replicas : 1;
}

function headlessSteps(spec: MapNode): EditStep[] {
  const first = spec.entries[0]?.key;
  const steps: EditStep[] = [
    (text, root) =>
      putIn(text, root, ['spec', 'clusterIP'], 'None', first === undefined ? {} : { after: first }),
  ];
  for (const key of ofOtherTypes) {
    steps.push((text, root) => {
      const now = mapAt(root, 'spec');
      return now ? removeKey(text, now, key) : [];
    });
  }
  for (const { index } of mapsAt(spec, 'ports')) {
    steps.push((text, root) => {
      const port = mapAt(root, 'spec', 'ports', index);
      return port ? removeKey(text, port, 'nodePort') : [];
    });
  }
  return steps;
}

function mapsPorts(spec: MapNode): boolean {
  return mapsAt(spec, 'ports').some(({ map }) => {
    const target = scalarAt(map, 'targetPort')?.value;
    return typeof target === 'number' && target !== scalarAt(map, 'port')?.value;
  });
}
