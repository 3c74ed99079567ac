import type { Rule } from '../../rule.ts';

/** What the API server says of the objects that travel with a set. */
export const objectsRules: readonly Rule[] = [];
