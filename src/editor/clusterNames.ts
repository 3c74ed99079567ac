import type { LiveCluster } from '../host/liveCluster.ts';
import type { ClusterNames } from '../language/sources.ts';
import type { Listing } from '../model/known.ts';

/** What a live cluster offers while values are typed; what it is not asked for (service accounts, claims) is not known. */
export function clusterNames(cluster: LiveCluster): ClusterNames {
  const placed = (namespace: string | undefined): string | undefined => namespace ?? cluster.live?.namespace;
  const items = async <T>(asked: Promise<Listing<T> | undefined>): Promise<readonly T[] | undefined> =>
    (await asked)?.items;
  return {
    async names(kind, written) {
      if (kind === 'Namespace') return items(cluster.namespaces());
      if (kind === 'StorageClass') return (await items(cluster.storageClasses()))?.map(({ name }) => name);
      const namespace = placed(written);
      if (namespace === undefined) return undefined;
      if (kind === 'Service') return (await items(cluster.services(namespace)))?.map(({ name }) => name);
      return kind === 'Secret' || kind === 'ConfigMap' ? items(cluster.keyed(kind, namespace)) : undefined;
    },
    async keys(kind, written, name) {
      const namespace = placed(written);
      const known = namespace === undefined ? undefined : await cluster.keys(kind, namespace, name);
      return known?.exists ? known.keys : undefined;
    },
    async nodeLabels() {
      const labels = await items(cluster.nodeLabels());
      return (
        labels && new Map(labels.map(({ key, values }) => [key, values.items.map(({ value }) => value)]))
      );
    },
  };
}
