import { mapAt, stringAt, toJs, type Json } from '../manifest/nodes.ts';
import type { SetView } from '../manifest/objects.ts';
import type { KubeObject } from '../manifest/parse.ts';
import type { RuleContext } from './rule.ts';
import { mayShareNamespace, type Located, type LocatedSet, type Scope } from './scope.ts';

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

const governed = new WeakMap<Scope, Map<string, readonly LocatedSet[]>>();

/**
 * The StatefulSets whose `serviceName` means the Service at hand, and not one of the same name that is nearer to them: the same list
 * for all Services of one name, namespace and file.
 */
export function governedBy({ object, scope, file }: RuleContext): readonly LocatedSet[] {
  const { name, namespace } = object;
  if (name === undefined) return [];
  let known = governed.get(scope);
  if (!known) governed.set(scope, (known = new Map<string, readonly LocatedSet[]>()));
  const key = [name, namespace, file.uri].join(' ');
  let found = known.get(key);
  if (!found) {
    const own = scope.namespaceOf({ object, file });
    const sets = [...scope.governed(name)].filter(({ set, file: other }) =>
      mayShareNamespace(scope.namespaceOf({ object: set.object, file: other }), own),
    );
    const meant = new Map<string, boolean>();
    found = sets.filter(({ set, file: other }) => {
      const place = [set.namespace, other.uri].join(' ');
      const is =
        meant.get(place) ??
        isMeant(object, scope.closest(scope.named('Service', set.namespace, name, other.uri), other.uri));
      meant.set(place, is);
      return is;
    });
    known.set(key, found);
  }
  return found;
}

function isMeant(object: KubeObject, services: readonly Located[]): boolean {
  return services.some((service) => service.object === object);
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
