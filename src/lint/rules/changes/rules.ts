import type { Rule } from '../../rule.ts';
import { immutableField } from './immutable-field.ts';

/** What an update would be refused for, compared with what the file was. */
export const changesRules: readonly Rule[] = [immutableField];
