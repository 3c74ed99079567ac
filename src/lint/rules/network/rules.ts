import type { Rule } from '../../rule.ts';
import { membersNotSpread } from './members-not-spread.ts';
import { peersUnpublished } from './peers-unpublished.ts';
import { peerHostUnknown } from './peer-host-unknown.ts';
import { selectorsOverlap } from './selectors-overlap.ts';
import { serviceMissing } from './service-missing.ts';
import { serviceNameMissing } from './service-name-missing.ts';
import { serviceNotHeadless } from './service-not-headless.ts';
import { serviceSelectorMismatch } from './service-selector-mismatch.ts';
import { serviceSelectsNothing } from './service-selects-nothing.ts';
import { setNameTooLong } from './set-name-too-long.ts';
import { spreadSelectorMismatch } from './spread-selector-mismatch.ts';
import { targetPortUnknown } from './target-port-unknown.ts';

/** Services, DNS names, selectors across objects, where pods are spread. */
export const networkRules: readonly Rule[] = [
  setNameTooLong,
  serviceMissing,
  serviceNameMissing,
  serviceNotHeadless,
  serviceSelectorMismatch,
  serviceSelectsNothing,
  targetPortUnknown,
  peersUnpublished,
  peerHostUnknown,
  selectorsOverlap,
  membersNotSpread,
  spreadSelectorMismatch,
];
