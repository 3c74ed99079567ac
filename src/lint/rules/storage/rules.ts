import type { Rule } from '../../rule.ts';
import { claimUnused } from './claim-unused.ts';
import { hostpathWritable } from './hostpath-writable.ts';

/** Volumes, claims, paths of the node. */
export const storageRules: readonly Rule[] = [claimUnused, hostpathWritable];
