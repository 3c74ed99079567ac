import * as vscode from 'vscode';
import type { Finding, LintFile } from '../lint/rule.ts';
import { parse, type Manifest } from '../manifest/parse.ts';
import type { Documents } from './documents.ts';
import { looksLikeManifest, type LintRoom } from './lintRoom.ts';
import { lintSettings } from './lintSettings.ts';
import type { WorkspaceManifests } from './workspaceManifests.ts';

interface Linted {
  readonly version: number;
  readonly generation: number;
  readonly findings: readonly Finding[];
}

/** Findings of open documents, each computed once for a version of the document and a state of everything around it. */
export class Linter {
  readonly #documents: Documents;
  readonly #workspace: WorkspaceManifests;
  readonly #room: LintRoom;
  readonly #linted = new WeakMap<vscode.TextDocument, Linted>();
  #generation = 0;

  constructor({
    documents,
    workspace,
    room,
  }: {
    readonly documents: Documents;
    readonly workspace: WorkspaceManifests;
    readonly room: LintRoom;
  }) {
    this.#documents = documents;
    this.#workspace = workspace;
    this.#room = room;
  }

  /** Loads the linter where the document is a manifest and it is not there yet. */
  async load(document: vscode.TextDocument): Promise<void> {
    const manifest = this.#documents.get(document);
    if (manifest && looksLikeManifest(manifest)) await this.#room.load();
  }

  /** To be called when another document, a file on disk or a setting has changed. */
  invalidate(): void {
    this.#generation++;
  }

  /** For the document as it is now; none until {@link load} is through. */
  findings(document: vscode.TextDocument): readonly Finding[] {
    const known = this.#linted.get(document);
    if (known?.version === document.version && known.generation === this.#generation) return known.findings;
    const manifest = this.#documents.get(document);
    const findings = manifest ? this.#lint(document, manifest) : [];
    this.#linted.set(document, { version: document.version, generation: this.#generation, findings });
    return findings;
  }

  /** For the document as if it had another text. */
  findingsWith(document: vscode.TextDocument, text: string): readonly Finding[] {
    return this.#lint(document, parse(text));
  }

  /** Of a file in the scope of any open document, by its URI as text. */
  manifestOf(uri: string): Manifest | undefined {
    return this.#scope('').find((file) => file.uri === uri)?.manifest;
  }

  #lint(document: vscode.TextDocument, manifest: Manifest): readonly Finding[] {
    const { enabled, severities } = lintSettings(document.uri);
    if (!enabled || !this.#room.code) return [];
    const uri = document.uri.toString();
    return this.#room.code.lint({ uri, manifest }, this.#scope(uri), { severities });
  }

  /** What is open counts as it is typed, the rest of the workspace as it is on disk. */
  #scope(except: string): readonly LintFile[] {
    const scope = new Map<string, LintFile>();
    for (const file of this.#workspace.files) scope.set(file.uri, file);
    for (const document of vscode.workspace.textDocuments) {
      const uri = document.uri.toString();
      const manifest = this.#documents.get(document);
      if (manifest) scope.set(uri, { uri, manifest });
    }
    scope.delete(except);
    return [...scope.values()];
  }
}
