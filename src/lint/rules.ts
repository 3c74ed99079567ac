import type { Rule } from './rule.ts';
import { claimUnused } from './rules/claim-unused.ts';
import { hostpathWritable } from './rules/hostpath-writable.ts';
import { mongoPasswordMissing } from './rules/mongo-password-missing.ts';
import { mongoUsernameMissing } from './rules/mongo-username-missing.ts';
import { mountWithoutVolume } from './rules/mount-without-volume.ts';
import { selectorMismatch } from './rules/selector-mismatch.ts';
import { serviceMissing } from './rules/service-missing.ts';
import { serviceNameMissing } from './rules/service-name-missing.ts';
import { serviceNotHeadless } from './rules/service-not-headless.ts';

/** Every rule, in the order of the catalogue. */
export const rules: readonly Rule[] = [
  serviceMissing,
  serviceNameMissing,
  serviceNotHeadless,
  selectorMismatch,
  mountWithoutVolume,
  claimUnused,
  mongoUsernameMissing,
  mongoPasswordMissing,
  hostpathWritable,
];
