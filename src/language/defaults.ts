// What holds where nothing is written (k8s.io/kubernetes pkg/apis/{apps,core,batch,policy,storage}/v1/defaults.go),
// by `Type.field`. What depends on other fields is not here.
const table = `
StatefulSetSpec.replicas 1
StatefulSetSpec.podManagementPolicy OrderedReady
StatefulSetSpec.revisionHistoryLimit 10
StatefulSetSpec.minReadySeconds 0
StatefulSetOrdinals.start 0
StatefulSetUpdateStrategy.type RollingUpdate
RollingUpdateStatefulSetStrategy.partition 0
StatefulSetPersistentVolumeClaimRetentionPolicy.whenDeleted Retain
StatefulSetPersistentVolumeClaimRetentionPolicy.whenScaled Retain
DaemonSetSpec.revisionHistoryLimit 10
DaemonSetSpec.minReadySeconds 0
DaemonSetUpdateStrategy.type RollingUpdate
RollingUpdateDaemonSet.maxUnavailable 1
RollingUpdateDaemonSet.maxSurge 0
DeploymentSpec.replicas 1
DeploymentSpec.revisionHistoryLimit 10
DeploymentSpec.progressDeadlineSeconds 600
DeploymentStrategy.type RollingUpdate
RollingUpdateDeployment.maxUnavailable 25%
RollingUpdateDeployment.maxSurge 25%
PodSpec.restartPolicy Always
PodSpec.dnsPolicy ClusterFirst
PodSpec.schedulerName default-scheduler
PodSpec.terminationGracePeriodSeconds 30
PodSpec.enableServiceLinks true
Container.terminationMessagePath /dev/termination-log
Container.terminationMessagePolicy File
ContainerPort.protocol TCP
Probe.timeoutSeconds 1
Probe.periodSeconds 10
Probe.successThreshold 1
Probe.failureThreshold 3
Probe.initialDelaySeconds 0
HTTPGetAction.scheme HTTP
HTTPGetAction.path /
SecretVolumeSource.defaultMode 0644
ConfigMapVolumeSource.defaultMode 0644
DownwardAPIVolumeSource.defaultMode 0644
ProjectedVolumeSource.defaultMode 0644
ServiceAccountTokenProjection.expirationSeconds 3600
ObjectFieldSelector.apiVersion v1
PersistentVolumeClaimSpec.volumeMode Filesystem
PersistentVolumeSpec.volumeMode Filesystem
PersistentVolumeSpec.persistentVolumeReclaimPolicy Retain
ServiceSpec.type ClusterIP
ServiceSpec.sessionAffinity None
ServiceSpec.internalTrafficPolicy Cluster
ServicePort.protocol TCP
StorageClass.reclaimPolicy Delete
StorageClass.volumeBindingMode Immediate
Secret.type Opaque
JobSpec.backoffLimit 6
JobSpec.completionMode NonIndexed
CronJobSpec.concurrencyPolicy Allow
CronJobSpec.suspend false
CronJobSpec.successfulJobsHistoryLimit 3
CronJobSpec.failedJobsHistoryLimit 1
HorizontalPodAutoscalerSpec.minReplicas 1
TopologySpreadConstraint.nodeAffinityPolicy Honor
TopologySpreadConstraint.nodeTaintsPolicy Ignore
Toleration.operator Equal
`;

/** The default of a field, `Type.field`, as it would be written. */
export const defaults: ReadonlyMap<string, string> = new Map(
  table
    .trim()
    .split('\n')
    .map((line): [string, string] => {
      const [field = '', value = ''] = line.split(' ');
      return [field, value];
    }),
);
