import type { Rule } from '../../rule.ts';
import { configKeyInvalid } from './config-key-invalid.ts';
import { containerNameDuplicate } from './container-name-duplicate.ts';
import { containerNameInvalid } from './container-name-invalid.ts';
import { containerRestartRules } from './container-restart-rules.ts';
import { dnsConfig } from './dns-config.ts';
import { envNameInvalid } from './env-name-invalid.ts';
import { envSource } from './env-source.ts';
import { envValueAndSource } from './env-value-and-source.ts';
import { ephemeralClaimMetadata } from './ephemeral-claim-metadata.ts';
import { ephemeralContainers } from './ephemeral-containers.ts';
import { fieldRefUnsupported } from './field-ref-unsupported.ts';
import { fileKeyVolume } from './file-key-volume.ts';
import { headerNameInvalid } from './header-name-invalid.ts';
import { hostNamespaces } from './host-namespaces.ts';
import { hostNetworkPortDuplicate } from './host-network-port-duplicate.ts';
import { hostPortDiffers } from './host-port-differs.ts';
import { hostPortDuplicate } from './host-port-duplicate.ts';
import { hostProcess } from './host-process.ts';
import { hostnameInvalid } from './hostname-invalid.ts';
import { inTreeVolumeInvalid } from './in-tree-volume-invalid.ts';
import { initContainerProbe } from './init-container-probe.ts';
import { ipInvalid } from './ip-invalid.ts';
import { localhostProfile } from './localhost-profile.ts';
import { matchLabelKeys } from './match-label-keys.ts';
import { matchLabelKeysRepeated } from './match-label-keys-repeated.ts';
import { mountAndDevice } from './mount-and-device.ts';
import { mountPathDuplicate } from './mount-path-duplicate.ts';
import { mountPropagation } from './mount-propagation.ts';
import { mountWithoutVolume } from './mount-without-volume.ts';
import { osFields } from './os-fields.ts';
import { pathNotAbsolute } from './path-not-absolute.ts';
import { pathOutside } from './path-outside.ts';
import { podAnnotationInvalid } from './pod-annotation-invalid.ts';
import { podResources } from './pod-resources.ts';
import { portNameDuplicate } from './port-name-duplicate.ts';
import { portNameInvalid } from './port-name-invalid.ts';
import { priorityNumber } from './priority-number.ts';
import { privilegeContradiction } from './privilege-contradiction.ts';
import { probeHandler } from './probe-handler.ts';
import { probePortInvalid } from './probe-port-invalid.ts';
import { probeSuccessThreshold } from './probe-success-threshold.ts';
import { procMountUnmasked } from './proc-mount-unmasked.ts';
import { projectedPathClash } from './projected-path-clash.ts';
import { qualifiedNameInvalid } from './qualified-name-invalid.ts';
import { quantityNegative } from './quantity-negative.ts';
import { readinessGrace } from './readiness-grace.ts';
import { recursiveReadOnly } from './recursive-read-only.ts';
import { referenceNameInvalid } from './reference-name-invalid.ts';
import { requestOverLimit } from './request-over-limit.ts';
import { requirementValues } from './requirement-values.ts';
import { resizePolicy } from './resize-policy.ts';
import { resourceClaimUnknown } from './resource-claim-unknown.ts';
import { resourceFieldUnsupported } from './resource-field-unsupported.ts';
import { resourceFraction } from './resource-fraction.ts';
import { resourceNameUnknown } from './resource-name-unknown.ts';
import { resourceNotShared } from './resource-not-shared.ts';
import { schedulingGate } from './scheduling-gate.ts';
import { sleepTooLong } from './sleep-too-long.ts';
import { spreadDuplicate } from './spread-duplicate.ts';
import { spreadMinDomains } from './spread-min-domains.ts';
import { subPathAndExpression } from './sub-path-and-expression.ts';
import { sysctlNameInvalid } from './sysctl-name-invalid.ts';
import { sysctlRefused } from './sysctl-refused.ts';
import { tolerationKeyMissing } from './toleration-key-missing.ts';
import { tolerationSeconds } from './toleration-seconds.ts';
import { tolerationValue } from './toleration-value.ts';
import { volumeNameDuplicate } from './volume-name-duplicate.ts';
import { volumeNameInvalid } from './volume-name-invalid.ts';
import { volumeSource } from './volume-source.ts';
import { windowsUserInvalid } from './windows-user-invalid.ts';

/** What the API server says of a pod template. */
export const podRules: readonly Rule[] = [
  containerNameInvalid,
  containerNameDuplicate,
  initContainerProbe,
  portNameInvalid,
  portNameDuplicate,
  hostPortDuplicate,
  hostPortDiffers,
  hostNetworkPortDuplicate,
  envNameInvalid,
  envSource,
  envValueAndSource,
  fieldRefUnsupported,
  resourceFieldUnsupported,
  fileKeyVolume,
  configKeyInvalid,
  referenceNameInvalid,
  volumeNameInvalid,
  volumeNameDuplicate,
  volumeSource,
  pathOutside,
  pathNotAbsolute,
  projectedPathClash,
  mountWithoutVolume,
  mountPathDuplicate,
  mountAndDevice,
  containerRestartRules,
  dnsConfig,
  ephemeralClaimMetadata,
  ephemeralContainers,
  headerNameInvalid,
  hostNamespaces,
  hostProcess,
  hostnameInvalid,
  inTreeVolumeInvalid,
  ipInvalid,
  localhostProfile,
  matchLabelKeys,
  matchLabelKeysRepeated,
  mountPropagation,
  osFields,
  podAnnotationInvalid,
  podResources,
  priorityNumber,
  privilegeContradiction,
  probeHandler,
  probePortInvalid,
  probeSuccessThreshold,
  procMountUnmasked,
  qualifiedNameInvalid,
  quantityNegative,
  readinessGrace,
  recursiveReadOnly,
  requestOverLimit,
  requirementValues,
  resizePolicy,
  resourceClaimUnknown,
  resourceFraction,
  resourceNameUnknown,
  resourceNotShared,
  schedulingGate,
  sleepTooLong,
  spreadDuplicate,
  spreadMinDomains,
  subPathAndExpression,
  sysctlNameInvalid,
  sysctlRefused,
  tolerationKeyMissing,
  tolerationSeconds,
  tolerationValue,
  windowsUserInvalid,
];
