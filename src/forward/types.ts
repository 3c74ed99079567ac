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

/** Who is at the place now. */
export type Occupant =
  | { readonly is: 'ready'; readonly name: string; readonly uid: string; readonly ports: readonly PortFacts[] }
  | { readonly is: 'absent'; readonly why: string };

/** What a forward needs to know of its place; filled by the worker from its watched store. */
export interface PlaceWatch {
  readonly occupant: Occupant;
  readonly onDidChange: Event<Occupant>;
  dispose(): void;
}
