import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { WebSocket } from 'ws';
import type { FailedAnswer } from './serverErrors.ts';

const MOST_BODY = 64 * 1024;

export interface WebSocketRequest {
  /** Connected already, with TLS where the server wants it. Closed by this module if the opening fails. */
  readonly socket: Socket;
  readonly url: URL;
  readonly subprotocols: readonly string[];
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly signal: AbortSignal;
}

/** Opens a WebSocket over a connection, or gives the server's answer where it refuses. */
export function openWebSocket(
  request: WebSocketRequest,
): Promise<{ readonly open: WebSocket } | { readonly refused: FailedAnswer }> {
  const { socket, url, subprotocols, headers, signal } = request;
  const target = new URL(url);
  // The connection is encrypted already where it must be; to `ws` it is a plain one.
  target.protocol = 'ws:';
  // `ws` takes only names that are HTTP tokens, and SPDY/3.1+… is none: then this module offers and checks the names itself.
  const plain = subprotocols.every((name) => !name.includes('/'));
  return new Promise((resolve, reject) => {
    const ws = new WebSocket(target, plain ? [...subprotocols] : [], {
      headers: plain ? headers : { ...headers, 'sec-websocket-protocol': subprotocols.join(', ') },
      perMessageDeflate: false,
      // Masks keep proxies from reading what a client sends as HTTP (RFC 6455 10.3). Inside TLS no proxy sees it: a mask of zeros, which
      // costs nothing, is as good there, and doubles what can be sent.
      ...(url.protocol === 'https:' ? { generateMask: (mask: Buffer) => void mask.fill(0) } : {}),
      createConnection: () => socket,
    });
    const onAbort = (): void => {
      reject(signal.reason as Error);
      ws.terminate();
    };
    const done = (): void => signal.removeEventListener('abort', onAbort);
    // Stays for the whole life: an error is always followed by `close`, which is what owners listen to.
    ws.on('error', (error) => {
      done();
      reject(error);
      socket.destroy();
    });
    ws.once('open', () => {
      done();
      // Frames that came together with the server's consent wait until whoever awaits this has set up its listeners.
      ws.pause();
      setImmediate(() => ws.resume());
      resolve({ open: ws });
    });
    if (!plain) {
      ws.once('upgrade', (response) => {
        const chosen = response.headers['sec-websocket-protocol'];
        delete response.headers['sec-websocket-protocol'];
        if (chosen !== undefined && subprotocols.includes(chosen)) return;
        done();
        resolve({ refused: { status: 400, contentType: '', text: `Subprotocol ${chosen ?? '(none)'}` } });
        ws.terminate();
      });
    }
    ws.once('unexpected-response', (_request, response) => {
      void refusal(response).then((refused) => {
        done();
        resolve({ refused });
        socket.destroy();
      });
    });
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
}

/** The refusing answer with as much of its body as came: a cut one is still worth reading. */
function refusal(response: IncomingMessage): Promise<FailedAnswer> {
  return new Promise((resolve) => {
    let text = '';
    const settle = (): void =>
      resolve({
        status: response.statusCode ?? 0,
        contentType: response.headers['content-type'] ?? '',
        text,
        retryAfter: response.headers['retry-after'],
      });
    response.setEncoding('utf8');
    response.on('data', (chunk: string) => {
      text += chunk;
      if (text.length > MOST_BODY) response.destroy();
    });
    response.once('end', settle);
    response.once('close', settle);
    response.once('error', settle);
  });
}
