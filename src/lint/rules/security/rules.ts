import type { Rule } from '../../rule.ts';
import { apiTokenUnused } from './api-token-unused.ts';
import { hostPrivileges } from './host-privileges.ts';
import { mayRunAsRoot } from './may-run-as-root.ts';
import { networkPolicyMissing } from './network-policy-missing.ts';
import { podSecurityRefused } from './pod-security-refused.ts';
import { privilegesNotDropped } from './privileges-not-dropped.ts';
import { serviceAccountDeprecated } from './service-account-deprecated.ts';

/** What a pod may do to its node and its cluster. */
export const securityRules: readonly Rule[] = [
  podSecurityRefused,
  hostPrivileges,
  privilegesNotDropped,
  mayRunAsRoot,
  apiTokenUnused,
  serviceAccountDeprecated,
  networkPolicyMissing,
];
