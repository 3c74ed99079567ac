import * as l10n from '@vscode/l10n';
import { calico, cilium, genericDaemonSet } from './agent.ts';
import { cassandra } from './cassandra.ts';
import { layoutQuestion } from './common.ts';
import { elasticsearch } from './elasticsearch.ts';
import { filebeat } from './filebeat.ts';
import { fluentBit } from './fluentBit.ts';
import { fluentd } from './fluentd.ts';
import { genericStatefulSet } from './genericStatefulSet.ts';
import { kafka } from './kafka.ts';
import { mongodb } from './mongodb.ts';
import { mysql } from './mysql.ts';
import { nodeExporter } from './nodeExporter.ts';
import { postgresql } from './postgresql.ts';
import { redis } from './redis.ts';
import { zookeeper } from './zookeeper.ts';
import type { System } from './system.ts';

/** A system as it stands in the list: below a heading, with the question that all have in common after its own. */
export interface ListedSystem extends System {
  readonly group: string;
}

/** Every system, in the order shown. A function, since its texts are translated when it is called. */
export function catalogue(kind?: System['kind']): readonly ListedSystem[] {
  const groups: readonly (readonly [string, readonly System[]])[] = [
    [l10n.t('Databases'), [mongodb(), mysql(), postgresql(), redis(), cassandra()]],
    [l10n.t('Coordination, streams, search'), [zookeeper(), kafka(), elasticsearch()]],
    [l10n.t('Any image'), [genericStatefulSet()]],
    [l10n.t('Logs'), [fluentd(), fluentBit(), filebeat()]],
    [l10n.t('Figures'), [nodeExporter()]],
    [l10n.t('Any image'), [genericDaemonSet()]],
    [l10n.t('Network, by its own installer'), [cilium(), calico()]],
  ];
  return groups.flatMap(([group, systems]) =>
    systems
      .filter((system) => kind === undefined || system.kind === kind)
      .map((system) => ({ ...system, group, questions: [...system.questions, layoutQuestion()] })),
  );
}
