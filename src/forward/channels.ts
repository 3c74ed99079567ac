/**
 * The first two bytes of a `v4.channel.k8s.io` channel: the port, low byte first. They are checked and skipped.
 * Source: k8s.io/cri-streaming portforward/websocket.go, `portForwardWebSocketStreams`.
 */
export class ChannelHead {
  readonly #port: number;
  #read = 0;
  #value = 0;

  constructor(port: number) {
    this.#port = port;
  }

  /** The bytes after the head, possibly none; undefined where the head names another port. */
  skip(payload: Buffer): Buffer | undefined {
    if (this.#read === 2) return payload;
    let at = 0;
    for (; this.#read < 2 && at < payload.length; at++, this.#read++) {
      this.#value |= (payload[at] as number) << (8 * this.#read);
    }
    if (this.#read === 2 && this.#value !== this.#port) return undefined;
    return payload.subarray(at);
  }
}
