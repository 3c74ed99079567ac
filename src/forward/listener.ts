import { createServer, isIPv4, type Server, type Socket } from 'node:net';
import * as l10n from '@vscode/l10n';
import { UserError } from '../base/errors.ts';

export const LOOPBACK = '127.0.0.1';
const LOOPBACK6 = '::1';
const BUFFER = 256 * 1024; // bytes that wait for a client before the pod is held back

/** One local port, held open on one address or, for loopback, on IPv4 and IPv6 alike. */
export interface Listener {
  readonly port: number;
  readonly addresses: readonly string[];
  close(): void;
}

/** True where only this machine can connect. */
export function isLoopback(address: string): boolean {
  const numeric = isIPv4(address) && address.startsWith('127.');
  return address === '' || address === 'localhost' || address === LOOPBACK6 || numeric;
}

/**
 * Listens on `port` (0 = any that is free on every address) and hands each client, not yet read from, to `accept`.
 * Loopback means 127.0.0.1 and, where the machine has it, ::1. Fails with a `UserError`: `port-taken`, `invalid`.
 */
export async function listen(
  address: string,
  port: number,
  accept: (socket: Socket) => void,
  onFailure: (error: Error) => void,
): Promise<Listener> {
  const both = address === '' || address === 'localhost' || address === LOOPBACK;
  for (let attempt = 0; ; attempt++) {
    const first = await bind(both ? LOOPBACK : address, port, accept);
    const chosen = portOf(first);
    const servers = [first];
    if (both) {
      try {
        servers.push(await bind(LOOPBACK6, chosen, accept));
      } catch (error) {
        const taken = error instanceof UserError && error.code === 'port-taken';
        if (taken) first.close();
        // The port was the machine's choice: let it choose again.
        if (taken && port === 0 && attempt < 20) continue;
        if (taken) throw error;
        // Any other failure means that this machine has no ::1, and IPv4 alone will do.
      }
    }
    for (const server of servers) server.on('error', onFailure);
    return {
      port: chosen,
      addresses: both ? [LOOPBACK, LOOPBACK6].slice(0, servers.length) : [address],
      close() {
        for (const server of servers) server.close();
      },
    };
  }
}

/** The first free port from `near` on, for a person to be offered; privileged ones are moved up by 8000 (80 → 8080). */
export async function findFreePort(near: number, address: string = LOOPBACK): Promise<number> {
  const from = near < 1024 ? near + 8000 : near;
  for (let port = from; port < Math.min(from + 200, 65536); port++) {
    if (await isFree(address, port)) return port;
  }
  const any = await listen(address, 0, refuse, ignore);
  any.close();
  return any.port;
}

async function isFree(address: string, port: number): Promise<boolean> {
  try {
    (await listen(address, port, refuse, ignore)).close();
    return true;
  } catch (error) {
    if (error instanceof UserError && error.code === 'port-taken') return false;
    throw error;
  }
}

function refuse(socket: Socket): void {
  socket.destroy();
}

function ignore(): void {
  // A probe's listener lives for a moment: nothing depends on it.
}

function portOf(server: Server): number {
  const at = server.address();
  if (at === null || typeof at === 'string') throw new Error('A TCP listener without an address');
  return at.port;
}

function bind(host: string, port: number, accept: (socket: Socket) => void): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer(
      { allowHalfOpen: true, pauseOnConnect: true, noDelay: true, highWaterMark: BUFFER },
      accept,
    );
    const onError = (error: NodeJS.ErrnoException): void => reject(bindError(error, host, port));
    server.once('error', onError);
    server.listen({ host, port, exclusive: true }, () => {
      server.off('error', onError);
      resolve(server);
    });
  });
}

function bindError(error: NodeJS.ErrnoException, host: string, port: number): Error {
  const reason = error.code ?? error.name;
  if (reason === 'EADDRINUSE') {
    return new UserError({
      code: 'port-taken',
      reason,
      message: l10n.t('Port {0} on this machine is in use', port),
      remedy: l10n.t('Choose another local port, or stop the program that listens on it.'),
    });
  }
  if (reason === 'EACCES') {
    return new UserError({
      code: 'port-taken',
      reason,
      message: l10n.t('This user may not listen on port {0}', port),
      remedy: l10n.t('Choose a local port above 1023.'),
    });
  }
  return new UserError(
    {
      code: 'invalid',
      reason,
      message: l10n.t('Can’t listen on {0}: {1}', host, error.message),
      remedy: l10n.t('Set an address that this machine has.'),
    },
    { cause: error },
  );
}
