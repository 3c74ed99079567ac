import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect as netConnect, isIP, type Socket } from 'node:net';
import { checkServerIdentity, connect as tlsConnect } from 'node:tls';
import * as l10n from '@vscode/l10n';
import { SocksClient } from 'socks';
import { UserError } from '../base/errors.ts';

const CONNECT_TIMEOUT = 15_000;

/** What a TLS connection is made with: PEM texts. */
export interface TlsMaterial {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  /** `insecure-skip-tls-verify`. */
  readonly insecure: boolean;
  /** `tls-server-name`. */
  readonly serverName?: string;
}

/**
 * Opens every socket to one API server, for requests and WebSockets alike: one place for TLS, proxies, time limits, and counting.
 */
export class Dialer {
  readonly #server: URL;
  readonly #proxy: URL | undefined;
  readonly #open = new Set<Socket>();
  #session: { readonly of: TlsMaterial; readonly session: Buffer } | undefined;
  #disposed = false;

  constructor(server: URL, proxy: URL | undefined) {
    this.#server = server;
    this.#proxy = proxy;
  }

  /** TCP connections that are open or being opened. */
  get open(): number {
    return this.#open.size;
  }

  /** A connected socket; rejects with the system's error, a UserError, or the signal's reason. */
  async dial(tls: TlsMaterial, signal?: AbortSignal): Promise<Socket> {
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(timedOut()), CONNECT_TIMEOUT);
    const onAbort = (): void => controller.abort(signal?.reason);
    if (signal?.aborted) onAbort();
    else signal?.addEventListener('abort', onAbort, { once: true });
    try {
      const secure = this.#server.protocol === 'https:';
      const tunnel = this.#proxy ? await this.#viaProxy(this.#proxy, controller.signal) : undefined;
      const socket = secure ? this.#encrypt(tls, tunnel) : (tunnel ?? netConnect(this.#address));
      this.#keep(socket);
      await ready(socket, secure ? 'secureConnect' : 'connect', controller.signal);
      socket.setNoDelay(true);
      // A peer that vanished is noticed by the kernel even where nothing is sent.
      socket.setKeepAlive(true, 30_000);
      return socket;
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    }
  }

  dispose(): void {
    this.#disposed = true;
    for (const socket of this.#open) socket.destroy();
  }

  #keep(socket: Socket): void {
    if (this.#disposed) socket.destroy();
    this.#open.add(socket);
    socket.once('close', () => this.#open.delete(socket));
  }

  get #address(): { readonly host: string; readonly port: number } {
    return { host: hostOf(this.#server), port: portOf(this.#server) };
  }

  /** A TLS socket, over a proxy's tunnel or (undefined) a connection of its own. */
  #encrypt(tls: TlsMaterial, tunnel: Socket | undefined): Socket {
    const name = tls.serverName ?? this.#address.host;
    const session = this.#session?.of === tls ? this.#session.session : undefined;
    const socket = tlsConnect({
      ...(tunnel ? { socket: tunnel } : this.#address),
      ...(isIP(name) ? {} : { servername: name }),
      checkServerIdentity: (_host, certificate) => checkServerIdentity(name, certificate),
      rejectUnauthorized: !tls.insecure,
      ALPNProtocols: ['http/1.1'],
      ...(tls.ca === undefined ? {} : { ca: tls.ca }),
      ...(tls.cert === undefined ? {} : { cert: tls.cert }),
      ...(tls.key === undefined ? {} : { key: tls.key }),
      ...(session === undefined ? {} : { session }),
    });
    socket.on('session', (next: Buffer) => (this.#session = { of: tls, session: next }));
    tunnel?.on('error', (error) => socket.destroy(error));
    socket.once('close', () => tunnel?.destroy());
    return socket;
  }

  async #viaProxy(proxy: URL, signal: AbortSignal): Promise<Socket> {
    return proxy.protocol.startsWith('socks') ? this.#viaSocks(proxy) : this.#viaConnect(proxy, signal);
  }

  async #viaSocks(proxy: URL): Promise<Socket> {
    const { socket } = await SocksClient.createConnection({
      proxy: {
        host: hostOf(proxy),
        port: Number(proxy.port || 1080),
        type: 5,
        ...(proxy.username === '' ? {} : { userId: decodeURIComponent(proxy.username) }),
        ...(proxy.password === '' ? {} : { password: decodeURIComponent(proxy.password) }),
      },
      command: 'connect',
      destination: this.#address,
      timeout: CONNECT_TIMEOUT,
    });
    return socket;
  }

  #viaConnect(proxy: URL, signal: AbortSignal): Promise<Socket> {
    const target = `${this.#server.hostname}:${portOf(this.#server)}`;
    const credentials = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
    return new Promise((resolve, reject) => {
      const request = (proxy.protocol === 'https:' ? httpsRequest : httpRequest)({
        host: hostOf(proxy),
        port: portOf(proxy),
        method: 'CONNECT',
        path: target,
        agent: false,
        signal,
        headers: {
          host: target,
          ...(credentials === ':'
            ? {}
            : { 'proxy-authorization': `Basic ${Buffer.from(credentials).toString('base64')}` }),
        },
      });
      request.once('connect', (response, socket: Socket, head: Buffer) => {
        if (response.statusCode === 200) {
          if (head.length > 0) socket.unshift(head);
          resolve(socket);
          return;
        }
        socket.destroy();
        reject(refusedByProxy(proxy, response.statusCode ?? 0));
      });
      request.once('error', reject);
      request.end();
    });
  }
}

function ready(socket: Socket, event: 'connect' | 'secureConnect', signal: AbortSignal): Promise<void> {
  // A proxy's tunnel is connected already.
  if (event === 'connect' && !socket.connecting && !socket.destroyed) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const settle = (error?: Error): void => {
      signal.removeEventListener('abort', onAbort);
      socket.removeListener('error', settle);
      socket.removeListener('close', onClose);
      socket.removeListener(event, onReady);
      if (error === undefined) return resolve();
      socket.once('error', () => undefined); // Its owner hears of the failure from here; nothing more is to be said.
      socket.destroy();
      reject(error);
    };
    const onAbort = (): void => settle(signal.reason as Error);
    const onReady = (): void => settle();
    const onClose = (): void => settle(Object.assign(new Error('Closed'), { code: 'ECONNRESET' }));
    if (signal.aborted) return settle(signal.reason as Error);
    signal.addEventListener('abort', onAbort, { once: true });
    socket.once('error', settle);
    socket.once('close', onClose);
    socket.once(event, onReady);
  });
}

const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '');
const portOf = (url: URL): number => Number(url.port || (url.protocol === 'https:' ? 443 : 80));
const timedOut = (): Error => Object.assign(new Error('Connecting took too long'), { code: 'ETIMEDOUT' });

function refusedByProxy(proxy: URL, status: number): UserError {
  return new UserError({
    code: 'unreachable',
    message:
      status === 407
        ? l10n.t('The proxy {0} asks for credentials (407).', proxy.host)
        : l10n.t('The proxy {0} refused the way to the API server ({1}).', proxy.host, status),
    remedy: l10n.t('Check `proxy-url` in the kubeconfig, or HTTPS_PROXY and NO_PROXY.'),
  });
}
