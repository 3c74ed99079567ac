/** What the linter would like to know of the cluster that a manifest is meant for. `undefined`: not known, nothing is concluded. */
export interface ClusterFacts {
  /** The namespace of objects that name none. */
  readonly namespace: string | undefined;
  service(
    namespace: string,
    name: string,
  ): { readonly exists: boolean; readonly headless?: boolean } | undefined;
  /** The names of the storage classes. */
  storageClasses?(): readonly string[] | undefined;
  /** A Secret or ConfigMap; the names of its `keys` where they may be read. To be asked for only where they are needed. */
  keyed?(
    kind: 'Secret' | 'ConfigMap',
    namespace: string,
    name: string,
  ): { readonly exists: boolean; readonly keys?: readonly string[] } | undefined;
}
