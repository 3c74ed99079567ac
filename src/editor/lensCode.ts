import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../base/disposable.ts';
import type { LiveCluster } from '../host/liveCluster.ts';
import type { WorkerClient } from '../host/workerClient.ts';
import type { KubeObject } from '../manifest/parse.ts';
import type { Landing } from '../model/known.ts';
import type { FollowedSet, NamedSet } from '../worker/protocol.ts';
import type { Documents } from './documents.ts';
import { podSpecOf } from './landingLens.ts';
import { lensesOf, setsIn } from './setLenses.ts';

/** ms that lenses wait to hear where a DaemonSet would land. */
const PATIENCE = 300;

export interface SetLensesDeps {
  readonly documents: Documents;
  readonly worker: Pick<WorkerClient, 'follow' | 'onFollowed' | 'onDidDie'>;
  readonly cluster: Pick<LiveCluster, 'live' | 'landing' | 'onDidChange'>;
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
    this.#store.add(deps.cluster.onDidChange(() => deps.changed()));
    this.#store.add(deps.worker.onDidDie(() => this.#heard([])));
  }

  /** None where the text was changed meanwhile: then they are asked for anew. */
  async lenses(
    document: vscode.TextDocument,
    token: vscode.CancellationToken,
  ): Promise<readonly vscode.CodeLens[]> {
    this.follow();
    const manifest = this.#deps.documents.get(document);
    const sets = manifest ? setsIn(manifest) : [];
    const landings = await Promise.all(sets.map(({ object }) => this.#landing(object)));
    if (token.isCancellationRequested) return [];
    return sets.flatMap((set, i) => {
      const at = document.positionAt(set.offset);
      const range = new vscode.Range(at, at);
      const facts = { row: this.#rows.get(keyOf(set.target)), landing: landings[i] };
      return lensesOf(set, document.uri, facts).map(
        (lens) => new vscode.CodeLens(range, { ...lens, arguments: [...lens.arguments] }),
      );
    });
  }

  /** On the text as it is typed. Unknown within a moment is unknown: the verbs are not to wait for it. */
  async #landing(object: KubeObject): Promise<Landing | undefined> {
    const spec = this.#deps.cluster.live ? podSpecOf(object) : undefined;
    return spec === undefined ? undefined : this.#deps.cluster.landing(spec, PATIENCE);
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
