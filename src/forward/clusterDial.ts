import type { Client } from '../cluster/client.ts';
import { podPath } from '../cluster/verbs.ts';
import type { Dial } from './types.ts';

/** Reaches pods through one API server. */
export function dialThrough(client: Client): Dial {
  return async (pod, port, signal) => {
    const path = podPath(pod, 'portforward');
    const ws = await client.connect(path, { ports: port }, ['v4.channel.k8s.io'], signal);
    ws.pause();
    return ws;
  };
}
