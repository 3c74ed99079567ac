import { at, mapAt, scalarAt, seqAt, stringAt, type MapNode } from '../manifest/nodes.ts';
import type { ContainerView, SetView } from '../manifest/objects.ts';
import { imageFacts, type ImageFacts } from './images.ts';

/** A container of a set that runs a known database, and what is known of its image. */
export interface Database {
  readonly container: ContainerView;
  readonly facts: ImageFacts;
}

export function* databasesOf(set: SetView): Generator<Database> {
  for (const container of set.containers) {
    const facts = container.init ? undefined : imageFacts(container.image);
    if (facts?.database) yield { container, facts };
  }
}

/** The volumes and claim templates that a container mounts writable. */
export function* writableMounts({
  mounts,
}: ContainerView): Generator<{ readonly name: string; readonly node: MapNode }> {
  for (const { name, node } of mounts) {
    if (typeof name?.value !== 'string' || scalarAt(node, 'readOnly')?.value === true) continue;
    yield { name: name.value, node };
  }
}

/** A volume that lives no longer than its pod, or holds what is known elsewhere. */
export function isFleeting(volume: MapNode): boolean {
  return ['emptyDir', 'configMap', 'secret', 'projected', 'downwardAPI', 'image'].some(
    (source) => at(volume, source) !== undefined,
  );
}

export function accessModesOf(claim: MapNode | undefined): readonly string[] {
  const spec = mapAt(claim, 'spec');
  return (seqAt(spec, 'accessModes')?.items ?? []).flatMap((_, i) => stringAt(spec, 'accessModes', i) ?? []);
}
