/** What a carrier tells the pump. Nothing is told before `start`, and nothing after `closed`. */
export interface CarrierEvents {
  data(bytes: Buffer): void;
  /** A part of what the kubelet says is wrong. */
  errorText(text: string): void;
  /** The pod has said everything, but may still listen: `closed` follows once it does not. Told at most once, perhaps never. */
  fin(): void;
  /** What held the client back has been sent. */
  room(): void;
  /**
   * `ended`: the pod ended the connection, or this side did. `lost`: it was cut, and what came may be incomplete.
   */
  closed(how: 'ended' | 'lost', message?: string): void;
}

/** One connection to a pod's port, as the pump sees it: whichever protocol carries it. */
export interface Carrier {
  start(events: CarrierEvents): void;
  /** Sends bytes to the pod. False: the client is not to be read until `room`. */
  write(bytes: Buffer): boolean;
  /** True while the client is to be read. */
  readonly hasRoom: boolean;
  /** Tells the pod that its client has said everything; false where the protocol can't. */
  finish(): boolean;
  /** Holds the pod back. */
  pause(): void;
  resume(): void;
  readonly isPaused: boolean;
  /** Ends the connection in order; `closed` follows, perhaps at once, perhaps never. */
  close(): void;
  /** Ends it at once; `closed` follows. */
  terminate(): void;
}

/** Bytes waiting for the API server above which the client is not read, and below which it is read again. */
export const KEEP = 1 << 20;
export const RESUME = 1 << 18;
