import type { Rule } from '../../rule.ts';
import { selectorMismatch } from './selector-mismatch.ts';

/** What the API server says of StatefulSets and DaemonSets themselves. */
export const workloadRules: readonly Rule[] = [selectorMismatch];
