import { mapsAt, scalarAt, type ScalarNode } from '../manifest/nodes.ts';
import type { Typed } from './fields/typed.ts';
import { integerIn, textIn } from './given.ts';

/** A port of a container that a node's port is taken for. */
export interface HostPort {
  readonly port: number;
  /** What must be unique on a node: protocol, address and number. */
  readonly key: string;
  /** Where the number is written. */
  readonly node: ScalarNode;
  /** Set where `hostPort` says it; else it is the container's port in the host's network. */
  readonly explicit: boolean;
}

/** The node's ports that a container takes; with the host's network, every port of the container is one. */
export function hostPortsOf(container: Typed, hostNetwork: boolean): readonly HostPort[] {
  const ports: HostPort[] = [];
  for (const { map } of mapsAt(container.node, 'ports')) {
    const host = integerIn(map, 'hostPort', 0);
    const own = hostNetwork ? integerIn(map, 'containerPort', 0) : 0;
    const protocol = textIn(map, 'protocol');
    const address = textIn(map, 'hostIP');
    const port = host === 0 ? own : host;
    const node = scalarAt(map, host === 0 ? 'containerPort' : 'hostPort');
    if (port === undefined || port === 0 || protocol === undefined || address === undefined || !node)
      continue;
    const key = `${protocol === '' ? 'TCP' : protocol}/${address}/${port}`;
    ports.push({ port, key, node, explicit: host !== 0 });
  }
  return ports;
}
