import type { Rule } from './rule.ts';
import { changesRules } from './rules/changes/rules.ts';
import { configRules } from './rules/config/rules.ts';
import { daemonsetRules } from './rules/daemonset/rules.ts';
import { imagesRules } from './rules/images/rules.ts';
import { networkRules } from './rules/network/rules.ts';
import { objectsRules } from './rules/objects/rules.ts';
import { podRules } from './rules/pod/rules.ts';
import { rolloutRules } from './rules/rollout/rules.ts';
import { securityRules } from './rules/security/rules.ts';
import { shapeRules } from './rules/shape/rules.ts';
import { storageRules } from './rules/storage/rules.ts';
import { workloadRules } from './rules/workload/rules.ts';

/** Every rule, in the order of the catalogue. A rule is a file in the folder of its group, named as its code, and a line in that group's list. */
export const rules: readonly Rule[] = [
  ...shapeRules,
  ...podRules,
  ...workloadRules,
  ...objectsRules,
  ...networkRules,
  ...storageRules,
  ...configRules,
  ...imagesRules,
  ...rolloutRules,
  ...daemonsetRules,
  ...securityRules,
  ...changesRules,
];
