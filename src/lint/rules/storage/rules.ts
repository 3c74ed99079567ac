import type { Rule } from '../../rule.ts';
import { claimDiffers } from './claim-differs.ts';
import { claimSharedByReplicas } from './claim-shared-by-replicas.ts';
import { claimTemplateDuplicate } from './claim-template-duplicate.ts';
import { claimUnused } from './claim-unused.ts';
import { claimsDeleted } from './claims-deleted.ts';
import { dataNotKept } from './data-not-kept.ts';
import { databaseVolumeShared } from './database-volume-shared.ts';
import { hostpathInSet } from './hostpath-in-set.ts';
import { hostpathWithoutType } from './hostpath-without-type.ts';
import { hostpathWritable } from './hostpath-writable.ts';
import { mountPathRelative } from './mount-path-relative.ts';
import { quantityImplausible } from './quantity-implausible.ts';
import { storageClassUnknown } from './storage-class-unknown.ts';
import { volumeHidden } from './volume-hidden.ts';
import { volumeUnused } from './volume-unused.ts';

/** Volumes, claims, paths of the node. */
export const storageRules: readonly Rule[] = [
  claimUnused,
  claimDiffers,
  claimTemplateDuplicate,
  claimSharedByReplicas,
  claimsDeleted,
  dataNotKept,
  databaseVolumeShared,
  storageClassUnknown,
  quantityImplausible,
  volumeHidden,
  volumeUnused,
  mountPathRelative,
  hostpathInSet,
  hostpathWithoutType,
  hostpathWritable,
];
