import type { V1Status } from '@kubernetes/client-node/dist/gen/models/V1Status.js';
import * as l10n from '@vscode/l10n';
import { UserError } from '../base/errors.ts';
import type { PodRef } from '../model/rows.ts';
import type { RawData, WebSocket } from 'ws';
import type { Client } from './client.ts';
import { podGone } from './followLog.ts';
import { getObject, podPath } from './verbs.ts';

// Channels of the remote command protocol: k8s.io/kubernetes/…/remotecommand, versions 4 and 5.
const STDIN = 0;
const STDOUT = 1;
const STDERR = 2;
const ERROR = 3;
const RESIZE = 4;
const PROTOCOLS = ['v5.channel.k8s.io', 'v4.channel.k8s.io'];

/** A constant: nothing out of the cluster ever gets into it. */
const COMMAND = [
  '/bin/sh',
  '-c',
  'export TERM=xterm-256color; command -v bash >/dev/null 2>&1 && exec bash || exec sh',
];
const MOST_BUFFERED = 1 << 20;

export interface ShellListener {
  /** While what it returns is pending, the server is not read from. */
  onText(text: string): void | Promise<void>;
  /** Once. With the shell's exit status, or what kept it from running. Not after `close()`. */
  onEnd(end: { readonly exitCode: number } | { readonly error: UserError }): void;
}

export interface Shell {
  /** Resolves when there is room for more. */
  write(text: string): Promise<void>;
  resize(columns: number, rows: number): void;
  close(): void;
}

/** Opens an interactive shell (bash, else sh) in a container of exactly this pod. Rejects where that can't be. */
export async function openShell(
  client: Client,
  pod: PodRef,
  container: string | undefined,
  size: { readonly columns: number; readonly rows: number },
  listener: ShellListener,
  signal?: AbortSignal,
): Promise<Shell> {
  const live = await getObject(client, podPath(pod), signal);
  if (live?.metadata?.uid !== pod.uid) throw podGone(pod);
  const query = { container, stdin: true, stdout: true, stderr: false, tty: true, command: COMMAND };
  const socket = await client.connect(podPath(pod, 'exec'), query, PROTOCOLS, signal);
  const shell = new RemoteShell(socket, listener);
  shell.resize(size.columns, size.rows);
  return shell;
}

class RemoteShell implements Shell {
  readonly #socket: WebSocket;
  readonly #listener: ShellListener;
  readonly #decoder = new TextDecoder();
  #ended = false;
  #status: V1Status | undefined;

  constructor(socket: WebSocket, listener: ShellListener) {
    this.#socket = socket;
    this.#listener = listener;
    socket.on('message', (data) => this.#receive(data));
    socket.once('close', () => this.#end());
  }

  async write(text: string): Promise<void> {
    if (this.#ended) return;
    this.#send(STDIN, text);
    while (!this.#ended && this.#socket.bufferedAmount > MOST_BUFFERED) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  resize(columns: number, rows: number): void {
    if (!this.#ended) this.#send(RESIZE, JSON.stringify({ Width: columns, Height: rows }));
  }

  close(): void {
    this.#ended = true;
    this.#socket.close();
    // A peer that does not answer the farewell keeps no socket.
    setTimeout(() => this.#socket.terminate(), 2000).unref();
  }

  #send(channel: number, text: string): void {
    this.#socket.send(Buffer.concat([Buffer.of(channel), Buffer.from(text, 'utf8')]));
  }

  #receive(data: RawData): void {
    if (this.#ended) return;
    const frame = Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer);
    const [channel] = frame;
    const payload = frame.subarray(1);
    if (channel === STDOUT || channel === STDERR) this.#tell(this.#decoder.decode(payload, { stream: true }));
    else if (channel === ERROR && payload.length > 0) this.#status = parse(payload.toString('utf8'));
  }

  #tell(text: string): void {
    const taken = text === '' ? undefined : this.#listener.onText(text);
    if (!taken) return;
    this.#socket.pause();
    void taken.finally(() => this.#socket.resume());
  }

  #end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#listener.onEnd(endOf(this.#status));
  }
}

function parse(text: string): V1Status {
  try {
    return JSON.parse(text) as V1Status;
  } catch {
    return { status: 'Failure', message: text }; // Older servers send plain words.
  }
}

function endOf(status: V1Status | undefined): { exitCode: number } | { error: UserError } {
  if (status?.status === 'Success') return { exitCode: 0 };
  const exitCode = exitCodeOf(status);
  if (exitCode !== undefined) return { exitCode };
  if (!status) {
    return {
      error: new UserError({ code: 'unreachable', message: l10n.t('The connection to the shell was lost.') }),
    };
  }
  const said = status.message ?? '';
  const none = /no such file|not found|executable/i.test(said);
  return {
    error: new UserError({
      code: none ? 'invalid' : 'server',
      message: none
        ? l10n.t('This container has no shell: {0}', said)
        : l10n.t('The shell could not run: {0}', said),
      ...(none ? { remedy: l10n.t('Images without a shell can be looked into with `kubectl debug`.') } : {}),
    }),
  };
}

function exitCodeOf(status: V1Status | undefined): number | undefined {
  const cause = status?.details?.causes?.find((c) => c.reason === 'ExitCode')?.message;
  // Some kubelets say it in words only.
  const said = cause ?? /\bexit (?:status|code) (\d+)$/.exec(status?.message ?? '')?.[1];
  return said !== undefined && /^\d+$/.test(said) ? Number(said) : undefined;
}
