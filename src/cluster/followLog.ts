import * as l10n from '@vscode/l10n';
import { UserError } from '../base/errors.ts';
import { Backoff, delay, systemClock, type Clock } from '../base/timers.ts';
import type { PodRef } from '../model/rows.ts';
import type { Client } from './client.ts';
import type { RawObject } from './list.ts';
import { LogLines } from './logLines.ts';
import { getObject, podPath } from './verbs.ts';

export interface LogListener {
  /** Whole lines, each with its line feed. */
  onText(text: string): void;
  /** Once, when the log has ended for good; not after the signal was aborted. */
  onEnd(error: UserError | undefined): void;
}

const TAIL = 1000;

/**
 * Follows a container's log: the last 1,000 lines, then what comes, across broken connections and restarts of the container, without
 * repeating a line. Ends when the pod is finished, or is gone (`not-found`). A container that can't be read yet is said so in a line of
 * the text and tried again. Aborting the signal ends it at once and without an event.
 */
export async function followLog(
  client: Client,
  pod: PodRef,
  container: string | undefined,
  listener: LogListener,
  signal: AbortSignal,
  clock: Clock = systemClock,
): Promise<void> {
  try {
    await follow(client, pod, container, listener, signal, clock);
    if (!signal.aborted) listener.onEnd(undefined);
  } catch (error) {
    if (signal.aborted) return;
    if (!(error instanceof UserError)) throw error;
    listener.onEnd(error);
  }
}

async function follow(
  client: Client,
  pod: PodRef,
  container: string | undefined,
  listener: LogListener,
  signal: AbortSignal,
  clock: Clock,
): Promise<void> {
  const lines = new LogLines();
  const backoff = new Backoff(500, 10_000);
  let said = '';
  const say = (notice: string): void => {
    if (notice !== said) listener.onText(`[${notice}]\n`);
    said = notice;
  };
  for (;;) {
    try {
      const live = await stillThere(client, pod, signal);
      const since = lines.last;
      const stream = client.lines({
        path: podPath(pod, 'log'),
        query: {
          container,
          follow: true,
          timestamps: true,
          ...(since === undefined ? { tailLines: TAIL } : { sinceTime: since }),
        },
        accept: '*/*',
        signal,
      });
      lines.reconnected();
      for await (const line of stream) {
        if (signal.aborted) return;
        const text = lines.take(line);
        if (text === undefined) continue;
        said = '';
        backoff.reset();
        listener.onText(`${text}\n`);
      }
      if (isFinished(live) && isFinished(await stillThere(client, pod, signal))) return;
    } catch (error) {
      if (signal.aborted || !(error instanceof UserError) || !worthAnotherTry(error)) throw error;
      say(error.message);
    }
    await delay(clock, backoff.next(), signal);
  }
}

/** A 400 says that the container is not there yet (`waiting to start`), but also that no such container exists. */
function worthAnotherTry(error: UserError): boolean {
  if (error.code === 'invalid')
    return /waiting to start|is terminated|not available|initializing/.test(error.message);
  return ['unreachable', 'server', 'timeout'].includes(error.code);
}

async function stillThere(client: Client, pod: PodRef, signal: AbortSignal): Promise<RawObject> {
  const live = await getObject(client, podPath(pod), signal);
  if (live?.metadata?.uid === pod.uid) return live;
  throw podGone(pod);
}

export function podGone(pod: PodRef): UserError {
  return new UserError({
    code: 'not-found',
    message: l10n.t('The pod {0} is gone.', pod.name),
    remedy: l10n.t('Its successor, if there is one, has a row of its own.'),
  });
}

function isFinished(pod: RawObject): boolean {
  const phase = (pod.status as { phase?: string } | undefined)?.phase;
  return phase === 'Succeeded' || phase === 'Failed';
}
