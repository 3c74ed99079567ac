import type { MapNode, SeqNode, YamlNode } from '../manifest/nodes.ts';
import type { KubeObject } from '../manifest/parse.ts';
import type { Typed } from './fields/typed.ts';
import { given } from './given.ts';
import type { RuleContext } from './rule.ts';

type Asked = Pick<RuleContext, 'typed' | 'object'>;

const computed = new WeakMap<KubeObject, readonly MapNode[]>();

/** The metadata that the API server checks: the object's own, and that of what it makes pods and volumes from. */
export function metadataOf({ typed }: Asked): readonly Typed[] {
  return typed('ObjectMeta').filter(({ owner }) => {
    // The claim templates of a set and the template of a job are checked when something is made from them.
    if (!owner?.owner) return true;
    return owner.type === 'PodTemplateSpec' || owner.type === 'PersistentVolumeClaimTemplate';
  });
}

/** Every map whose keys and values must be labels. */
export function labelMapsOf(context: Asked): readonly MapNode[] {
  let known = computed.get(context.object);
  if (!known) computed.set(context.object, (known = findLabelMaps(context)));
  return known;
}

function findLabelMaps(context: Asked): readonly MapNode[] {
  const maps: (YamlNode | undefined)[] = [
    ...metadataOf(context).map(({ node }) => given(node, 'labels')),
    ...selectorsOf(context).map(({ node }) => given(node, 'matchLabels')),
    ...context.typed('PodSpec').map(({ node }) => given(node, 'nodeSelector')),
    ...context.typed('ServiceSpec').map(({ node }) => given(node, 'selector')),
  ];
  return [...new Set(maps)].filter((map) => map?.kind === 'map');
}

/** Every label selector that the API server checks. */
function selectorsOf({ typed }: Asked): readonly Typed[] {
  return typed('LabelSelector').filter(({ owner }) => owner?.type !== 'MetricIdentifier');
}

/** The lists of values that are compared with labels. */
export function labelValueListsOf({ typed }: Asked): readonly SeqNode[] {
  return typed('LabelSelectorRequirement')
    .map(({ node }) => given(node, 'values'))
    .filter((values) => values?.kind === 'seq');
}

/** The keys that are compared with labels. */
export function labelKeysOf({ typed }: Asked): readonly YamlNode[] {
  return typed('LabelSelectorRequirement')
    .map(({ node }) => given(node, 'key'))
    .filter((key) => key !== undefined);
}
