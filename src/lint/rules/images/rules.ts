import type { Rule } from '../../rule.ts';
import { mongoPasswordMissing } from './mongo-password-missing.ts';
import { mongoUsernameMissing } from './mongo-username-missing.ts';

/** What known images want. */
export const imagesRules: readonly Rule[] = [mongoUsernameMissing, mongoPasswordMissing];
