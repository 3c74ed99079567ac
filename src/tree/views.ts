import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../base/disposable.ts';
import { viewIds, type Problem } from '../host/contributions.ts';
import type { Restored, WorkerClient } from '../host/workerClient.ts';
import type { SetRef } from '../model/rows.ts';
import type { ConnectionState, ViewName } from '../worker/protocol.ts';
import { actionsFor } from './actions.ts';
import { connectionText, type ConnectionText } from './connectionText.ts';
import { visible } from '../base/visible.ts';
import { RowTree, type TreeNode } from './rowTree.ts';

/** ms that a view says that its worker was started again. */
const TOLD = 60_000;

interface Deps {
  readonly worker: WorkerClient;
  readonly log: vscode.LogOutputChannel;
}

/** The three views. They start the worker when one of them becomes visible, and only in a trusted workspace. */
export class Views implements Disposable {
  readonly #store = new DisposableStore();
  readonly #trees = new Map<ViewName, { tree: RowTree; view: vscode.TreeView<TreeNode> }>();
  readonly #deps: Deps;
  #connection: ConnectionState | undefined;
  #restarted: string | undefined;
  #ticker: NodeJS.Timeout | undefined;
  #forgetting: NodeJS.Timeout | undefined;

  constructor(deps: Deps) {
    this.#deps = deps;
    for (const name of ['sets', 'nodes', 'forwards'] as const) this.#create(name);
    if (!vscode.workspace.isTrusted) this.#welcome('untrusted');
    this.#store.add(deps.worker.onConnection((state) => this.#connected(state)));
    this.#store.add(
      deps.worker.onDidDie(({ gaveUp }) => {
        // What it said of the cluster no longer holds.
        this.#connection = undefined;
        this.#tell(
          gaveUp
            ? vscode.l10n.t(
                'The cluster worker stopped repeatedly and was left stopped. Refresh starts it again.',
              )
            : vscode.l10n.t('The cluster worker stopped and is being started again.'),
          false,
        );
      }),
    );
    this.#store.add(deps.worker.onDidRestore((restored) => this.#restoredTo(restored)));
    this.#store.add(vscode.workspace.onDidGrantWorkspaceTrust(() => this.#trusted()));
    this.#store.add({ dispose: () => clearInterval(this.#ticker) });
    this.#store.add({ dispose: () => clearTimeout(this.#forgetting) });
  }

  #restoredTo({ forwards, lost }: Restored): void {
    const again =
      forwards > 0
        ? vscode.l10n.t(
            'The cluster worker stopped and was started again with its {0} port forwards.',
            forwards,
          )
        : vscode.l10n.t('The cluster worker stopped and was started again.');
    const gone = lost.map(({ forward, error }) =>
      vscode.l10n.t(
        'The port forward on {0} is lost: {1}.',
        forward.localPort,
        error instanceof Error ? visible(error.message) : String(error),
      ),
    );
    this.#tell([again, ...gone].join(' '), lost.length === 0);
  }

  /** Says above the views what became of the worker: for a while, or until the person refreshes. */
  #tell(text: string | undefined, passes: boolean): void {
    clearTimeout(this.#forgetting);
    this.#restarted = text;
    if (passes) this.#forgetting = setTimeout(() => this.#tell(undefined, false), TOLD);
    this.#paint();
  }

  #trusted(): void {
    this.#welcome('none');
    this.refreshVisibility();
  }

  /** Tells the worker which views are visible: after trust was granted, or to start it again. */
  refreshVisibility(): void {
    this.#tell(undefined, false);
    for (const [name, { view }] of this.#trees) if (view.visible) this.#visible(name, true);
  }

  /** Asks all rows anew. */
  reset(): void {
    for (const { tree } of this.#trees.values()) tree.reset();
  }

  /** Shows a row, where its parent has been opened already; does nothing where it was not. */
  async reveal(name: ViewName, key: string): Promise<void> {
    const entry = this.#trees.get(name);
    if (!entry) return;
    const node = entry.tree.find(key);
    if (node && entry.view.visible) await entry.view.reveal(node, { select: true, focus: false });
  }

  /** Shows a set's row, also in a namespace that was closed; false where it does not come within seconds. */
  async revealSet(set: SetRef): Promise<boolean> {
    const entry = this.#trees.get('sets');
    if (!entry) return false;
    for (let tries = 0; tries < 30; tries++) {
      const node = entry.view.visible ? await entry.tree.setNode(set) : undefined;
      if (node) {
        await entry.view.reveal(node, { select: true, focus: false, expand: true });
        return true;
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return false;
  }

  /** Opens the rows of these sets as soon as they are there: what was just applied is to be watched. Gives up after some seconds. */
  async openSets(sets: readonly { readonly kind: string; readonly name: string }[]): Promise<void> {
    const entry = this.#trees.get('sets');
    const wanted = sets.filter(({ kind }) => kind === 'StatefulSet' || kind === 'DaemonSet');
    for (const { kind, name } of entry ? wanted : []) {
      for (let tries = 0; tries < 30; tries++) {
        const node = entry?.tree.findSet(kind, name);
        if (node && entry?.view.visible) {
          await entry.view.reveal(node, { select: false, focus: false, expand: true });
          break;
        }
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  }

  #create(name: ViewName): void {
    const { worker, log } = this.#deps;
    const tree = this.#store.add(
      new RowTree(name, worker, (error) => log.error(`${name}: ${String(error)}`)),
    );
    const view = this.#store.add(
      vscode.window.createTreeView(viewIds[name], { treeDataProvider: tree, canSelectMany: name === 'sets' }),
    );
    this.#trees.set(name, { tree, view });
    this.#store.add(tree.onDidLoadRoot(() => this.#paint()));
    this.#store.add(view.onDidChangeVisibility((e) => this.#visible(name, e.visible)));
    this.#store.add(view.onDidCollapseElement((e) => 'row' in e.element && tree.collapsed(e.element)));
    this.#store.add(view.onDidExpandElement((e) => 'row' in e.element && tree.expanded(e.element)));
    if (view.visible) this.#visible(name, true);
  }

  #visible(name: ViewName, visible: boolean): void {
    if (!vscode.workspace.isTrusted) return;
    const { worker, log } = this.#deps;
    const started = worker.running;
    void worker.show(name, visible).then(
      () => {
        if (visible && !started) this.reset();
      },
      (error: unknown) => log.error(`${name}: ${String(error)}`),
    );
  }

  #connected(state: ConnectionState): void {
    this.#connection = state;
    this.#paint();
    // The message counts down to the next try.
    clearInterval(this.#ticker);
    if (state.watch.is === 'retrying') this.#ticker = setInterval(() => this.#paint(), 1000);
  }

  #paint(): void {
    const state = this.#connection;
    const forwards = this.#trees.get('forwards');
    if (forwards) forwards.view.message = this.#restarted ?? '';
    if (!state && this.#restarted === undefined) return;
    let problem: Problem = 'none';
    for (const name of ['sets', 'nodes'] as const) {
      const entry = this.#trees.get(name);
      if (!entry) continue;
      const text: ConnectionText = state
        ? connectionText(state, entry.tree.hasRows, Date.now())
        : { description: '', message: this.#restarted, problem: 'none' };
      entry.view.description = text.description;
      entry.tree.offer(actionsFor(text.remedies));
      entry.view.message = text.message ?? (entry.tree.hasRows ? this.#restarted : undefined) ?? '';
      if (name === 'sets') problem = text.problem;
    }
    this.#welcome(problem);
  }

  #welcome(problem: Problem): void {
    void vscode.commands.executeCommand('setContext', 'kubesets.problem', problem);
  }

  dispose(): void {
    this.#store.dispose();
  }
}
