import type { Rule } from '../../rule.ts';
import { agentPriorityMissing } from './agent-priority-missing.ts';
import { agentRightsMissing } from './agent-rights-missing.ts';
import { agentUpdatePace } from './agent-update-pace.ts';
import { hostNetworkDns } from './host-network-dns.ts';
import { logPositionsLost } from './log-positions-lost.ts';
import { nodeLogsNotMounted } from './node-logs-not-mounted.ts';
import { osNotSelected } from './os-not-selected.ts';
import { serviceAccountMissing } from './service-account-missing.ts';
import { surgeBlocked } from './surge-blocked.ts';
import { tolerationMasterOnly } from './toleration-master-only.ts';
import { tolerationsMissing } from './tolerations-missing.ts';
import { toleratesEviction } from './tolerates-eviction.ts';

/** What matters on every node. */
export const daemonsetRules: readonly Rule[] = [
  tolerationsMissing,
  tolerationMasterOnly,
  toleratesEviction,
  osNotSelected,
  agentPriorityMissing,
  agentUpdatePace,
  surgeBlocked,
  hostNetworkDns,
  serviceAccountMissing,
  agentRightsMissing,
  nodeLogsNotMounted,
  logPositionsLost,
];
