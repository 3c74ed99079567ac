import * as l10n from '@vscode/l10n';
import { putIn } from '../../../manifest/edits.ts';
import { scalarAt, type MapNode } from '../../../manifest/nodes.ts';
import { without } from '../../fixes.ts';
import { given } from '../../given.ts';
import { problemAt } from '../../problem.ts';
import type { Fix, Problem, Rule } from '../../rule.ts';
import { serviceExample } from './examples.ts';
import { isExposed, rangesAnnotation, servicesOf, type ServiceParts } from './service.ts';

export const serviceFieldUnused: Rule = {
  code: 'service-field-unused',
  severity: 'error',
  basis: 'api',
  kinds: ['Service'],
  docs: {
    title: 'A field that does not go with the type of its Service',
    why: `The API server refuses a Service with fields of another type: \`nodePort\` on a ClusterIP, \`externalTrafficPolicy\` where nothing is
exposed, \`loadBalancerClass\`, \`loadBalancerSourceRanges\` and \`allocateLoadBalancerNodePorts\` on what is no LoadBalancer, cluster IPs
and IP families on an ExternalName. Either the type was forgotten, or the field has to go.`,
    bad: serviceExample('ports:\n- port: 80\n  nodePort: 30080'),
    good: serviceExample('type: NodePort\nports:\n- port: 80\n  nodePort: 30080'),
  },
  *check(context) {
    for (const service of servicesOf(context)) {
      const old = rangesAnnotation(context.object.node, service.node);
      if (old && service.type !== 'LoadBalancer' && service.type !== '')
        yield problem(context.file.manifest.text, service, old.map, old.key, 'LoadBalancer');
      for (const [map, key, type] of unused(service))
        yield problem(context.file.manifest.text, service, map, key, type);
    }
  },
};

type Unused = readonly [map: MapNode, key: string, type: string | undefined];

function* unused(service: ServiceParts): Generator<Unused> {
  const { node, type, ports } = service;
  if (type === 'ClusterIP')
    yield* ports.filter(hasNodePort).map((port): Unused => [port, 'nodePort', 'NodePort']);
  if (type !== 'LoadBalancer' && type !== '') yield* forBalancers(node);
  if (type !== '' && !isExposed(service) && isText(node, 'externalTrafficPolicy')) {
    yield [node, 'externalTrafficPolicy', undefined];
  }
  if (type !== '' && !needsHealthCheck(service) && hasNumber(node, 'healthCheckNodePort'))
    yield [node, 'healthCheckNodePort', undefined];
  if (type === 'ExternalName') yield* ofClusters(service);
}

function* forBalancers(node: MapNode): Generator<Unused> {
  for (const key of ['loadBalancerClass', 'allocateLoadBalancerNodePorts']) {
    if (given(node, key)) yield [node, key, 'LoadBalancer'];
  }
  const ranges = given(node, 'loadBalancerSourceRanges');
  if (ranges?.kind === 'seq' && ranges.items.length > 0)
    yield [node, 'loadBalancerSourceRanges', 'LoadBalancer'];
}

function* ofClusters({ node, clusterIPs }: ServiceParts): Generator<Unused> {
  if (clusterIPs.length > 0) {
    for (const key of ['clusterIP', 'clusterIPs']) if (given(node, key)) yield [node, key, undefined];
  }
  const families = given(node, 'ipFamilies');
  if (families?.kind === 'seq' && families.items.length > 0) yield [node, 'ipFamilies', undefined];
  if (given(node, 'ipFamilyPolicy')) yield [node, 'ipFamilyPolicy', undefined];
}

function needsHealthCheck({ node, type }: ServiceParts): boolean {
  return type === 'LoadBalancer' && scalarAt(node, 'externalTrafficPolicy')?.value === 'Local';
}

function hasNumber(map: MapNode, key: string): boolean {
  const value = scalarAt(map, key)?.value;
  return typeof value === 'number' && value !== 0;
}

const hasNodePort = (port: MapNode): boolean => hasNumber(port, 'nodePort');

function isText(map: MapNode, key: string): boolean {
  const value = scalarAt(map, key)?.value;
  return typeof value === 'string' && value !== '';
}

function problem(
  text: string,
  { node, type }: ServiceParts,
  map: MapNode,
  key: string,
  wanted: string | undefined,
): Problem {
  const value = map.byKey.get(key)?.value ?? map;
  const message =
    wanted === undefined
      ? l10n.t('{0} does not go with this Service of type {1}: the API server refuses it.', key, type)
      : l10n.t(
          '{0} does not go with a Service of type {1}, but with {2}: the API server refuses it.',
          key,
          type,
          wanted,
        );
  return problemAt(value, message, { fixes: () => [...fixes(text, node, map, key, wanted)] });
}

function* fixes(
  text: string,
  spec: MapNode,
  map: MapNode,
  key: string,
  wanted: string | undefined,
): Generator<Fix> {
  // One who writes a node port wants it; a headless Service can't have one.
  const retype = wanted !== undefined && scalarAt(spec, 'clusterIP')?.value !== 'None';
  if (retype) {
    const edits = putIn(text, spec, ['type'], wanted);
    if (edits.length > 0)
      yield { title: l10n.t('Make it a Service of type {0}', wanted), edits, preferred: key === 'nodePort' };
  }
  yield without(text, map, key, !retype || key !== 'nodePort');
}
