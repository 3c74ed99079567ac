import type * as vscode from 'vscode';
import type { FieldDocs } from '../language/hover.ts';
import type { LintFile } from '../lint/rule.ts';
import type { Manifest } from '../manifest/parse.ts';
import type { Documents } from './documents.ts';
import type * as code from './languageCode.ts';
import type { Linter } from './linter.ts';
import { looksLikeManifest } from './lintRoom.ts';

type LanguageCode = typeof code;

export interface LanguageRoomDeps {
  readonly documents: Documents;
  readonly linter: Linter;
  readonly load: () => Promise<LanguageCode>;
}

/** What a person may be about to write in a file that holds nothing else: `kind: Stat`, `Stat`. */
const begun = /^\s*(?:---\s+)?(?:kind:[ \t]*[A-Za-z]*|[A-Za-z]+)\s*$/;

/** The code that answers at a place in a manifest, and the documentation of the fields: each loaded when it is first asked for. */
export class LanguageRoom {
  readonly #deps: LanguageRoomDeps;
  #code: Promise<LanguageCode> | undefined;
  #docs: Promise<FieldDocs> | undefined;

  constructor(deps: LanguageRoomDeps) {
    this.#deps = deps;
  }

  code(): Promise<LanguageCode> {
    return (this.#code ??= this.#deps.load());
  }

  docs(): Promise<FieldDocs> {
    return (this.#docs ??= this.code().then((loaded) => loaded.loadDocs()));
  }

  /** The document as it is now, where it is a manifest, or could become one. Templates are none before they are rendered. */
  manifestIn(document: vscode.TextDocument): Manifest | undefined {
    const manifest = this.#deps.documents.get(document);
    if (!manifest || manifest.templated) return undefined;
    return looksLikeManifest(manifest) || begun.test(manifest.text) ? manifest : undefined;
  }

  /** The other manifests of the workspace. */
  others(document: vscode.TextDocument): readonly LintFile[] {
    return this.#deps.linter.others(document);
  }
}
