import * as vscode from 'vscode';
import { Emitter } from '../base/emitter.ts';
import { isKustomization } from '../manifest/kustomization.ts';
import type { LintFile } from '../lint/rule.ts';
import { parse } from '../manifest/parse.ts';

const pattern = '**/*.{yaml,yml}';
const excluded = '**/{node_modules,.git,vendor,dist}/**';

/** Enough for a repository of manifests; of a workspace beyond that a part is held, and the rest read where a name is changed. */
const mostFiles = 500;
const largestFile = 256 * 1024;

/**
 * The manifests on disk, so that a Service in another file counts as being there. Read once, one file after the other, when the first
 * manifest is opened; afterwards a file is read again when it changes.
 */
export class WorkspaceManifests implements vscode.Disposable {
  readonly #files = new Map<string, LintFile>();
  readonly #changed = new Emitter<void>();
  readonly #log: (message: string) => void;
  #watcher: vscode.FileSystemWatcher | undefined;
  #disposed = false;
  #reading: Promise<void> | undefined;

  /** The set of manifests, or one of them, is another one now. */
  readonly onDidChange = this.#changed.event;

  constructor({ log }: { readonly log: (message: string) => void }) {
    this.#log = log;
  }

  /** Starts reading; what is not read yet is missing from {@link files}. A second call does nothing. */
  start(): void {
    if (this.#watcher || this.#disposed) return;
    const watcher = vscode.workspace.createFileSystemWatcher(pattern);
    this.#watcher = watcher;
    const again = (uri: vscode.Uri): void => void this.#read(uri).then(() => this.#changed.fire());
    watcher.onDidCreate(again);
    watcher.onDidChange(again);
    watcher.onDidDelete((uri) => {
      if (this.#files.delete(uri.toString())) this.#changed.fire();
    });
    this.#reading = this.#readAll();
  }

  /** Resolves when the files have been read once. */
  async ready(): Promise<void> {
    this.start();
    await this.#reading;
  }

  get files(): Iterable<LintFile> {
    return this.#files.values();
  }

  /** What is not held and has the text in it: files of any size, without objects, or beyond the most that are held. Read anew each time. */
  async alsoWith(text: string): Promise<readonly LintFile[]> {
    const found: LintFile[] = [];
    for (const uri of await vscode.workspace.findFiles(pattern, excluded)) {
      const key = uri.toString();
      if (this.#files.has(key)) continue;
      const content = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
      if (content.includes(text)) found.push({ uri: key, manifest: parse(content) });
    }
    return found;
  }

  async #readAll(): Promise<void> {
    const found = await vscode.workspace.findFiles(pattern, excluded, mostFiles);
    if (found.length === mostFiles) {
      this.#log(`More than ${mostFiles} YAML files: references into the others are not seen.`);
    }
    for (const uri of found) {
      if (this.#disposed) return;
      await this.#read(uri);
    }
    if (this.#files.size > 0) this.#changed.fire();
  }

  async #read(uri: vscode.Uri): Promise<void> {
    if (/\/(node_modules|\.git|vendor|dist)\//.test(uri.path)) return;
    const key = uri.toString();
    try {
      const bytes = await vscode.workspace.fs.readFile(uri);
      const manifest = bytes.length > largestFile ? undefined : parse(new TextDecoder().decode(bytes));
      const tells =
        isKustomization(key) || manifest?.documents.some((document) => document.objects.length > 0);
      if (manifest && tells && !this.#disposed) this.#files.set(key, { uri: key, manifest });
      else this.#files.delete(key);
    } catch (error) {
      if (!(error instanceof vscode.FileSystemError)) throw error;
      // Gone or not readable since it was found: the same as not there.
      this.#files.delete(key);
      this.#log(`${uri.path} can't be read: ${error.message}`);
    }
  }

  dispose(): void {
    this.#disposed = true;
    this.#watcher?.dispose();
    this.#files.clear();
    this.#changed.dispose();
  }
}
