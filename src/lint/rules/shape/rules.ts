import type { Rule } from '../../rule.ts';
import { misplacedField } from './misplaced-field.ts';
import { unknownField } from './unknown-field.ts';

/** What the API server says of any field: names, types, what must be there, what may be in it. */
export const shapeRules: readonly Rule[] = [unknownField, misplacedField];
