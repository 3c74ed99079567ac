import { mapAt, scalarAt, type MapNode, type ScalarNode } from '../manifest/nodes.ts';
import { labelKeyFault } from './values/labels.ts';
import { quantityOf, type Nanos } from './values/quantity.ts';

/** An amount of a resource, as `limits`, `requests` or a pod's `overhead` have it. */
export interface Amount {
  readonly name: string;
  readonly node: ScalarNode;
  readonly amount: Nanos;
}

/** The amounts of one of these fields; those that are no quantities, which is another fault, are left out. */
export function amountsOf(
  resources: MapNode,
  field: 'limits' | 'requests' | 'overhead',
): ReadonlyMap<string, Amount> {
  const amounts = new Map<string, Amount>();
  for (const name of mapAt(resources, field)?.byKey.keys() ?? []) {
    const node = scalarAt(resources, field, name);
    // `null` is zero here: the key is there.
    const amount = node?.value === null ? 0n : quantityOf(node);
    if (node && amount !== undefined) amounts.set(name, { name, node, amount });
  }
  return amounts;
}

export function isHugePages(name: string): boolean {
  return name.startsWith('hugepages-');
}

/** Kubernetes' own: without a prefix, or of kubernetes.io. */
export function isNative(name: string): boolean {
  return !name.includes('/') || name.includes('kubernetes.io/');
}

/** A resource that a node's plugin brings (`nvidia.com/gpu`): counted in whole numbers, never shared. */
export function isExtended(name: string): boolean {
  return !isNative(name) && !name.startsWith('requests.') && labelKeyFault(`requests.${name}`) === undefined;
}

/** Whether a request may be less than the limit. */
export function isShared(name: string): boolean {
  return isNative(name) && !isHugePages(name);
}
