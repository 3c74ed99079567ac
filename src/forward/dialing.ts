import * as l10n from '@vscode/l10n';
import { UserError } from '../base/errors.ts';
import type { Clock } from '../base/timers.ts';
import type { Carrier } from './carrier.ts';

/**
 * One try to reach a pod's port: bounded by `limit` ms and by `signal`, and the connection of a try that was given up is
 * ended however late it comes.
 */
export function dialOnce(
  dial: (signal: AbortSignal) => Promise<Carrier>,
  options: { readonly clock: Clock; readonly limit: number; readonly signal: AbortSignal },
): Promise<Carrier> {
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
    dial(attempt.signal).then(
      (carrier) => {
        stop();
        if (attempt.signal.aborted) carrier.terminate();
        else resolve(carrier);
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
