import type { TextRange } from '../base/text.ts';
import type { LintFile } from '../lint/rule.ts';
import type { MapEntry, MapNode, ScalarNode } from '../manifest/nodes.ts';
import type { KubeObject } from '../manifest/parse.ts';

/** Objects that others name. */
export type ObjectKind =
  | 'Namespace'
  | 'Service'
  | 'Secret'
  | 'ConfigMap'
  | 'PersistentVolumeClaim'
  | 'PersistentVolume'
  | 'StorageClass'
  | 'ServiceAccount'
  | 'Role'
  | 'ClusterRole'
  | 'PriorityClass'
  | 'StatefulSet'
  | 'DaemonSet'
  | 'Deployment'
  | 'ReplicaSet';

/** What has a name by which something else refers to it. A volume is also what a claim template makes. */
export type NameKind =
  ObjectKind | 'SecretKey' | 'ConfigMapKey' | 'volume' | 'container' | 'port' | 'labelKey' | 'labelValue';

/** The pods that a selector is about. */
export interface Selecting {
  /** Pairs that the pods have, all of them. */
  readonly pairs: ReadonlyMap<string, string>;
  readonly matches: (labels: ReadonlyMap<string, string>) => boolean;
  /** Where the pods are; undefined for any namespace. An undefined item is the namespace of an object that names none. */
  readonly namespaces: readonly (string | undefined)[] | undefined;
  /** Set where only this object's own pods are meant. */
  readonly own?: KubeObject;
}

/** A name at one place of an object's text. */
export interface Mention {
  readonly kind: NameKind;
  readonly name: string;
  readonly role: 'definition' | 'reference';
  readonly object: KubeObject;
  /** The name's text, without quotes; of an alias, the text at its anchor. A text that is written with escapes or over lines is whole. */
  readonly range: TextRange;
  /** Where `*anchor` is written in its place. */
  readonly alias?: TextRange;
  /** The scalar whose text is the name or holds it, or the entry whose key is the name. */
  readonly written: ScalarNode | MapEntry;
  /** Set where the name is a part of the scalar's text. */
  readonly part?: true;
  /** The namespace of what is named, where it is written: of objects, and of the objects that keys and labels are in. */
  readonly namespace: string | undefined;
  /** The pod spec that a volume, container or port is of. */
  readonly pod?: MapNode;
  /** The Secret or ConfigMap that a key is in; the label that a value is of. */
  readonly of?: string;
  /** Of references to labels and ports: the pods among which they are looked for; one of several selectors has to fit. */
  readonly selecting?: readonly Selecting[];
  /** Of a host name in a text: what must be there, or the text means something else. */
  readonly host?: HostCondition;
}

/** Either a StatefulSet with pods in the Service, or a Service that is written somewhere, with the port if one is given. */
export type HostCondition =
  { readonly set: string; readonly service: string } | { readonly port: number | undefined };

/** A mention and the file that it is in. */
export interface Occurrence extends Mention {
  readonly file: LintFile;
}

const clusterWide: ReadonlySet<NameKind> = new Set([
  'Namespace',
  'PersistentVolume',
  'StorageClass',
  'ClusterRole',
  'PriorityClass',
]);

export function isClusterWide(kind: NameKind): boolean {
  return clusterWide.has(kind);
}

/** Mentions of one name have one key; not all of a key mean the same thing. */
export function keyOf({ kind, name, of = '' }: Pick<Mention, 'kind' | 'name' | 'of'>): string {
  return `${kind}\n${of}\n${name}`;
}

/** Where it is seen: the alias where there is one. */
export function placeOf({ alias, range }: Pick<Mention, 'alias' | 'range'>): TextRange {
  return alias ?? range;
}
