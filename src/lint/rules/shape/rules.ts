import type { Rule } from '../../rule.ts';
import { fieldRequired } from './field-required.ts';
import { misplacedField } from './misplaced-field.ts';
import { numberOutOfRange } from './number-out-of-range.ts';
import { quantityInvalid } from './quantity-invalid.ts';
import { timeInvalid } from './time-invalid.ts';
import { unknownField } from './unknown-field.ts';
import { valueQuoted } from './value-quoted.ts';
import { valueUnknown } from './value-unknown.ts';
import { valueUnquoted } from './value-unquoted.ts';
import { wrongType } from './wrong-type.ts';

/** What the API server says of any field: names, types, what must be there, what may be in it. */
export const shapeRules: readonly Rule[] = [
  unknownField,
  misplacedField,
  wrongType,
  valueUnquoted,
  valueQuoted,
  fieldRequired,
  valueUnknown,
  numberOutOfRange,
  quantityInvalid,
  timeInvalid,
];
