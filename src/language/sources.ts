import type { LintFile } from '../lint/rule.ts';
import { mayShareNamespace, type Scope } from '../lint/scope.ts';
import type { MapNode } from '../manifest/nodes.ts';
import type { KubeObject } from '../manifest/parse.ts';

/** What a live cluster knows. Each answer is undefined where it is not known, or may not be read. */
export interface ClusterNames {
  names(kind: NamedKind, namespace: string | undefined): Promise<readonly string[] | undefined>;
  /** The keys of a Secret or ConfigMap; never a value. */
  keys(
    kind: 'Secret' | 'ConfigMap',
    namespace: string | undefined,
    name: string,
  ): Promise<readonly string[] | undefined>;
  /** The labels that nodes have, with all their values. */
  nodeLabels(): Promise<ReadonlyMap<string, readonly string[]> | undefined>;
}

export type NamedKind =
  | 'Service'
  | 'Secret'
  | 'ConfigMap'
  | 'ServiceAccount'
  | 'PersistentVolumeClaim'
  | 'PriorityClass'
  | 'StorageClass'
  | 'Namespace';

/** Where values come from: the file at hand, the others of the workspace, a cluster if one is live. */
export interface Sources {
  readonly file: LintFile;
  readonly scope: Scope;
  readonly cluster?: ClusterNames | undefined;
}

/** The object that is being written, as far as it parses. */
export interface Writing {
  readonly object: KubeObject | undefined;
  /** The map of the object. */
  readonly node: MapNode | undefined;
  readonly namespace: string | undefined;
}

/** A value that could stand at the cursor, and where it comes from. */
export interface Value {
  readonly value: string;
  readonly from?: string | undefined;
}

/** Each value once, the first of them. */
export function distinct(values: Iterable<Value>): readonly Value[] {
  const found = new Map<string, Value>();
  for (const one of values) if (one.value !== '' && !found.has(one.value)) found.set(one.value, one);
  return [...found.values()];
}

/** A file's name, as a person tells files apart. */
export function fileName(uri: string): string {
  return decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1));
}

/** The objects of a kind that the object at hand could name: those written, then those of the cluster. */
export async function named(
  kind: NamedKind,
  { scope, cluster }: Sources,
  { namespace }: Pick<Writing, 'namespace'>,
  fromCluster: string,
): Promise<readonly Value[]> {
  const values: Value[] = [];
  for (const { object, file } of scope.all(kind)) {
    if (object.name !== undefined && mayShareNamespace(object.namespace, namespace)) {
      values.push({ value: object.name, from: fileName(file.uri) });
    }
  }
  for (const value of (await cluster?.names(kind, namespace)) ?? [])
    values.push({ value, from: fromCluster });
  return distinct(values);
}
