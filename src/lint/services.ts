import { mapAt, stringAt, toJs, type Json } from '../manifest/nodes.ts';
import type { SetView } from '../manifest/objects.ts';
import type { KubeObject } from '../manifest/parse.ts';
import type { RuleContext } from './rule.ts';
import { closest, mayShareNamespace, type LocatedSet } from './scope.ts';

/** Whether a text can be a Service's name (RFC 1035 label); what holds template braces can't. */
export function isLabel(name: string): boolean {
  return /^[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?$/.test(name);
}

/** The headless Service that governs a set, with a port for each that its containers name. */
export function headlessService(set: SetView, name: string): Json {
  const selector = mapAt(set.selector, 'matchLabels') ?? set.templateLabels;
  const ports = servicePorts(set);
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, ...(set.namespace === undefined ? {} : { namespace: set.namespace }) },
    spec: {
      clusterIP: 'None',
      // Members must find each other before they are Ready.
      publishNotReadyAddresses: true,
      ...(selector ? { selector: toJs(selector) } : {}),
      ...(ports.length > 0 ? { ports } : {}),
    },
  };
}

/** The StatefulSets whose `serviceName` means the Service at hand, and not one of the same name that is nearer to them. */
export function* governedBy({ object, scope }: RuleContext): Generator<LocatedSet> {
  if (object.name === undefined) return;
  for (const located of scope.governed(object.name)) {
    const { set, file } = located;
    if (!mayShareNamespace(set.namespace, object.namespace)) continue;
    const services = closest(file, scope.named('Service', set.namespace, object.name));
    if (services.some((service) => service.object === object)) yield located;
  }
}

/** Whether a Service has no address of its own. */
export function isHeadless({ node }: KubeObject): boolean {
  return stringAt(node, 'spec', 'clusterIP') === 'None';
}

function servicePorts(set: SetView): readonly Json[] {
  const ports = new Map<string, Json>();
  const names = new Set<string>();
  for (const { port, name, protocol = 'TCP' } of set.containers.flatMap((container) => container.ports)) {
    if (port === undefined || ports.has(`${port}/${protocol}`)) continue;
    const free =
      name !== undefined && !names.has(name)
        ? name
        : `port-${port}${protocol === 'TCP' ? '' : `-${protocol.toLowerCase()}`}`;
    names.add(free);
    ports.set(`${port}/${protocol}`, { name: free, port, ...(protocol === 'TCP' ? {} : { protocol }) });
  }
  return [...ports.values()];
}
