/** The values that a field can have. */
export interface Choice {
  readonly values: readonly string[];
  /** The empty text is refused too; elsewhere it is as good as not set. */
  readonly notEmpty: boolean;
}

/**
 * What the API server's validation has for each field of words (k8s.io/kubernetes pkg/apis/…/validation), by `Type.field`; lists: each
 * item. `!`: pointers in Go, of which an empty text is not the absence. As a server of 1.36 has
 * them with its default gates.
 */
const table: readonly (readonly [values: string, fields: string])[] = [
  [
    'Always IfNotPresent Never',
    'Container.imagePullPolicy EphemeralContainer.imagePullPolicy ImageVolumeSource.pullPolicy',
  ],
  ['TCP UDP SCTP', 'ContainerPort.protocol ServicePort.protocol NetworkPolicyPort.protocol!'],
  ['Always OnFailure Never', 'PodSpec.restartPolicy Container.restartPolicy!'],
  ['ClusterFirst ClusterFirstWithHostNet Default None', 'PodSpec.dnsPolicy'],
  ['PreemptLowerPriority Never', 'PodSpec.preemptionPolicy! PriorityClass.preemptionPolicy!'],
  ['linux windows', 'PodOS.name'],
  ['OnRootMismatch Always', 'PodSecurityContext.fsGroupChangePolicy!'],
  ['Merge Strict', 'PodSecurityContext.supplementalGroupsPolicy!'],
  ['Recursive', 'PodSecurityContext.seLinuxChangePolicy!'],
  ['Default Unmasked', 'SecurityContext.procMount!'],
  ['RuntimeDefault Localhost Unconfined', 'SeccompProfile.type AppArmorProfile.type'],
  [
    'File FallbackToLogsOnError',
    'Container.terminationMessagePolicy EphemeralContainer.terminationMessagePolicy',
  ],
  ['HTTP HTTPS', 'HTTPGetAction.scheme'],
  ['cpu memory', 'ContainerResizePolicy.resourceName'],
  ['NotRequired RestartContainer', 'ContainerResizePolicy.restartPolicy'],
  ['Restart RestartAllContainers', 'ContainerRestartRule.action!'],
  ['In NotIn', 'ContainerRestartRuleOnExitCodes.operator! PodFailurePolicyOnExitCodesRequirement.operator'],
  ['None HostToContainer Bidirectional', 'VolumeMount.mountPropagation!'],
  ['Disabled IfPossible Enabled', 'VolumeMount.recursiveReadOnly!'],
  [
    'DirectoryOrCreate Directory FileOrCreate File Socket CharDevice BlockDevice',
    'HostPathVolumeSource.type',
  ],
  ['None ReadOnly ReadWrite', 'AzureDiskVolumeSource.cachingMode!'],
  ['Shared Dedicated Managed', 'AzureDiskVolumeSource.kind!'],
  ['In NotIn Exists DoesNotExist', 'LabelSelectorRequirement.operator'],
  ['In NotIn Exists DoesNotExist Gt Lt', 'NodeSelectorRequirement.operator'],
  ['Equal Exists', 'Toleration.operator'],
  ['NoSchedule PreferNoSchedule NoExecute', 'Toleration.effect'],
  ['DoNotSchedule ScheduleAnyway', 'TopologySpreadConstraint.whenUnsatisfiable'],
  ['Honor Ignore', 'TopologySpreadConstraint.nodeAffinityPolicy! TopologySpreadConstraint.nodeTaintsPolicy!'],
  [
    'ReadWriteOnce ReadOnlyMany ReadWriteMany ReadWriteOncePod',
    'PersistentVolumeClaimSpec.accessModes! PersistentVolumeSpec.accessModes!',
  ],
  ['Filesystem Block', 'PersistentVolumeClaimSpec.volumeMode! PersistentVolumeSpec.volumeMode!'],
  ['Retain Delete Recycle', 'PersistentVolumeSpec.persistentVolumeReclaimPolicy'],
  ['Delete Retain', 'StorageClass.reclaimPolicy'],
  ['Immediate WaitForFirstConsumer', 'StorageClass.volumeBindingMode!'],
  ['OrderedReady Parallel', 'StatefulSetSpec.podManagementPolicy'],
  ['RollingUpdate OnDelete', 'StatefulSetUpdateStrategy.type DaemonSetUpdateStrategy.type'],
  [
    'Retain Delete',
    `StatefulSetPersistentVolumeClaimRetentionPolicy.whenDeleted
    StatefulSetPersistentVolumeClaimRetentionPolicy.whenScaled`,
  ],
  ['RollingUpdate Recreate', 'DeploymentStrategy.type'],
  ['ClusterIP NodePort LoadBalancer ExternalName', 'ServiceSpec.type'],
  ['None ClientIP', 'ServiceSpec.sessionAffinity'],
  ['Cluster Local', 'ServiceSpec.internalTrafficPolicy! ServiceSpec.externalTrafficPolicy'],
  ['SingleStack PreferDualStack RequireDualStack', 'ServiceSpec.ipFamilyPolicy!'],
  ['IPv4 IPv6', 'ServiceSpec.ipFamilies!'],
  ['PreferClose PreferSameZone PreferSameNode', 'ServiceSpec.trafficDistribution!'],
  ['Ingress Egress', 'NetworkPolicySpec.policyTypes!'],
  ['IfHealthyBudget AlwaysAllow', 'PodDisruptionBudgetSpec.unhealthyPodEvictionPolicy!'],
  ['Allow Forbid Replace', 'CronJobSpec.concurrencyPolicy'],
  ['NonIndexed Indexed', 'JobSpec.completionMode!'],
  ['TerminatingOrFailed Failed', 'JobSpec.podReplacementPolicy!'],
  ['FailJob FailIndex Ignore Count', 'PodFailurePolicyRule.action'],
  ['True False Unknown', 'PodFailurePolicyOnPodConditionsPattern.status'],
  ['Object Pods Resource External ContainerResource', 'MetricSpec.type'],
  ['Utilization Value AverageValue', 'MetricTarget.type'],
  ['Pods Percent', 'HPAScalingPolicy.type'],
  ['Max Min Disabled', 'HPAScalingRules.selectPolicy!'],
];

export const enums: ReadonlyMap<string, Choice> = new Map(
  table.flatMap(([values, fields]) =>
    fields.split(/\s+/).map((field): readonly [string, Choice] => {
      return [field.replace('!', ''), { values: values.split(' '), notEmpty: field.endsWith('!') }];
    }),
  ),
);
