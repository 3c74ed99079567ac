import type { Rule } from '../../rule.ts';
import { accessModesInvalid } from './access-modes-invalid.ts';
import { addressInvalid } from './address-invalid.ts';
import { autoscalerBounds } from './autoscaler-bounds.ts';
import { autoscalerMetricInvalid } from './autoscaler-metric-invalid.ts';
import { autoscalerBehaviorInvalid } from './autoscaler-behavior-invalid.ts';
import { autoscalerTargetInvalid } from './autoscaler-target-invalid.ts';
import { claimStorageInvalid } from './claim-storage-invalid.ts';
import { clusterIpInvalid } from './cluster-ip-invalid.ts';
import { configKeyTwice } from './config-key-twice.ts';
import { configTooLarge } from './config-too-large.ts';
import { cronNameTooLong } from './cron-name-too-long.ts';
import { cronScheduleInvalid } from './cron-schedule-invalid.ts';
import { dataKeyInvalid } from './data-key-invalid.ts';
import { dataSourceInvalid } from './data-source-invalid.ts';
import { deploymentStrategy } from './deployment-strategy.ts';
import { disruptionBudgetBoth } from './disruption-budget-both.ts';
import { dockerConfigInvalid } from './docker-config-invalid.ts';
import { externalNameInvalid } from './external-name-invalid.ts';
import { ipFamiliesInvalid } from './ip-families-invalid.ts';
import { jobIndexesInvalid } from './job-indexes-invalid.ts';
import { jobPolicyInvalid } from './job-policy-invalid.ts';
import { jobRestartPolicy } from './job-restart-policy.ts';
import { jobSelector } from './job-selector.ts';
import { localVolumeAffinityMissing } from './local-volume-affinity-missing.ts';
import { networkPolicyPeer } from './network-policy-peer.ts';
import { networkPolicyPortRange } from './network-policy-port-range.ts';
import { nodePortInvalid } from './node-port-invalid.ts';
import { notBase64 } from './not-base64.ts';
import { portionInvalid } from './portion-invalid.ts';
import { prefixedNameInvalid } from './prefixed-name-invalid.ts';
import { priorityClassInvalid } from './priority-class-invalid.ts';
import { roleRefInvalid } from './role-ref-invalid.ts';
import { roleRuleIncomplete } from './role-rule-incomplete.ts';
import { roleWordUnknown } from './role-word-unknown.ts';
import { secretEndsWithNewline } from './secret-ends-with-newline.ts';
import { secretKeyTwice } from './secret-key-twice.ts';
import { secretKeysMissing } from './secret-keys-missing.ts';
import { serviceFieldUnused } from './service-field-unused.ts';
import { serviceHeadlessExposed } from './service-headless-exposed.ts';
import { servicePortDuplicate } from './service-port-duplicate.ts';
import { servicePortNameInvalid } from './service-port-name-invalid.ts';
import { servicePortNameMissing } from './service-port-name-missing.ts';
import { servicePortsMissing } from './service-ports-missing.ts';
import { sessionAffinityIgnored } from './session-affinity-ignored.ts';
import { sessionAffinityInvalid } from './session-affinity-invalid.ts';
import { storageClassAnnotation } from './storage-class-annotation.ts';
import { storageClassNameInvalid } from './storage-class-name-invalid.ts';
import { subjectInvalid } from './subject-invalid.ts';
import { targetPortInvalid } from './target-port-invalid.ts';
import { timeZoneUnknown } from './time-zone-unknown.ts';
import { topologyDuplicate } from './topology-duplicate.ts';
import { volumeCapacityInvalid } from './volume-capacity-invalid.ts';
import { volumeCsiInvalid } from './volume-csi-invalid.ts';
import { volumeRecycleRoot } from './volume-recycle-root.ts';
import { volumeSourceCount } from './volume-source-count.ts';

/** What the API server says of the objects that travel with a set. */
export const objectsRules: readonly Rule[] = [
  servicePortsMissing,
  servicePortNameMissing,
  servicePortNameInvalid,
  servicePortDuplicate,
  targetPortInvalid,
  nodePortInvalid,
  serviceFieldUnused,
  serviceHeadlessExposed,
  clusterIpInvalid,
  ipFamiliesInvalid,
  externalNameInvalid,
  addressInvalid,
  sessionAffinityInvalid,
  sessionAffinityIgnored,
  prefixedNameInvalid,
  notBase64,
  dataKeyInvalid,
  configKeyTwice,
  secretKeyTwice,
  configTooLarge,
  secretKeysMissing,
  dockerConfigInvalid,
  secretEndsWithNewline,
  accessModesInvalid,
  claimStorageInvalid,
  dataSourceInvalid,
  storageClassNameInvalid,
  storageClassAnnotation,
  volumeCapacityInvalid,
  volumeSourceCount,
  localVolumeAffinityMissing,
  volumeRecycleRoot,
  topologyDuplicate,
  roleRuleIncomplete,
  roleWordUnknown,
  roleRefInvalid,
  subjectInvalid,
  disruptionBudgetBoth,
  portionInvalid,
  networkPolicyPortRange,
  networkPolicyPeer,
  priorityClassInvalid,
  jobRestartPolicy,
  jobSelector,
  jobIndexesInvalid,
  jobPolicyInvalid,
  cronScheduleInvalid,
  timeZoneUnknown,
  cronNameTooLong,
  autoscalerBounds,
  autoscalerTargetInvalid,
  autoscalerMetricInvalid,
  autoscalerBehaviorInvalid,
  volumeCsiInvalid,
  deploymentStrategy,
];
