import { mapAt, mapsAt, scalarAt, stringAt, type ScalarNode } from '../manifest/nodes.ts';
import type { KubeObject } from '../manifest/parse.ts';
import type { Typed } from './fields/typed.ts';
import { isTrue } from './given.ts';
import type { RuleContext } from './rule.ts';
import type { Located } from './scope.ts';

/** A Secret or ConfigMap that a pod takes something from. */
export interface Reference {
  readonly kind: 'Secret' | 'ConfigMap';
  readonly name: string;
  readonly nameNode: ScalarNode;
  /** The keys that must be in it; empty where all are taken. */
  readonly keys: readonly ScalarNode[];
}

/** Where pods name Secrets and ConfigMaps, by type: the kind, and the field with the name. */
export const placesOfReferences: readonly (readonly [
  type: string,
  kind: Reference['kind'],
  field: string,
])[] = [
  ['SecretKeySelector', 'Secret', 'name'],
  ['ConfigMapKeySelector', 'ConfigMap', 'name'],
  ['SecretEnvSource', 'Secret', 'name'],
  ['ConfigMapEnvSource', 'ConfigMap', 'name'],
  ['SecretVolumeSource', 'Secret', 'secretName'],
  ['ConfigMapVolumeSource', 'ConfigMap', 'name'],
  ['SecretProjection', 'Secret', 'name'],
  ['ConfigMapProjection', 'ConfigMap', 'name'],
];

/** What the object's pods can't start without, in the order of {@link placesOfReferences}; what is optional is left out. */
export function* references({ typed }: Pick<RuleContext, 'typed'>): Generator<Reference> {
  for (const [type, kind, field] of placesOfReferences) {
    for (const one of typed(type)) {
      const reference = referenceOf(one, kind, field);
      if (reference) yield reference;
    }
  }
}

function referenceOf({ node, type }: Typed, kind: Reference['kind'], field: string): Reference | undefined {
  const nameNode = scalarAt(node, field);
  const name = nameNode?.value;
  if (!nameNode || typeof name !== 'string' || name === '' || isTrue(node, 'optional')) return undefined;
  const keys = type.endsWith('KeySelector') ? [scalarAt(node, 'key')] : keysOfItems(node);
  return { kind, name, nameNode, keys: keys.filter((key) => key !== undefined) };
}

function keysOfItems(node: Typed['node']): readonly (ScalarNode | undefined)[] {
  return mapsAt(node, 'items').map(({ map }) => scalarAt(map, 'key'));
}

/** The objects that a reference means. */
export function referred({ object, scope }: RuleContext, { kind, name }: Reference): readonly Located[] {
  return scope.closest(scope.named(kind, object.namespace, name));
}

/** The keys of a Secret or ConfigMap as it is written; undefined where it is to be filled by something else. */
export function keysIn({ node }: KubeObject): readonly string[] | undefined {
  const parts = ['data', 'stringData', 'binaryData'].flatMap((part) => [
    ...(mapAt(node, part)?.byKey.keys() ?? []),
  ]);
  return parts.length === 0 ? undefined : parts;
}

/** Whether something in scope makes the object when it runs: kustomize, cert-manager, an operator for secrets. */
export function isMade({ scope }: RuleContext, { kind, name }: Reference): boolean {
  const generator = kind === 'Secret' ? 'secretGenerator' : 'configMapGenerator';
  for (const { object } of scope.all('Kustomization')) {
    if (mapsAt(object.node, generator).some(({ map }) => stringAt(map, 'name') === name)) return true;
  }
  return kind === 'Secret' && makersOfSecrets.some(([maker, path]) => madeBy(scope, maker, path, name));
}

/** Kinds of operators that make a Secret, with the path of its name. */
export const makersOfSecrets: readonly (readonly [kind: string, path: readonly string[]])[] = [
  ['SealedSecret', ['metadata', 'name']],
  ['ExternalSecret', ['metadata', 'name']],
  ['ExternalSecret', ['spec', 'target', 'name']],
  ['Certificate', ['spec', 'secretName']],
  ['VaultStaticSecret', ['spec', 'destination', 'name']],
  ['OnePasswordItem', ['metadata', 'name']],
];

function madeBy(scope: RuleContext['scope'], kind: string, path: readonly string[], name: string): boolean {
  for (const { object } of scope.all(kind)) if (stringAt(object.node, ...path) === name) return true;
  return false;
}
