import { mapsAt, stringAt, type MapNode } from '../manifest/nodes.ts';
import { within, type Typed } from './fields/typed.ts';
import type { RuleContext } from './rule.ts';

/** A pod's spec, of a template or of a pod itself, with its containers in the order of the text. */
export interface PodParts {
  readonly spec: Typed;
  readonly node: MapNode;
  readonly containers: readonly Typed[];
  readonly initContainers: readonly Typed[];
  /** All, ephemeral ones too. */
  readonly all: readonly Typed[];
  /** What a StatefulSet's pods get beside the template's volumes; they hide volumes of the same name. */
  readonly claimTemplates: ReadonlySet<string>;
}

const computed = new WeakMap<Typed, PodParts>();

/** The pod specs of the object. */
export function podsOf(context: Pick<RuleContext, 'typed'>): readonly PodParts[] {
  return context.typed('PodSpec').map((spec) => {
    let pod = computed.get(spec);
    if (!pod) computed.set(spec, (pod = podOf(context, spec)));
    return pod;
  });
}

function podOf(context: Pick<RuleContext, 'typed'>, spec: Typed): PodParts {
  const own = [...context.typed('Container'), ...context.typed('EphemeralContainer')].filter(
    (container) => container.owner === spec,
  );
  return {
    spec,
    node: spec.node,
    containers: own.filter((container) => container.field === 'containers'),
    initContainers: own.filter((container) => container.field === 'initContainers'),
    all: own,
    claimTemplates: claimTemplatesOf(spec),
  };
}

function claimTemplatesOf(spec: Typed): ReadonlySet<string> {
  const names = mapsAt(within(spec, 'StatefulSetSpec')?.node, 'volumeClaimTemplates').map(({ map }) =>
    stringAt(map, 'metadata', 'name'),
  );
  return new Set(names.filter((name) => name !== undefined));
}

/** A pod's volumes that count, by name: those that no claim template hides. Of one name the first. */
export function volumesOf(pod: PodParts): ReadonlyMap<string, MapNode> {
  const volumes = new Map<string, MapNode>();
  for (const { map } of mapsAt(pod.node, 'volumes')) {
    const name = stringAt(map, 'name');
    if (name !== undefined && !volumes.has(name) && !pod.claimTemplates.has(name)) volumes.set(name, map);
  }
  return volumes;
}

/** Whether an init container runs beside the others (`restartPolicy: Always`). */
export function isSidecar(container: Typed): boolean {
  return container.field === 'initContainers' && stringAt(container.node, 'restartPolicy') === 'Always';
}

/** Whether the API server looks at a probe or hook at all: those of init containers that are no sidecars are refused as such. */
export function runsHooks(part: Typed): boolean {
  const container = within(part, 'Container');
  return container !== undefined && (container.field === 'containers' || isSidecar(container));
}

/**
 * Whether a part is of a volume that a claim template of the same name hides: the API server puts the claim in its place before it
 * validates the volumes (apps validation, `ValidateStatefulSetSpec`), and takes any fault that is in it.
 */
export function isHidden(part: Typed): boolean {
  const volume = within(part, 'Volume');
  const set = volume && within(volume, 'StatefulSetSpec');
  if (!volume || !set) return false;
  const name = stringAt(volume.node, 'name');
  return mapsAt(set.node, 'volumeClaimTemplates').some(
    ({ map }) => stringAt(map, 'metadata', 'name') === name,
  );
}
