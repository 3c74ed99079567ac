import type { Rule } from '../../rule.ts';

/** Probes, resources, quorum, disruption, updates. */
export const rolloutRules: readonly Rule[] = [];
