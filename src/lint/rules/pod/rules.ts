import type { Rule } from '../../rule.ts';
import { mountWithoutVolume } from './mount-without-volume.ts';

/** What the API server says of a pod template. */
export const podRules: readonly Rule[] = [mountWithoutVolume];
