import type { Rule } from '../../rule.ts';

/** What matters on every node. */
export const daemonsetRules: readonly Rule[] = [];
