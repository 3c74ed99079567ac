import type { Rule } from '../../rule.ts';
import { annotationsTooLarge } from './annotations-too-large.ts';
import { apiVersionMissing } from './api-version-missing.ts';
import { apiVersionRemoved } from './api-version-removed.ts';
import { duplicateKey } from './duplicate-key.ts';
import { fieldRequired } from './field-required.ts';
import { finalizerInvalid } from './finalizer-invalid.ts';
import { kindMissing } from './kind-missing.ts';
import { kindUnknown } from './kind-unknown.ts';
import { labelKeyInvalid } from './label-key-invalid.ts';
import { labelValueInvalid } from './label-value-invalid.ts';
import { misplacedField } from './misplaced-field.ts';
import { nameInvalid } from './name-invalid.ts';
import { nameMissing } from './name-missing.ts';
import { numberOutOfRange } from './number-out-of-range.ts';
import { ownerInvalid } from './owner-invalid.ts';
import { quantityInvalid } from './quantity-invalid.ts';
import { resourceVersionSet } from './resource-version-set.ts';
import { timeInvalid } from './time-invalid.ts';
import { unknownField } from './unknown-field.ts';
import { valueQuoted } from './value-quoted.ts';
import { valueUnknown } from './value-unknown.ts';
import { valueUnquoted } from './value-unquoted.ts';
import { wrongType } from './wrong-type.ts';

/** What the API server says of any field: names, types, what must be there, what may be in it. */
export const shapeRules: readonly Rule[] = [
  apiVersionMissing,
  kindMissing,
  kindUnknown,
  apiVersionRemoved,
  unknownField,
  misplacedField,
  duplicateKey,
  wrongType,
  valueUnquoted,
  valueQuoted,
  fieldRequired,
  valueUnknown,
  numberOutOfRange,
  quantityInvalid,
  timeInvalid,
  nameMissing,
  nameInvalid,
  labelKeyInvalid,
  labelValueInvalid,
  annotationsTooLarge,
  finalizerInvalid,
  ownerInvalid,
  resourceVersionSet,
];
