import type { Rule } from '../../rule.ts';
import { budgetBlocksEvictions } from './budget-blocks-evictions.ts';
import { budgetBreaksQuorum } from './budget-breaks-quorum.ts';
import { budgetMissing } from './budget-missing.ts';
import { graceShort } from './grace-short.ts';
import { graceZero } from './grace-zero.ts';
import { labelDeprecated } from './label-deprecated.ts';
import { livenessLikeReadiness } from './liveness-like-readiness.ts';
import { livenessProbeMissing } from './liveness-probe-missing.ts';
import { masterLabelGone } from './master-label-gone.ts';
import { maxUnavailableIgnored } from './max-unavailable-ignored.ts';
import { memoryLimitMissing } from './memory-limit-missing.ts';
import { partitionHoldsBack } from './partition-holds-back.ts';
import { portRepeated } from './port-repeated.ts';
import { probeBeforeReady } from './probe-before-ready.ts';
import { probePortUnknown } from './probe-port-unknown.ts';
import { probeTimeoutShort } from './probe-timeout-short.ts';
import { quorumEven } from './quorum-even.ts';
import { readinessProbeMissing } from './readiness-probe-missing.ts';
import { replicasBesideAutoscaler } from './replicas-beside-autoscaler.ts';
import { requestsMissing } from './requests-missing.ts';
import { rollingUpdateIgnored } from './rolling-update-ignored.ts';
import { startOrder } from './start-order.ts';
import { updateOnDelete } from './update-on-delete.ts';

/** Probes, resources, quorum, disruption, updates. */
export const rolloutRules: readonly Rule[] = [
  requestsMissing,
  memoryLimitMissing,
  readinessProbeMissing,
  livenessProbeMissing,
  livenessLikeReadiness,
  probePortUnknown,
  probeTimeoutShort,
  probeBeforeReady,
  graceZero,
  graceShort,
  quorumEven,
  budgetMissing,
  budgetBlocksEvictions,
  budgetBreaksQuorum,
  updateOnDelete,
  rollingUpdateIgnored,
  partitionHoldsBack,
  maxUnavailableIgnored,
  startOrder,
  replicasBesideAutoscaler,
  labelDeprecated,
  masterLabelGone,
  portRepeated,
];
