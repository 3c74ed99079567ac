import { kinds } from './kinds.ts';

/** What an API server of 1.36 serves in the groups without a dot, which can't be extended: by version, the kinds. */
const builtIn: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  [
    [
      'v1',
      `Binding ComponentStatus ConfigMap Endpoints Event LimitRange List Namespace Node PersistentVolume PersistentVolumeClaim Pod
      PodTemplate ReplicationController ResourceQuota Secret Service ServiceAccount Status`,
    ],
    ['apps/v1', 'ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet'],
    ['batch/v1', 'CronJob Job'],
    ['autoscaling/v1', 'HorizontalPodAutoscaler Scale'],
    ['autoscaling/v2', 'HorizontalPodAutoscaler'],
    ['policy/v1', 'Eviction PodDisruptionBudget'],
  ].map(([version = '', names = '']) => [version, new Set(names.split(/\s+/))]),
);

const groups: ReadonlySet<string> = new Set(['', 'apps', 'batch', 'autoscaling', 'policy', 'extensions']);

/** How sure it is that no API server has this kind in this version: `unlikely` for groups that nobody but an own server could have. */
export function isServed(apiVersion: string, kind: string): 'yes' | 'no' | 'unlikely' | 'unknown' {
  const group = apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
  if (group.includes('.')) return ownGroup(apiVersion, group, kind);
  if (!groups.has(group)) return 'unlikely';
  const there = builtIn.get(apiVersion);
  const single = kind.endsWith('List') ? kind.slice(0, -4) : kind;
  return there?.has(kind) || there?.has(single) ? 'yes' : 'no';
}

/** Groups with a dot hold more than the linter knows; only its own kinds in other versions are known not to be there. */
function ownGroup(apiVersion: string, group: string, kind: string): 'yes' | 'no' | 'unknown' {
  const versions = kinds.filter((one) => one.kind === kind && one.apiVersion.startsWith(`${group}/`));
  if (versions.length > 0) return versions.every((one) => one.apiVersion !== apiVersion) ? 'no' : 'yes';
  // `Networkpolicy`: none of theirs is another's in other letters.
  return kindLike(kind)?.apiVersion.startsWith(`${group}/`) ? 'no' : 'unknown';
}

export interface KindLike {
  readonly apiVersion: string;
  readonly kind: string;
}

/** The version that a kind of Kubernetes' own is written with, the kind in its right spelling; undefined where the name tells of none. */
export function kindLike(kind: string): KindLike | undefined {
  const plain = kind.toLowerCase().replace(/[-_ ]/g, '');
  const found = kinds.find((one) => {
    const name = one.kind.toLowerCase();
    return name === plain || `${name}s` === plain;
  });
  return found && { apiVersion: found.apiVersion, kind: found.kind };
}
