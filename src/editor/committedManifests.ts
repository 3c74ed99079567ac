import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../base/disposable.ts';
import { Emitter } from '../base/emitter.ts';
import { parse, type Manifest } from '../manifest/parse.ts';

// What is used of the API of VS Code's own Git extension (extensions/git/src/api/git.d.ts, version 1).
interface GitExtension {
  readonly enabled: boolean;
  readonly onDidChangeEnablement: vscode.Event<boolean>;
  getAPI(version: 1): GitApi;
}

interface GitApi {
  readonly repositories: readonly Repository[];
  readonly onDidOpenRepository: vscode.Event<Repository>;
  getRepository(uri: vscode.Uri): Repository | null;
}

interface Repository {
  readonly state: {
    readonly HEAD: { readonly commit?: string } | undefined;
    readonly onDidChange: vscode.Event<void>;
  };
  /** The text of a file at a revision; rejects where it has no such file. */
  show(revision: string, path: string): Promise<string>;
}

interface Committed {
  readonly commit: string;
  /** Undefined for a file that the commit does not have, and until it is read for the first time. */
  manifest: Manifest | undefined;
}

/**
 * The last commit's version of open files, by way of VS Code's own Git extension. Without Git, outside of a repository, and in a
 * workspace that is not trusted there is none. It is read when it is first asked for, and anew when HEAD is another commit.
 */
export class CommittedManifests implements Disposable {
  readonly #log: (message: string) => void;
  readonly #store = new DisposableStore();
  readonly #changed = this.#store.add(new Emitter<void>());
  readonly #files = new Map<string, Committed>();
  #api: GitApi | undefined;
  #started = false;

  /** A version asked for has been read, or another one counts now. */
  readonly onDidChange = this.#changed.event;

  constructor({ log }: { readonly log: (message: string) => void }) {
    this.#log = log;
  }

  /** What is known now; `onDidChange` tells when there is more. */
  get(uri: vscode.Uri): Manifest | undefined {
    if (uri.scheme !== 'file') return undefined;
    this.#start();
    const repository = this.#api?.getRepository(uri);
    const commit = repository?.state.HEAD?.commit;
    if (!repository || commit === undefined) return undefined;
    const known = this.#files.get(uri.toString());
    if (known?.commit === commit) return known.manifest;
    // Until the new one is there, the old one goes on.
    const next: Committed = { commit, manifest: known?.manifest };
    this.#files.set(uri.toString(), next);
    void this.#read(repository, uri, next);
    return next.manifest;
  }

  async #read(repository: Repository, uri: vscode.Uri, into: Committed): Promise<void> {
    let text: string | undefined;
    try {
      text = await repository.show(into.commit, uri.fsPath);
    } catch {
      // A file that is not committed yet, which Git tells from other failures only by its message.
    }
    into.manifest = text === undefined ? undefined : parse(text, into.manifest);
    if (!this.#store.isDisposed && this.#files.get(uri.toString()) === into) this.#changed.fire();
  }

  #start(): void {
    if (this.#started) return;
    this.#started = true;
    const extension = vscode.extensions.getExtension<GitExtension>('vscode.git');
    if (!extension) return;
    void this.#told(this.#enter(extension));
    this.#store.add(vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#files.delete(uri.toString())));
  }

  async #told(work: Promise<void>): Promise<void> {
    try {
      await work;
    } catch (error) {
      this.#log(
        `The Git extension can't be used, so changes are not compared with the last commit: ${String(error)}`,
      );
    }
  }

  async #enter(extension: vscode.Extension<GitExtension>): Promise<void> {
    const git = await extension.activate();
    this.#store.add(git.onDidChangeEnablement(() => void this.#told(this.#use(git))));
    await this.#use(git);
  }

  /** While Git is switched off, asking for its API throws; and still does in the very moment in which it is switched on. */
  async #use(git: GitExtension): Promise<void> {
    this.#api = undefined;
    await Promise.resolve();
    if (git.enabled) this.#follow(git.getAPI(1));
  }

  #follow(api: GitApi): void {
    this.#api = api;
    for (const repository of api.repositories) this.#watch(repository);
    this.#store.add(api.onDidOpenRepository((repository) => this.#watch(repository)));
    this.#changed.fire();
  }

  #watch(repository: Repository): void {
    let last = repository.state.HEAD?.commit;
    this.#store.add(
      repository.state.onDidChange(() => {
        if (repository.state.HEAD?.commit === last) return;
        last = repository.state.HEAD?.commit;
        this.#changed.fire();
      }),
    );
    if (last !== undefined) this.#changed.fire();
  }

  dispose(): void {
    this.#store.dispose();
  }
}
