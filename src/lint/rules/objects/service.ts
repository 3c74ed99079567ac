import { mapAt, mapsAt, scalarAt, type MapNode, type ScalarNode } from '../../../manifest/nodes.ts';
import { given, lengthIn, textIn, textsIn } from '../../given.ts';
import type { RuleContext } from '../../rule.ts';

/** The spec of a Service as the API server sees it after its defaults. */
export interface ServiceParts {
  readonly node: MapNode;
  /** '' for what is none of the types. */
  readonly type: 'ClusterIP' | 'NodePort' | 'LoadBalancer' | 'ExternalName' | '';
  readonly ports: readonly MapNode[];
  /** `clusterIP` where `clusterIPs` is not given. */
  readonly clusterIPs: readonly (ScalarNode & { readonly value: string })[];
  readonly headless: boolean;
}

const types = new Set<string>(['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName']);

export function servicesOf(context: Pick<RuleContext, 'typed'>): readonly ServiceParts[] {
  return context.typed('ServiceSpec').map(({ node }) => {
    const type = textIn(node, 'type');
    const many = textsIn(node, 'clusterIPs');
    const clusterIPs =
      many.length > 0 ? many : textsIn(node, 'clusterIP').filter(({ value }) => value !== '');
    return {
      node,
      type: type === '' ? 'ClusterIP' : types.has(type ?? '') ? (type as ServiceParts['type']) : '',
      ports: mapsAt(node, 'ports').map(({ map }) => map),
      clusterIPs,
      headless: clusterIPs.length === 1 && clusterIPs[0]?.value === 'None',
    };
  });
}

/** Reachable from outside the cluster's network, as `externalTrafficPolicy` wants it. */
export function isExposed({ type, node }: ServiceParts): boolean {
  const external = given(node, 'externalIPs');
  return (
    type === 'NodePort' ||
    type === 'LoadBalancer' ||
    (type === 'ClusterIP' && external?.kind === 'seq' && external.items.length > 0)
  );
}

const rangesKey = 'service.beta.kubernetes.io/load-balancer-source-ranges';

/** The annotation that `loadBalancerSourceRanges` once was, where it counts: the field goes before it. */
export function rangesAnnotation(
  root: MapNode,
  spec: MapNode,
): { readonly map: MapNode; readonly key: string; readonly node: ScalarNode } | undefined {
  const annotations = mapAt(root, 'metadata', 'annotations');
  const node = scalarAt(annotations, rangesKey);
  if (!annotations || !node || lengthIn(spec, 'loadBalancerSourceRanges') !== 0) return undefined;
  return typeof node.value === 'string' || node.value === null
    ? { map: annotations, key: rangesKey, node }
    : undefined;
}

/** The protocol of a Service's port, TCP where none is given. */
export function protocolOf(port: MapNode): string {
  const protocol = textIn(port, 'protocol') ?? '';
  return protocol === '' ? 'TCP' : protocol;
}
