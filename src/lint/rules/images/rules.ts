import type { Rule } from '../../rule.ts';
import { commandSkipsStartScript } from './command-skips-start-script.ts';
import { dataAtVolumeRoot } from './data-at-volume-root.ts';
import { databaseVersionChanged } from './database-version-changed.ts';
import { elasticsearchMmap } from './elasticsearch-mmap.ts';
import { elasticsearchSingleNode } from './elasticsearch-single-node.ts';
import { envAndFile } from './env-and-file.ts';
import { envNotOfImage } from './env-not-of-image.ts';
import { fsGroupMissing } from './fs-group-missing.ts';
import { imageEndOfLife } from './image-end-of-life.ts';
import { imageMoved } from './image-moved.ts';
import { imageUntagged } from './image-untagged.ts';
import { kafkaClusterId } from './kafka-cluster-id.ts';
import { membersNotJoined } from './members-not-joined.ts';
import { mongoKeyFileMissing } from './mongo-key-file-missing.ts';
import { mongoKeyFileMode } from './mongo-key-file-mode.ts';
import { mongoPasswordMissing } from './mongo-password-missing.ts';
import { mongoUsernameMissing } from './mongo-username-missing.ts';
import { mysqlPasswordMissing } from './mysql-password-missing.ts';
import { mysqlUserIncomplete } from './mysql-user-incomplete.ts';
import { mysqlUserRoot } from './mysql-user-root.ts';
import { postgresDataPath } from './postgres-data-path.ts';
import { postgresPasswordMissing } from './postgres-password-missing.ts';
import { postgresTrustsAll } from './postgres-trusts-all.ts';
import { serviceLinksClash } from './service-links-clash.ts';
import { zookeeperSameId } from './zookeeper-same-id.ts';

/** What known images want. */
export const imagesRules: readonly Rule[] = [
  imageUntagged,
  imageMoved,
  imageEndOfLife,
  databaseVersionChanged,
  mongoUsernameMissing,
  mongoPasswordMissing,
  envAndFile,
  envNotOfImage,
  commandSkipsStartScript,
  fsGroupMissing,
  membersNotJoined,
  dataAtVolumeRoot,
  mongoKeyFileMissing,
  mongoKeyFileMode,
  postgresPasswordMissing,
  postgresTrustsAll,
  postgresDataPath,
  mysqlPasswordMissing,
  mysqlUserRoot,
  mysqlUserIncomplete,
  kafkaClusterId,
  serviceLinksClash,
  zookeeperSameId,
  elasticsearchSingleNode,
  elasticsearchMmap,
];
