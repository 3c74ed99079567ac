import type { WebSocket } from 'ws';
import type { Event } from '../base/emitter.ts';
import type { PortFacts } from '../model/objects.ts';

/** What a forward follows: never a pod's uid, always its place. */
export type ForwardPlace =
  | { readonly kind: 'slot'; readonly setUid: string; readonly set: string; readonly ordinal: number }
  | { readonly kind: 'node'; readonly setUid: string; readonly set: string; readonly node: string }
  | { readonly kind: 'pod'; readonly name: string };

export interface ForwardIdentity {
  readonly context: string;
  readonly namespace: string;
  readonly place: ForwardPlace;
  /** A number, or the name of a container port: resolved on the pod of the moment. */
  readonly remotePort: number | string;
}

/** The pod at a place, as far as a forward needs to know it. */
export interface PresentPod {
  readonly name: string;
  readonly uid: string;
  readonly ports: readonly PortFacts[];
}

/**
 * Who is at the place now.
 * `unready`: its containers run and it is not being deleted, but it is not Ready. Its open connections stay; new ones are served
 * too, unless it is a successor that has not been Ready yet: then they wait.
 * `absent`: nobody that could be connected to: no pod, one that has not started, one that is being deleted.
 */
export type Occupant =
  | ({ readonly is: 'ready' } & PresentPod)
  | ({ readonly is: 'unready'; readonly why: string } & PresentPod)
  | { readonly is: 'absent'; readonly why: string };

/** What a forward needs to know of its place; filled by the worker from its watched store. */
export interface PlaceWatch {
  readonly occupant: Occupant;
  readonly onDidChange: Event<Occupant>;
  dispose(): void;
}

/**
 * One API server, as the way to its pods' ports. WebSockets come open and **paused since their `open`**, so that no early frame is
 * lost; whoever takes one resumes it. Failures are `UserError`s: `not-found` and `gone` mean that the pod is not there (any more).
 */
export interface Reach {
  /** Whether to try tunnels. Set to false once the server was seen to refuse them and not the channels. */
  hasTunnels: boolean;
  /** A `SPDY/3.1+portforward.k8s.io` WebSocket to a pod: no port yet, and nothing opened in the pod. */
  openTunnel(pod: PodName, signal: AbortSignal): Promise<WebSocket>;
  /** A `v4.channel.k8s.io` WebSocket to one port of a pod: one connection. */
  openChannel(pod: PodName, port: number, signal: AbortSignal): Promise<WebSocket>;
}

export interface PodName {
  readonly namespace: string;
  readonly name: string;
}

/** What is open, for tests that nothing leaks. */
export interface ForwardCounts {
  readonly listeners: number;
  readonly connections: number;
  readonly websockets: number;
  readonly timers: number;
}
