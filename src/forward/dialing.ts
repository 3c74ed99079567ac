import type { WebSocket } from 'ws';
import * as l10n from '@vscode/l10n';
import { UserError } from '../base/errors.ts';
import type { Clock } from '../base/timers.ts';
import type { Dial } from './types.ts';

/** Closes a WebSocket that nobody wants any more. */
export function discard(ws: WebSocket): void {
  ws.on('error', () => {
    // Nobody is left to be told.
  });
  ws.terminate();
}

/**
 * One try to reach a pod's port: bounded by `limit` ms and by `signal`, and the WebSocket of a try that was given up is closed
 * however late it comes.
 */
export function dialOnce(
  dial: Dial,
  pod: { readonly namespace: string; readonly name: string },
  port: number,
  options: { readonly clock: Clock; readonly limit: number; readonly signal: AbortSignal },
): Promise<WebSocket> {
  const { clock, limit, signal } = options;
  const attempt = new AbortController();
  return new Promise((resolve, reject) => {
    const giveUp = (reason: Error): void => {
      stop();
      attempt.abort(reason);
      reject(reason);
    };
    const onAbort = (): void => giveUp(signal.reason as Error);
    const timer = clock.after(limit, () =>
      giveUp(
        new UserError({
          code: 'timeout',
          message: l10n.t('The API server did not answer within {0} s', limit / 1000),
          remedy: l10n.t('Check the connection to the cluster.'),
        }),
      ),
    );
    const stop = (): void => {
      timer.dispose();
      signal.removeEventListener('abort', onAbort);
    };
    if (signal.aborted) return onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    dial(pod, port, attempt.signal).then(
      (ws) => {
        stop();
        if (attempt.signal.aborted) discard(ws);
        else resolve(ws);
      },
      (error: Error) => {
        stop();
        reject(error);
      },
    );
  });
}

/**
 * Whether a failed try may do better soon: the pod was just re-created (the watch and the kubelet need not agree at once), or the
 * API server is away for a moment. `server` (5xx, also the kubelet's) only a few times.
 */
export function worthRetrying(error: unknown, tries: number): boolean {
  if (!(error instanceof UserError)) return false;
  switch (error.code) {
    case 'not-found':
    case 'gone':
    case 'unreachable':
    case 'timeout':
      return true;
    case 'server':
      return tries < 5;
    default:
      return false;
  }
}
