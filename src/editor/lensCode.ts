import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../base/disposable.ts';
import type { WorkerClient } from '../host/workerClient.ts';
import type { FollowedSet, NamedSet } from '../worker/protocol.ts';
import type { Documents } from './documents.ts';
import { lensesOf, setsIn } from './setLenses.ts';

export interface SetLensesDeps {
  readonly documents: Documents;
  readonly worker: Pick<WorkerClient, 'follow' | 'onFollowed' | 'onDidDie'>;
  /** Whether lenses are wanted for a document. */
  wanted(document: vscode.TextDocument): boolean;
  changed(): void;
}

/** The lenses above sets, with what a running worker tells of these: it is told which sets are on screen, and never started. */
export class SetLenses implements Disposable {
  readonly #deps: SetLensesDeps;
  readonly #store = new DisposableStore();
  #following = '[]';
  #rows = new Map<string, FollowedSet['row']>();

  constructor(deps: SetLensesDeps) {
    this.#deps = deps;
    this.#store.add(vscode.window.onDidChangeVisibleTextEditors(() => this.follow()));
    this.#store.add(deps.worker.onFollowed((sets) => this.#heard(sets)));
    this.#store.add(deps.worker.onDidDie(() => this.#heard([])));
  }

  lenses(document: vscode.TextDocument): readonly vscode.CodeLens[] {
    this.follow();
    const manifest = this.#deps.documents.get(document);
    return (manifest ? setsIn(manifest) : []).flatMap((set) => {
      const at = document.positionAt(set.offset);
      const range = new vscode.Range(at, at);
      return lensesOf(set, document.uri, this.#rows.get(keyOf(set.target))).map(
        (lens) => new vscode.CodeLens(range, { ...lens, arguments: [...lens.arguments] }),
      );
    });
  }

  /** Tells the worker which sets are on screen now. */
  follow(): void {
    const named = new Map<string, NamedSet>();
    for (const { document } of vscode.window.visibleTextEditors) {
      const manifest = this.#deps.wanted(document) ? this.#deps.documents.get(document) : undefined;
      for (const { target } of manifest ? setsIn(manifest) : []) named.set(keyOf(target), target);
    }
    const following = JSON.stringify([...named.keys()]);
    if (following === this.#following) return;
    this.#following = following;
    this.#deps.worker.follow([...named.values()]);
  }

  #heard(sets: readonly FollowedSet[]): void {
    this.#rows = new Map(sets.map(({ set, row }) => [keyOf(set), row]));
    this.#deps.changed();
  }

  dispose(): void {
    this.#store.dispose();
  }
}

function keyOf({ kind, namespace, name }: NamedSet): string {
  return JSON.stringify([kind, namespace ?? null, name]);
}
