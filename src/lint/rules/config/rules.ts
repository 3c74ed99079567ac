import type { Rule } from '../../rule.ts';
import { commandOneWord } from './command-one-word.ts';
import { envDuplicate } from './env-duplicate.ts';
import { envReferenceUndefined } from './env-reference-undefined.ts';
import { envValueEmpty } from './env-value-empty.ts';
import { imageUnreadable } from './image-unreadable.ts';
import { keyMissing } from './key-missing.ts';
import { passwordInConfigmap } from './password-in-configmap.ts';
import { passwordInEnv } from './password-in-env.ts';
import { referenceMissing } from './reference-missing.ts';
import { rootRefused } from './root-refused.ts';
import { subpathNotUpdated } from './subpath-not-updated.ts';

/** Environment, Secrets, ConfigMaps, and values of a container that only the node refuses. */
export const configRules: readonly Rule[] = [
  commandOneWord,
  referenceMissing,
  keyMissing,
  envDuplicate,
  envReferenceUndefined,
  envValueEmpty,
  passwordInEnv,
  passwordInConfigmap,
  subpathNotUpdated,
  rootRefused,
  imageUnreadable,
];
