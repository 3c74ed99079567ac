/** A kind whose fields the linter knows: those that travel with a set. */
export interface KnownKind {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespaced: boolean;
  /** The class of @kubernetes/client-node that its field table is made from. */
  readonly model: string;
}

const known = (apiVersion: string, model: string, namespaced = true): KnownKind => ({
  apiVersion,
  kind: model.replace(/^V\d+/, ''),
  namespaced,
  model,
});

export const kinds: readonly KnownKind[] = [
  known('apps/v1', 'V1StatefulSet'),
  known('apps/v1', 'V1DaemonSet'),
  known('apps/v1', 'V1Deployment'),
  known('apps/v1', 'V1ReplicaSet'),
  known('v1', 'V1Pod'),
  known('v1', 'V1Service'),
  known('v1', 'V1ConfigMap'),
  known('v1', 'V1Secret'),
  known('v1', 'V1ServiceAccount'),
  known('v1', 'V1PersistentVolumeClaim'),
  known('v1', 'V1PersistentVolume', false),
  known('v1', 'V1Namespace', false),
  known('storage.k8s.io/v1', 'V1StorageClass', false),
  known('rbac.authorization.k8s.io/v1', 'V1Role'),
  known('rbac.authorization.k8s.io/v1', 'V1RoleBinding'),
  known('rbac.authorization.k8s.io/v1', 'V1ClusterRole', false),
  known('rbac.authorization.k8s.io/v1', 'V1ClusterRoleBinding', false),
  known('policy/v1', 'V1PodDisruptionBudget'),
  known('networking.k8s.io/v1', 'V1NetworkPolicy'),
  known('scheduling.k8s.io/v1', 'V1PriorityClass', false),
  known('batch/v1', 'V1Job'),
  known('batch/v1', 'V1CronJob'),
  known('autoscaling/v2', 'V2HorizontalPodAutoscaler'),
];

const byName = new Map(kinds.map((one) => [`${one.apiVersion}|${one.kind}`, one]));

export function knownKind(apiVersion: string, kind: string): KnownKind | undefined {
  return byName.get(`${apiVersion}|${kind}`);
}

/** Versions that API servers once had, with the one that has taken their place; '' where there is none. Kubernetes' deprecation guide. */
const removed: ReadonlyMap<string, string> = new Map(
  [
    ['extensions/v1beta1', 'DaemonSet Deployment ReplicaSet', 'apps/v1'],
    ['extensions/v1beta1', 'NetworkPolicy', 'networking.k8s.io/v1'],
    ['apps/v1beta1', 'StatefulSet Deployment', 'apps/v1'],
    ['apps/v1beta2', 'StatefulSet DaemonSet Deployment ReplicaSet', 'apps/v1'],
    ['policy/v1beta1', 'PodDisruptionBudget', 'policy/v1'],
    ['policy/v1beta1', 'PodSecurityPolicy', ''],
    ['batch/v1beta1', 'CronJob', 'batch/v1'],
    ['autoscaling/v2beta1', 'HorizontalPodAutoscaler', 'autoscaling/v2'],
    ['autoscaling/v2beta2', 'HorizontalPodAutoscaler', 'autoscaling/v2'],
    ['storage.k8s.io/v1beta1', 'StorageClass', 'storage.k8s.io/v1'],
    ['scheduling.k8s.io/v1beta1', 'PriorityClass', 'scheduling.k8s.io/v1'],
    [
      'rbac.authorization.k8s.io/v1beta1',
      'Role RoleBinding ClusterRole ClusterRoleBinding',
      'rbac.authorization.k8s.io/v1',
    ],
    [
      'rbac.authorization.k8s.io/v1alpha1',
      'Role RoleBinding ClusterRole ClusterRoleBinding',
      'rbac.authorization.k8s.io/v1',
    ],
  ].flatMap(([version = '', names = '', successor = '']) =>
    names.split(' ').map((kind): [string, string] => [`${version}|${kind}`, successor]),
  ),
);

/** The version that has taken the place of a removed one; '' where none has, undefined where it was never one. */
export function successorOf(apiVersion: string, kind: string): string | undefined {
  return removed.get(`${apiVersion}|${kind}`);
}

/** Whether rules have something to say about objects of this kind. */
export function isKnown(apiVersion: string, kind: string): boolean {
  return knownKind(apiVersion, kind) !== undefined || successorOf(apiVersion, kind) !== undefined;
}
