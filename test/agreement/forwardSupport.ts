import { connect, type Socket } from 'node:net';
import { Emitter } from '../../src/base/emitter.ts';
import { systemClock } from '../../src/base/timers.ts';
import type { Client } from '../../src/cluster/client.ts';
import type { Watched } from '../../src/cluster/types.ts';
import { watchResource } from '../../src/cluster/watch.ts';
import { reachThrough } from '../../src/forward/clusterReach.ts';
import type { Occupant, PlaceWatch, Reach } from '../../src/forward/types.ts';
import type { Pod } from '../../src/model/objects.ts';
import { isTrue } from '../../src/model/podStatus.ts';
import { trimPod } from '../../src/model/trim.ts';

/** An API server as if it had no tunnels: every connection is a channel of its own. */
export function channelsThrough(client: Client): Reach {
  return { ...reachThrough(client), hasTunnels: false };
}

/** One pod's place as the product's own watch sees it, with the moment at which each pod was seen to be Ready. */
export class WatchedPod implements PlaceWatch {
  readonly #changed = new Emitter<Occupant>();
  readonly #watch: Watched<Pod>;
  readonly onDidChange = this.#changed.event;
  readonly readyAt = new Map<string, number>();
  occupant: Occupant = { is: 'absent', why: 'not seen yet' };

  constructor(client: Client, namespace: string, name: string) {
    this.#watch = watchResource<Pod>({
      client,
      path: `/api/v1/namespaces/${namespace}/pods`,
      query: { labelSelector: 'controller-revision-hash' },
      trim: trimPod,
      clock: systemClock,
      log: () => undefined,
      random: Math.random,
    });
    this.#watch.onDelta((delta) => {
      const is = (pod: Pod): boolean => pod.meta.name === name;
      if (delta.type === 'replace') this.#see(delta.objects.find(is));
      else if (delta.type === 'put') {
        if (is(delta.object)) this.#see(delta.object);
      } else if (this.occupant.is !== 'absent' && this.occupant.uid === delta.uid) {
        this.#see(undefined);
      }
    });
    this.#watch.start();
  }

  #see(pod: Pod | undefined): void {
    const before = JSON.stringify(this.occupant);
    this.occupant = occupantOf(pod);
    if (this.occupant.is === 'ready' && !this.readyAt.has(this.occupant.uid)) {
      this.readyAt.set(this.occupant.uid, performance.now());
    }
    if (JSON.stringify(this.occupant) !== before) this.#changed.fire(this.occupant);
  }

  dispose(): void {
    this.#watch.stop();
    this.#changed.dispose();
  }
}

function occupantOf(pod: Pod | undefined): Occupant {
  if (!pod) return { is: 'absent', why: 'no pod' };
  if (pod.meta.deleting !== undefined) return { is: 'absent', why: 'Terminating' };
  const present = { name: pod.meta.name, uid: pod.meta.uid, ports: pod.ports };
  if (isTrue(pod, 'Ready')) return { is: 'ready', ...present };
  return pod.phase === 'Running'
    ? { is: 'unready', why: 'not Ready', ...present }
    : { is: 'absent', why: pod.phase };
}

/** What one local client got, and whether it is still connected. */
export class Caller {
  readonly socket: Socket;
  text = '';
  /** When the last byte came. */
  heardAt = 0;
  over = false;
  error: string | undefined;

  constructor(port: number) {
    this.socket = connect(port, '127.0.0.1');
    this.socket.on('data', (data: Buffer) => {
      this.text += data.toString();
      this.heardAt = performance.now();
    });
    this.socket.on('error', (error: NodeJS.ErrnoException) => (this.error = error.code));
    this.socket.on('close', () => (this.over = true));
  }
}
