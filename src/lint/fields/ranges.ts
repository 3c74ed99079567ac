/** The least and the most that a number can be; `least` alone where there is no upper bound. */
export interface Range {
  readonly least: number;
  readonly most?: number;
  /** 0 is as good as not set. */
  readonly orZero?: boolean;
  /** Written in octal. */
  readonly mode?: boolean;
  /** Accepted all the same, with a warning: what the API server says that it takes instead. */
  readonly lax?: 'one-second' | 'keeps-all';
}

const port: Range = { least: 1, most: 65535 };
const count: Range = { least: 0 };
const some: Range = { least: 1 };
const id: Range = { least: 0, most: 2 ** 31 - 1 };
const mode: Range = { least: 0, most: 0o777, mode: true };
const weight: Range = { least: 1, most: 100 };
const small: Range = { least: 0, most: 255 };

/** What the API server's validation has for each number (k8s.io/kubernetes pkg/apis/…/validation), by `Type.field`. Lists: each item. */
const table: readonly (readonly [Range, string])[] = [
  [port, 'ContainerPort.containerPort ServicePort.port NetworkPolicyPort.endPort'],
  [{ ...port, orZero: true }, 'ContainerPort.hostPort'],
  [
    count,
    `Probe.initialDelaySeconds Probe.timeoutSeconds Probe.periodSeconds Probe.successThreshold Probe.failureThreshold
    StatefulSetSpec.replicas StatefulSetSpec.minReadySeconds StatefulSetOrdinals.start
    RollingUpdateStatefulSetStrategy.partition
    DaemonSetSpec.minReadySeconds DaemonSetSpec.revisionHistoryLimit
    DeploymentSpec.replicas DeploymentSpec.minReadySeconds DeploymentSpec.revisionHistoryLimit
    DeploymentSpec.progressDeadlineSeconds ReplicaSetSpec.replicas ReplicaSetSpec.minReadySeconds
    JobSpec.parallelism JobSpec.completions JobSpec.activeDeadlineSeconds JobSpec.backoffLimit
    JobSpec.ttlSecondsAfterFinished JobSpec.backoffLimitPerIndex JobSpec.maxFailedIndexes SuccessPolicyRule.succeededCount
    CronJobSpec.startingDeadlineSeconds CronJobSpec.successfulJobsHistoryLimit CronJobSpec.failedJobsHistoryLimit`,
  ],
  [
    some,
    `Probe.terminationGracePeriodSeconds TopologySpreadConstraint.maxSkew TopologySpreadConstraint.minDomains
    HorizontalPodAutoscalerSpec.minReplicas HorizontalPodAutoscalerSpec.maxReplicas HPAScalingPolicy.value`,
  ],
  [{ least: 0, lax: 'one-second' }, 'PodSpec.terminationGracePeriodSeconds'],
  [{ least: 0, lax: 'keeps-all' }, 'StatefulSetSpec.revisionHistoryLimit'],
  [{ least: 1, most: 2 ** 31 - 1 }, 'PodSpec.activeDeadlineSeconds'],
  [
    id,
    `SecurityContext.runAsUser SecurityContext.runAsGroup PodSecurityContext.runAsUser PodSecurityContext.runAsGroup
    PodSecurityContext.fsGroup PodSecurityContext.supplementalGroups`,
  ],
  [
    mode,
    `SecretVolumeSource.defaultMode ConfigMapVolumeSource.defaultMode DownwardAPIVolumeSource.defaultMode
    ProjectedVolumeSource.defaultMode KeyToPath.mode DownwardAPIVolumeFile.mode`,
  ],
  [weight, 'PreferredSchedulingTerm.weight WeightedPodAffinityTerm.weight'],
  [
    small,
    `GCEPersistentDiskVolumeSource.partition AWSElasticBlockStoreVolumeSource.partition ISCSIVolumeSource.lun
    ISCSIPersistentVolumeSource.lun`,
  ],
  [{ least: 600, most: 2 ** 32 }, 'ServiceAccountTokenProjection.expirationSeconds'],
  [{ least: 0, most: 3600 }, 'HPAScalingRules.stabilizationWindowSeconds'],
  [{ least: 1, most: 1800 }, 'HPAScalingPolicy.periodSeconds'],
];

export const ranges: ReadonlyMap<string, Range> = new Map(
  table.flatMap(([range, fields]) =>
    fields.split(/\s+/).map((field): readonly [string, Range] => [field, range]),
  ),
);
