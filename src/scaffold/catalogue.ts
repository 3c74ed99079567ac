import { calico, cilium, genericDaemonSet } from './agent.ts';
import { cassandra } from './cassandra.ts';
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

/** Every system, in the order shown. A function, since its texts are translated when it is called. */
export function catalogue(kind?: System['kind']): readonly System[] {
  const all = [
    mongodb(),
    mysql(),
    postgresql(),
    redis(),
    cassandra(),
    zookeeper(),
    kafka(),
    elasticsearch(),
    genericStatefulSet(),
    fluentd(),
    fluentBit(),
    filebeat(),
    nodeExporter(),
    genericDaemonSet(),
    cilium(),
    calico(),
  ];
  return all.filter((system) => kind === undefined || system.kind === kind);
}
