import type { WebSocket } from 'ws';
import type { Disposable } from '../base/disposable.ts';
import { cancelled } from '../base/errors.ts';
import type { Clock } from '../base/timers.ts';
import type { Carrier } from './carrier.ts';
import { Tunnel } from './tunnel.ts';

const IDLE = 30_000; // ms that an unused tunnel is kept
const MOST_IDLE = 4;
const STALE = 2_000; // ms in which the kubelet must answer through a tunnel that was idle; a network may have dropped it silently

interface Target {
  readonly uid: string;
}

export interface TunnelPoolHost<P extends Target> {
  readonly clock: Clock;
  /** Opens a tunnel's WebSocket to a pod; rejects with a `UserError`. */
  open(pod: P, signal: AbortSignal): Promise<WebSocket>;
}

/** Tunnels to the pod at one place: each carries one connection at a time, and is kept a while for the next one. */
export class TunnelPool<P extends Target> implements Disposable {
  readonly #host: TunnelPoolHost<P>;
  readonly #tunnels = new Map<Tunnel, string>();
  /** Unused ones, the latest last, with what ends them. */
  readonly #idle = new Map<Tunnel, Disposable>();
  #spare: { readonly uid: string; readonly tunnel: Promise<Tunnel | undefined> } | undefined;
  #abort = new AbortController();

  constructor(host: TunnelPoolHost<P>) {
    this.#host = host;
  }

  /** Open tunnels, used and unused. */
  get size(): number {
    return this.#tunnels.size;
  }

  /** Opens a tunnel ahead, unless there is an unused one. The pod does not notice. */
  warm(pod: P): void {
    if (this.#spare || [...this.#idle.keys()].some((tunnel) => this.#tunnels.get(tunnel) === pod.uid)) return;
    const tunnel = this.#open(pod, this.#abort.signal).then(
      (opened) => {
        if (this.#spare === spare) {
          this.#spare = undefined;
          this.#park(opened);
        }
        return opened;
      },
      () => {
        // Whoever connects meets the same and is told.
        if (this.#spare === spare) this.#spare = undefined;
        return undefined;
      },
    );
    const spare = { uid: pod.uid, tunnel };
    this.#spare = spare;
  }

  /** A connection to a pod's port. Rejects with a `UserError`, or with the signal's reason. */
  async take(pod: P, port: number, signal: AbortSignal): Promise<Carrier> {
    for (;;) {
      const used = this.#takeIdle(pod.uid);
      if (!used) break;
      const carrier = await this.#tryOpen(used, port, signal);
      if (carrier) return carrier;
    }
    const tunnel = (await this.#takeSpare(pod.uid, signal)) ?? (await this.#open(pod, signal));
    return tunnel.open(port, signal);
  }

  /** Ends whatever leads to another pod than this one, connections too. */
  keepOnly(uid: string | undefined): void {
    for (const [tunnel, of] of [...this.#tunnels]) if (of !== uid) tunnel.terminate();
    if (!this.#spare || this.#spare.uid === uid) return;
    this.#spare = undefined;
    this.#abort.abort(cancelled());
    this.#abort = new AbortController();
  }

  dispose(): void {
    this.#spare = undefined;
    this.#abort.abort(cancelled());
    for (const tunnel of [...this.#tunnels.keys()]) tunnel.terminate();
  }

  async #open(pod: P, signal: AbortSignal): Promise<Tunnel> {
    const ws = await this.#host.open(pod, signal);
    const tunnel = new Tunnel(ws, {
      clock: this.#host.clock,
      onIdle: (idle) => this.#park(idle),
      onClosed: (closed) => {
        this.#idle.get(closed)?.dispose();
        this.#idle.delete(closed);
        this.#tunnels.delete(closed);
      },
    });
    this.#tunnels.set(tunnel, pod.uid);
    if (signal.aborted) {
      tunnel.terminate();
      throw signal.reason;
    }
    return tunnel;
  }

  /** A carrier through a tunnel that was idle; undefined where the tunnel turned out to be dead. */
  async #tryOpen(tunnel: Tunnel, port: number, signal: AbortSignal): Promise<Carrier | undefined> {
    const stale = this.#host.clock.after(STALE, () => tunnel.terminate());
    try {
      return await tunnel.open(port, signal);
    } catch {
      // Not a failure to show: another tunnel is tried, and its failure is shown.
      signal.throwIfAborted();
      return undefined;
    } finally {
      stale.dispose();
    }
  }

  #takeIdle(uid: string): Tunnel | undefined {
    const found = [...this.#idle].reverse().find(([tunnel]) => this.#tunnels.get(tunnel) === uid);
    if (!found) return undefined;
    const [tunnel, expiry] = found;
    expiry.dispose();
    this.#idle.delete(tunnel);
    return tunnel;
  }

  async #takeSpare(uid: string, signal: AbortSignal): Promise<Tunnel | undefined> {
    const spare = this.#spare;
    if (spare?.uid !== uid) return undefined;
    this.#spare = undefined;
    const tunnel = await spare.tunnel;
    if (!signal.aborted) return tunnel;
    if (tunnel) this.#park(tunnel);
    throw signal.reason;
  }

  #park(tunnel: Tunnel): void {
    if (this.#idle.size >= MOST_IDLE || this.#abort.signal.aborted) return tunnel.terminate();
    this.#idle.set(
      tunnel,
      this.#host.clock.after(IDLE, () => tunnel.terminate()),
    );
  }
}
