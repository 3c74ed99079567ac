import { fluentd } from './fluentd.ts';
import { mongodb } from './mongodb.ts';
import type { System } from './system.ts';

/** Every system, in the order shown. A function, since its texts are translated when it is called. */
export function catalogue(kind?: System['kind']): readonly System[] {
  return [mongodb(), fluentd()].filter((system) => kind === undefined || system.kind === kind);
}
