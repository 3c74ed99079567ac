import * as vscode from 'vscode';
import type { Disposable } from '../base/disposable.ts';
import { Emitter } from '../base/emitter.ts';
import type { LintMemory } from '../lint/memory.ts';
import type { Finding, LintFile } from '../lint/rule.ts';
import { parse, type Manifest } from '../manifest/parse.ts';
import type { Documents } from './documents.ts';
import type { CommittedManifests } from './committedManifests.ts';
import { keepFindings, type Shown } from './keepFindings.ts';
import { lintSettings } from './lintSettings.ts';
import { looksLikeManifest, type LintRoom } from './lintRoom.ts';
import type { LiveFacts } from './liveFacts.ts';
import type { LintState } from './statusWords.ts';
import type { WorkspaceManifests } from './workspaceManifests.ts';

export interface LinterDeps {
  readonly documents: Documents;
  readonly workspace: WorkspaceManifests;
  readonly committed: CommittedManifests;
  readonly room: LintRoom;
  readonly facts: LiveFacts;
}

interface Looked extends Shown {
  readonly version: number;
  readonly generation: number;
}

/** Findings of open documents, each computed once for a version of the document and a state of everything around it. */
export class Linter implements Disposable {
  readonly #deps: LinterDeps;
  readonly #memories = new WeakMap<vscode.TextDocument, LintMemory>();
  readonly #changed = new Emitter<void>();
  readonly #subscriptions: readonly Disposable[];
  #looked = new WeakMap<vscode.TextDocument, Looked>();
  #generation = 0;

  /** Something beside the documents' own texts has changed, so that findings may differ. */
  readonly onDidChange = this.#changed.event;

  constructor(deps: LinterDeps) {
    this.#deps = deps;
    this.#subscriptions = [deps.workspace, deps.committed, deps.room, deps.facts].map(({ onDidChange }) =>
      onDidChange(() => {
        this.invalidate();
        this.#changed.fire();
      }),
    );
  }

  /** To be called when another document has changed. */
  invalidate(): void {
    this.#generation++;
    this.#deps.facts.newRound();
  }

  /** To be called when a setting has changed: nothing that was found before is kept while a document does not parse. */
  forget(): void {
    this.#looked = new WeakMap();
  }

  state(document: vscode.TextDocument): LintState {
    if (this.#deps.documents.isTooLarge(document)) return 'too-large';
    const manifest = this.#deps.documents.get(document);
    if (!manifest || manifest.templated || !looksLikeManifest(manifest)) return 'none';
    if (!lintSettings(document.uri).enabled) return 'off';
    if (this.#deps.room.failed) return 'failed';
    const known = this.#looked.get(document);
    return known?.version === document.version && this.#deps.room.code ? 'checked' : 'waiting';
  }

  /** Loads the linter where the document is a manifest and it is not there yet. */
  async load(document: vscode.TextDocument): Promise<void> {
    const manifest = this.#deps.documents.get(document);
    if (manifest && looksLikeManifest(manifest)) await this.#deps.room.load();
  }

  /** For the document as it is now; none until {@link load} is through. */
  findings(document: vscode.TextDocument): readonly Finding[] {
    const known = this.#looked.get(document);
    if (known?.version === document.version && known.generation === this.#generation) return known.findings;
    const manifest = this.#deps.documents.get(document);
    const { code } = this.#deps.room;
    if (!manifest || !code) return [];
    let memory = this.#memories.get(document);
    if (!memory) this.#memories.set(document, (memory = new code.LintMemory()));
    const fresh = this.#lint(document, manifest, this.others(document), memory);
    const findings = known ? keepFindings(known, { manifest, findings: fresh }) : fresh;
    const { version } = document;
    this.#looked.set(document, { version, generation: this.#generation, manifest, findings });
    return findings;
  }

  /** A look at other texts of the document, each one what became of the one before. */
  trial(document: vscode.TextDocument): (text: string) => readonly Finding[] {
    const { code } = this.#deps.room;
    if (!code) return () => [];
    const memory = new code.LintMemory();
    const scope = this.others(document);
    let manifest = this.#deps.documents.get(document);
    return (text) => {
      manifest = parse(text, manifest);
      return this.#lint(document, manifest, scope, memory);
    };
  }

  /** What the document is looked at beside. */
  others(document: vscode.TextDocument): readonly LintFile[] {
    return this.#scope(document.uri.toString());
  }

  /** Of a file in the scope of any open document, by its URI as text. */
  manifestOf(uri: string): Manifest | undefined {
    return this.#scope('').find((file) => file.uri === uri)?.manifest;
  }

  /** The document and all else that is known. Undefined for what is no manifest. */
  async files(document: vscode.TextDocument): Promise<readonly LintFile[] | undefined> {
    const manifest = this.#deps.documents.get(document);
    if (!manifest || !looksLikeManifest(manifest)) return undefined;
    await this.#deps.workspace.ready();
    const uri = document.uri.toString();
    return [{ uri, manifest: this.#deps.documents.get(document) ?? manifest }, ...this.#scope(uri)];
  }

  /** Files besides {@link files} that have the text in them: a name is changed everywhere, or nowhere. Rejects where one can't be read. */
  async alsoWith(text: string): Promise<readonly LintFile[]> {
    const others = await this.#deps.workspace.alsoWith(text);
    const known = new Set(this.#scope('').map(({ uri }) => uri));
    return others.filter(({ uri }) => !known.has(uri));
  }

  #lint(
    document: vscode.TextDocument,
    manifest: Manifest,
    scope: readonly LintFile[],
    memory: LintMemory,
  ): readonly Finding[] {
    const { enabled, severities } = lintSettings(document.uri);
    if (!enabled || !this.#deps.room.code) return [];
    const before = this.#deps.committed.get(document.uri);
    const facts = this.#deps.facts.current;
    const uri = document.uri.toString();
    return this.#deps.room.code.lint({ uri, manifest }, scope, {
      severities,
      memory,
      ...(before ? { before } : {}),
      ...(facts ? { facts } : {}),
    });
  }

  /** What is open counts as it is typed, the rest of the workspace as it is on disk. */
  #scope(except: string): readonly LintFile[] {
    const scope = new Map<string, LintFile>();
    for (const file of this.#deps.workspace.files) scope.set(file.uri, file);
    for (const document of vscode.workspace.textDocuments) {
      const uri = document.uri.toString();
      const manifest = this.#deps.documents.get(document);
      if (manifest) scope.set(uri, { uri, manifest });
    }
    scope.delete(except);
    return [...scope.values()];
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changed.dispose();
  }
}
