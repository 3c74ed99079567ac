import { mapAt, toJs, type Json } from '../manifest/nodes.ts';
import type { SetView } from '../manifest/objects.ts';

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
