import * as l10n from '@vscode/l10n';
import type { MessageConnection } from 'vscode-jsonrpc';
import { DisposableStore, type Disposable } from '../base/disposable.ts';
import { cancelled, toErrorData, type ErrorData, type UserError } from '../base/errors.ts';
import { systemClock } from '../base/timers.ts';
import { followLog } from '../cluster/followLog.ts';
import { openShell, type Shell, type ShellListener } from '../cluster/openShell.ts';
import type { Pod } from '../model/objects.ts';
import type { PodRef } from '../model/rows.ts';
import { notifications, requests } from './protocol.ts';
import type { Answers } from './serve.ts';
import type { Session } from './session.ts';
import type { Sessions } from './sessions.ts';

/** Logs and shells, each under the id that the main thread gave it. */
export function serveStreams(
  answers: Answers,
  connection: MessageConnection,
  sessions: Sessions,
): Disposable & { readonly count: number } {
  const open = new Map<string, Disposable>();
  const shells = new Map<string, Shell>();
  const send = (id: string, text: string): Promise<void> =>
    connection.sendNotification(notifications.streamData.method, { id, text });
  const end = (id: string, error: ErrorData | undefined): void => {
    close(id);
    void connection.sendNotification(notifications.streamEnd.method, { id, error });
  };
  const close = (id: string): void => {
    const stream = open.get(id);
    open.delete(id);
    shells.delete(id);
    stream?.dispose();
  };

  /** From now on `close(id)` ends it, also while it is only being opened. */
  const begin = (id: string): { own: DisposableStore; signal: AbortSignal } => {
    close(id);
    const abort = new AbortController();
    const own = new DisposableStore();
    own.add({ dispose: () => abort.abort(cancelled()) });
    open.set(id, own);
    return { own, signal: abort.signal };
  };
  /** The context's session, kept for as long as the stream lasts, which ends with it. */
  const hold = async (id: string, own: DisposableStore, pod: PodRef, watched: boolean): Promise<Session> => {
    try {
      const session = await sessions.of(pod.context);
      if (own.isDisposed) throw cancelled();
      own.add(sessions.pin(session, watched ? pod.namespace : undefined));
      own.add(sessions.onDidReplace(() => sessions.get(pod.context) === session || end(id, replaced())));
      return session;
    } catch (error) {
      close(id);
      throw error;
    }
  };

  answers.on(requests.openLog, async ({ id, pod, container }) => {
    const { own, signal } = begin(id);
    const session = await hold(id, own, pod, true);
    void followPlace(session, pod, container, (text) => void send(id, text), signal).catch(
      (error: unknown) => {
        if (!signal.aborted) end(id, toErrorData(error));
      },
    );
  });
  answers.on(requests.openShell, async ({ id, pod, container, columns, rows }) => {
    const { own, signal } = begin(id);
    const { client } = await hold(id, own, pod, false);
    const listener: ShellListener = {
      onText: (text) => send(id, text),
      onEnd: (ended) => end(id, 'error' in ended ? ended.error.toData() : undefined),
    };
    try {
      const shell = await openShell(client, pod, container, { columns, rows }, listener, signal);
      own.add({ dispose: () => shell.close() });
      if (!own.isDisposed) shells.set(id, shell);
    } catch (error) {
      close(id);
      throw error;
    }
  });
  answers.on(requests.writeShell, ({ id, text }) => shells.get(id)?.write(text));
  answers.on(requests.resizeShell, ({ id, columns, rows }) => shells.get(id)?.resize(columns, rows));
  answers.on(requests.closeStream, ({ id }) => close(id));
  return {
    get count() {
      return open.size;
    },
    dispose() {
      for (const id of [...open.keys()]) close(id);
    },
  };
}

function replaced(): ErrorData {
  return { code: 'unreachable', message: l10n.t('The context now means another server or user.') };
}

/** Follows the log of a pod and, when that is gone, of the next one at its place, until the signal aborts. */
async function followPlace(
  session: Session,
  first: PodRef,
  container: string | undefined,
  onText: (text: string) => void,
  signal: AbortSignal,
): Promise<void> {
  let pod = first;
  for (;;) {
    const owner = session.store.pod(pod.uid)?.meta.owner?.uid;
    const node = session.store.pod(pod.uid)?.targetNode;
    const ended = Promise.withResolvers<UserError | undefined>();
    const gone = whenGone(session, pod, () => ended.resolve(undefined));
    try {
      const either = AbortSignal.any([signal, gone.signal]);
      await followLog(session.client, pod, container, { onText, onEnd: ended.resolve }, either);
      if (signal.aborted) throw cancelled();
    } finally {
      gone.dispose();
    }
    const error = await ended.promise;
    if (error && error.code !== 'not-found') throw error;
    onText(`[${l10n.t('Pod {0} has ended; waiting for the next one at its place.', pod.name)}]\n`);
    const next = await successor(session, pod, owner, node, signal);
    pod = { ...pod, name: next.meta.name, uid: next.meta.uid };
    onText(`[${l10n.t('Pod {0} was made anew.', pod.name)}]\n`);
  }
}

/** ms for the last words of a pod that the server has forgotten. */
const LAST_WORDS = 1_000;

/** Aborts a while after the pod is gone: where its node is lost, or its kubelet does not care, the log itself never ends. */
function whenGone(
  session: Session,
  pod: PodRef,
  tell: () => void,
): Disposable & { readonly signal: AbortSignal } {
  const abort = new AbortController();
  let seen = false;
  let timer: Disposable | undefined;
  const look = (): void => {
    if (session.store.pod(pod.uid)) seen = true;
    // While the lists are read anew, the store holds nothing at all.
    else if (seen && session.listed(['pods'], pod.namespace))
      timer ??= systemClock.after(LAST_WORDS, () => {
        tell();
        abort.abort(cancelled());
      });
  };
  const subscription = session.store.onDidChange(look);
  look();
  return {
    signal: abort.signal,
    dispose() {
      subscription.dispose();
      timer?.dispose();
    },
  };
}

function successor(
  session: Session,
  pod: PodRef,
  owner: string | undefined,
  node: string | undefined,
  signal: AbortSignal,
): Promise<Pod> {
  const find = (): Pod | undefined => {
    const named = session.store.podNamed(pod.namespace, pod.name);
    if (named && named.meta.uid !== pod.uid) return named;
    if (owner === undefined) return undefined;
    const kind = session.store.set(owner)?.kind;
    return kind === 'DaemonSet'
      ? session.store.podsOf(owner).find((p) => p.targetNode === node && p.meta.uid !== pod.uid)
      : undefined;
  };
  return new Promise((resolve, reject) => {
    const look = (): void => {
      const found = find();
      if (!found) return;
      stop();
      resolve(found);
    };
    const onAbort = (): void => {
      stop();
      reject(cancelled());
    };
    const subscription = session.store.onDidChange(look);
    const stop = (): void => {
      subscription.dispose();
      signal.removeEventListener('abort', onAbort);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    else look();
  });
}
