import { at, mapsAt, stringAt, type MapNode } from '../manifest/nodes.ts';
import type { ContainerView, SetView } from '../manifest/objects.ts';

/** The containers that a set is there for, without those that prepare or accompany: the one that serves ports, or the only one. */
export function mainContainers({ containers }: SetView): readonly ContainerView[] {
  const main = containers.filter(({ init }) => !init);
  const [only] = main;
  if (only && main.length === 1) return [only];
  return main.filter(({ ports }) => ports.length > 0).slice(0, 1);
}

/** The probes of a container that are written. */
export function probesOf(container: MapNode): readonly { readonly name: string; readonly node: MapNode }[] {
  return ['startupProbe', 'readinessProbe', 'livenessProbe'].flatMap((name) => {
    const node = at(container, name);
    return node?.kind === 'map' ? [{ name, node }] : [];
  });
}

/** The name or number of a port that a container serves, as a probe names it. */
export function portOf({ node }: ContainerView): string | number | undefined {
  for (const { map } of mapsAt(node, 'ports')) {
    const protocol = stringAt(map, 'protocol');
    if (protocol !== undefined && protocol !== 'TCP') continue;
    const name = stringAt(map, 'name');
    const number = at(map, 'containerPort');
    if (name !== undefined) return name;
    if (number?.kind === 'scalar' && typeof number.value === 'number') return number.value;
  }
  return undefined;
}
