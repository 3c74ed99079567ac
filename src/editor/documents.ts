import type * as vscode from 'vscode';
import { parse, type Manifest } from '../manifest/parse.ts';

/** Beyond this many UTF-16 units a file is no manifest that a person edits, and is left alone. */
export const largestManifest = 1_000_000;

/** True for a document that may hold a manifest. Other YAML languages (Compose files, playbooks) have ids of their own. */
export function isManifestDocument(document: vscode.TextDocument): boolean {
  return document.languageId === 'yaml';
}

/** Parses each document once a version. Entries die with their document. */
export class Documents {
  readonly #parsed = new WeakMap<
    vscode.TextDocument,
    { readonly version: number; readonly manifest: Manifest }
  >();

  /** Undefined for what is no YAML, or too large. */
  get(document: vscode.TextDocument): Manifest | undefined {
    if (!isManifestDocument(document)) return undefined;
    const known = this.#parsed.get(document);
    if (known?.version === document.version) return known.manifest;
    const text = document.getText();
    if (text.length > largestManifest) return undefined;
    const manifest = parse(text);
    this.#parsed.set(document, { version: document.version, manifest });
    return manifest;
  }
}
