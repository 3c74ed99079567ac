import { within, type Typed } from '../../lint/fields/typed.ts';
import { mapAt, mapsAt, type MapNode } from '../../manifest/nodes.ts';
import type { NameKind } from '../occurrence.ts';
import type { Collector } from './collector.ts';

// Names that are known inside one pod: by type, the field, what it names and in which role.
const fields: readonly (readonly [
  type: string,
  field: string,
  kind: NameKind,
  role: 'definition' | 'reference',
])[] = [
  ['Volume', 'name', 'volume', 'definition'],
  ['VolumeMount', 'name', 'volume', 'reference'],
  ['VolumeDevice', 'name', 'volume', 'reference'],
  ['Container', 'name', 'container', 'definition'],
  ['EphemeralContainer', 'name', 'container', 'definition'],
  ['ResourceFieldSelector', 'containerName', 'container', 'reference'],
  ['ContainerPort', 'name', 'port', 'definition'],
  ['HTTPGetAction', 'port', 'port', 'reference'],
  ['TCPSocketAction', 'port', 'port', 'reference'],
];

const defaultContainer = 'kubectl.kubernetes.io/default-container';

/** Volumes, containers and ports of the object's pods, and what refers to them from inside. */
export function collectPods(into: Collector): void {
  for (const [type, field, kind, role] of fields) {
    for (const part of into.typed(type)) {
      const pod = podOf(part);
      if (pod) into.field(part.node, field, { kind, role, pod });
    }
  }
  for (const { node } of into.typed('StatefulSetSpec')) {
    const pod = mapAt(node, 'template', 'spec');
    for (const { map } of pod ? mapsAt(node, 'volumeClaimTemplates') : []) {
      if (pod) into.field(mapAt(map, 'metadata'), 'name', { kind: 'volume', role: 'definition', pod });
    }
  }
  for (const { node } of into.typed('PodTemplateSpec')) {
    const pod = mapAt(node, 'spec');
    const annotations = mapAt(node, 'metadata', 'annotations');
    if (pod) into.field(annotations, defaultContainer, { kind: 'container', role: 'reference', pod });
  }
}

function podOf(part: Typed): MapNode | undefined {
  return within(part, 'PodSpec')?.node;
}
