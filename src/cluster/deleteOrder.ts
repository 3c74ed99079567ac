/** What goes first, kind by kind; what is not listed goes after the workloads, as it may be a custom kind that they don't need. */
const STEPS: readonly (readonly string[])[] = [
  ['HorizontalPodAutoscaler', 'PodDisruptionBudget'],
  ['CronJob', 'Job', 'StatefulSet', 'DaemonSet', 'Deployment', 'ReplicaSet', 'ReplicationController', 'Pod'],
  [], // everything else
  ['Ingress', 'NetworkPolicy', 'Service', 'Endpoints', 'EndpointSlice'],
  ['ConfigMap', 'Secret'],
  ['RoleBinding', 'ClusterRoleBinding'],
  ['Role', 'ClusterRole', 'ServiceAccount'],
  ['PersistentVolumeClaim'],
  ['PersistentVolume', 'StorageClass', 'PriorityClass', 'ResourceQuota', 'LimitRange'],
  ['CustomResourceDefinition'],
  ['Namespace'],
];
const OTHERS = STEPS.findIndex((kinds) => kinds.length === 0);

function step(kind: string): number {
  const at = STEPS.findIndex((kinds) => kinds.includes(kind));
  return at < 0 ? OTHERS : at;
}

/**
 * The objects in the order in which they can be deleted without one pulling the ground from under another: users before what they use,
 * the namespace last. Within a step, the manifest's order reversed.
 */
export function deleteOrder<T extends { readonly kind: string }>(objects: readonly T[]): readonly T[] {
  return objects
    .map((object, index) => ({ object, index, step: step(object.kind) }))
    .sort((a, b) => a.step - b.step || b.index - a.index)
    .map(({ object }) => object);
}

const WORKLOADS = STEPS[1] ?? [];

/** Kinds that have pods of their own, which must be gone before anything that these use. */
export function isWorkload(kind: string): boolean {
  return WORKLOADS.includes(kind);
}
