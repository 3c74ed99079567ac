import * as vscode from 'vscode';
import { UserError } from '../base/errors.ts';
import { visible } from '../base/visible.ts';
import type { WorkerClient } from '../host/workerClient.ts';
import type { PodRef } from '../model/rows.ts';
import { requests } from '../worker/protocol.ts';
import { pickContainer } from './pickContainer.ts';
import { placeTarget, podOf } from './target.ts';
import type { MakeVerb } from './verb.ts';

let count = 0;

/** *Open Shell*: a terminal over the exec WebSocket. */
export const openShell: MakeVerb = ({ worker }) => ({
  id: 'kubesets.openShell',
  async run(arg) {
    const target = await placeTarget(worker, arg, {
      title: vscode.l10n.t('Open Shell'),
      accepts: (row) => row.pod !== undefined,
      none: (set) => vscode.l10n.t('{0} has no pod now.', set),
    });
    const pod = podOf(target);
    const container = await pickContainer(pod.containers);
    const terminal = vscode.window.createTerminal({
      name: pod.ref.name,
      iconPath: new vscode.ThemeIcon('terminal'),
      pty: new Shell(worker, pod.ref, container),
    });
    terminal.show();
  },
});

class Shell implements vscode.Pseudoterminal {
  readonly #worker: WorkerClient;
  readonly #pod: PodRef;
  readonly #container: string | undefined;
  readonly #id = `shell-${++count}`;
  readonly #write = new vscode.EventEmitter<string>();
  readonly #close = new vscode.EventEmitter<number | void>();
  readonly #subscriptions: { dispose(): void }[] = [];
  #ended = false;
  readonly onDidWrite = this.#write.event;
  readonly onDidClose = this.#close.event;

  constructor(worker: WorkerClient, pod: PodRef, container: string | undefined) {
    this.#worker = worker;
    this.#pod = pod;
    this.#container = container;
  }

  open(size: vscode.TerminalDimensions | undefined): void {
    this.#subscriptions.push(
      this.#worker.onStreamData(({ id, text }) => id === this.#id && this.#write.fire(text)),
      this.#worker.onStreamEnd(({ id, error }) => {
        if (id === this.#id) this.#end(error?.message ?? vscode.l10n.t('The shell ended.'));
      }),
      this.#worker.onDidDie(() => this.#end(vscode.l10n.t('The connection was lost.'))),
    );
    this.#send(
      this.#worker.request(requests.openShell, {
        id: this.#id,
        pod: this.#pod,
        container: this.#container,
        columns: size?.columns ?? 80,
        rows: size?.rows ?? 24,
      }),
    );
  }

  handleInput(text: string): void {
    if (this.#ended) this.#close.fire();
    else this.#send(this.#worker.request(requests.writeShell, { id: this.#id, text }));
  }

  setDimensions({ columns, rows }: vscode.TerminalDimensions): void {
    if (!this.#ended) this.#send(this.#worker.request(requests.resizeShell, { id: this.#id, columns, rows }));
  }

  close(): void {
    if (!this.#ended && this.#worker.running) {
      this.#send(this.#worker.request(requests.closeStream, { id: this.#id }));
    }
    this.#ended = true;
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #send(request: Promise<unknown>): void {
    request.catch((error: unknown) => {
      const text =
        error instanceof UserError ? [error.message, error.remedy].filter(Boolean).join(' ') : String(error);
      this.#end(text);
    });
  }

  /** What was said stays readable; the next key closes the terminal. */
  #end(text: string): void {
    if (this.#ended) return;
    this.#ended = true;
    const hint = vscode.l10n.t('Press any key to close this terminal.');
    this.#write.fire(`\r\n\x1b[2m${visible(text)}\r\n${hint}\x1b[0m\r\n`);
  }
}
