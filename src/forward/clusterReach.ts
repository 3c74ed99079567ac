import type { WebSocket } from 'ws';
import type { Client } from '../cluster/client.ts';
import { podPath } from '../cluster/verbs.ts';
import type { Reach } from './types.ts';

const TUNNEL = 'SPDY/3.1+portforward.k8s.io';
const CHANNELS = 'v4.channel.k8s.io';

/** What was learned of each API server is shared by all forwards through it. */
const known = new WeakMap<Client, Reach>();

/** Reaches pods through one API server. */
export function reachThrough(client: Client): Reach {
  const before = known.get(client);
  if (before) return before;
  const reach: Reach = {
    hasTunnels: true,
    openTunnel: async (pod, signal) =>
      held(await client.connect(podPath(pod, 'portforward'), {}, [TUNNEL], signal)),
    openChannel: async (pod, port, signal) =>
      held(await client.connect(podPath(pod, 'portforward'), { ports: port }, [CHANNELS], signal)),
  };
  known.set(client, reach);
  return reach;
}

function held(ws: WebSocket): WebSocket {
  ws.pause();
  return ws;
}
