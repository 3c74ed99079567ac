import type { Reason } from './rows.ts';

// What a live cluster knows that helps a person write a manifest. Names and small facts only: no value of a Secret is among them.

/** So many as are looked at; where `complete` is false there are more, and what is not among `items` may still exist. */
export interface Listing<T> {
  readonly items: readonly T[];
  readonly complete: boolean;
}

export interface KnownStorageClass {
  readonly name: string;
  /** What claims without a class get. */
  readonly isDefault: boolean;
  readonly allowVolumeExpansion: boolean;
}

export interface KnownService {
  readonly name: string;
  readonly headless: boolean;
  readonly ports: readonly { readonly name?: string; readonly port: number; readonly protocol: string }[];
}

export type KeyedKind = 'Secret' | 'ConfigMap';

/** A Secret or ConfigMap by name: the names of its keys, never what they hold. */
export type KnownKeys =
  { readonly exists: false } | { readonly exists: true; readonly keys: readonly string[] };

export interface KnownLabel {
  readonly key: string;
  /** How many nodes have the label. */
  readonly nodes: number;
  /** The most frequent first. */
  readonly values: Listing<{ readonly value: string; readonly nodes: number }>;
}

export interface KnownSet {
  readonly kind: 'StatefulSet' | 'DaemonSet';
  readonly name: string;
}

/** Which nodes a DaemonSet would reach, by the controller's own rule. */
export interface Landing {
  /** How many nodes there are. */
  readonly nodes: number;
  /** How many of them get a pod. */
  readonly reaches: number;
  /** Those that get one, by name. */
  readonly reached: Listing<string>;
  /** The others, those with the same reasons together, the largest group first. */
  readonly excluded: Listing<ExcludedNodes>;
}

export interface ExcludedNodes {
  readonly reasons: readonly Reason[];
  readonly nodes: Listing<string>;
  /** How many nodes there are in the group. */
  readonly count: number;
}
