import type { Rule } from '../../rule.ts';

/** Environment, Secrets, ConfigMaps. */
export const configRules: readonly Rule[] = [];
