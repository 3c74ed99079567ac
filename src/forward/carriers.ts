import type { Disposable } from '../base/disposable.ts';
import { UserError } from '../base/errors.ts';
import type { Clock } from '../base/timers.ts';
import type { Carrier } from './carrier.ts';
import { ChannelCarrier } from './channelCarrier.ts';
import { TunnelPool } from './tunnelPool.ts';
import type { PresentPod, Reach } from './types.ts';

/**
 * One forward's ways to its pod: connections through tunnels that are reused, or, where the API server refuses tunnels (before
 * Kubernetes 1.31), a `v4.channel.k8s.io` WebSocket each.
 */
export class Carriers implements Disposable {
  readonly #reach: Reach;
  readonly #namespace: string;
  readonly #pool: TunnelPool<PresentPod>;
  #channels = 0;

  constructor(reach: Reach, namespace: string, clock: Clock) {
    this.#reach = reach;
    this.#namespace = namespace;
    this.#pool = new TunnelPool({
      clock,
      open: (pod, signal) => reach.openTunnel({ namespace, name: pod.name }, signal),
    });
  }

  /** WebSockets that are open: tunnels, used or not, and channels. */
  get open(): number {
    return this.#pool.size + this.#channels;
  }

  /** Shortens the way of the next connection, where that costs the pod nothing. */
  warm(pod: PresentPod): void {
    if (this.#reach.hasTunnels) this.#pool.warm(pod);
  }

  /** Opens a connection to a pod's port. Rejects with a `UserError`: `not-found` and `gone` mean that the pod is not there (any more). */
  async connect(pod: PresentPod, port: number, signal: AbortSignal): Promise<Carrier> {
    if (!this.#reach.hasTunnels) return this.#channel(pod, port, signal);
    let refusal: UserError;
    try {
      return await this.#pool.take(pod, port, signal);
    } catch (error) {
      if (signal.aborted || !(error instanceof UserError) || !REFUSALS.includes(error.code)) throw error;
      refusal = error;
    }
    const carrier = await this.#channel(pod, port, signal);
    // The one was refused and the other was not. A failing server may just have recovered: that proves nothing.
    if (refusal.code !== 'server') this.#reach.hasTunnels = false;
    return carrier;
  }

  /** The place is held by this pod now, or by nobody: what was kept for another one is closed. */
  keepOnly(uid: string | undefined): void {
    this.#pool.keepOnly(uid);
  }

  dispose(): void {
    this.#pool.dispose();
  }

  async #channel(pod: PresentPod, port: number, signal: AbortSignal): Promise<Carrier> {
    const target = { namespace: this.#namespace, name: pod.name };
    const ws = await this.#reach.openChannel(target, port, signal);
    this.#channels++;
    ws.once('close', () => this.#channels--);
    return new ChannelCarrier(ws, port);
  }
}

/** What an API server, a kubelet or a proxy answers that does not know the subprotocol. */
const REFUSALS: readonly string[] = ['invalid', 'forbidden', 'server'] satisfies readonly UserError['code'][];
