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
 * Opens one `v4.channel.k8s.io` WebSocket to one port of a pod (`GET …/pods/{name}/portforward?ports={port}`).
 * It resolves with an open socket that was **paused inside its `open` listener** (`ws.pause()`), so that no early frame is lost;
 * the pump resumes it. It rejects with a `UserError`: `not-found` and `gone` mean that the pod is not there (any more).
 */
export type Dial = (
  pod: { readonly namespace: string; readonly name: string },
  port: number,
  signal: AbortSignal,
) => Promise<WebSocket>;

/** What is open, for tests that nothing leaks. */
export interface ForwardCounts {
  readonly listeners: number;
  readonly connections: number;
  readonly websockets: number;
  readonly timers: number;
}
