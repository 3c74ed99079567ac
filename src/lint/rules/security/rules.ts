import type { Rule } from '../../rule.ts';

/** What a pod may do to its node and its cluster. */
export const securityRules: readonly Rule[] = [];
