import type { Rule } from '../../rule.ts';
import { activeDeadlineUnsupported } from './active-deadline-unsupported.ts';
import { claimTemplateIncomplete } from './claim-template-incomplete.ts';
import { restartPolicyUnsupported } from './restart-policy-unsupported.ts';
import { rollingUpdateOnDelete } from './rolling-update-on-delete.ts';
import { rollingUpdatePace } from './rolling-update-pace.ts';
import { selectorMismatch } from './selector-mismatch.ts';
import { selectorMissing } from './selector-missing.ts';

/** What the API server says of StatefulSets and DaemonSets themselves. */
export const workloadRules: readonly Rule[] = [
  selectorMissing,
  selectorMismatch,
  activeDeadlineUnsupported,
  claimTemplateIncomplete,
  restartPolicyUnsupported,
  rollingUpdateOnDelete,
  rollingUpdatePace,
];
