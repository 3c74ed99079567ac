import * as vscode from 'vscode';
import { parse, type Manifest } from '../manifest/parse.ts';

/** Beyond this many UTF-16 units a file is no manifest that a person edits, and is left alone. */
const largestManifest = 1_000_000;

/**
 * True for a document that may hold a manifest which a person edits. Other kinds of YAML (Compose files, playbooks) have language ids
 * of their own; the old side of a diff lives in a read-only file system.
 */
function mayHoldManifest(document: vscode.TextDocument): boolean {
  return (
    document.languageId === 'yaml' && vscode.workspace.fs.isWritableFileSystem(document.uri.scheme) !== false
  );
}

/** Parses each document once a version. Entries die with their document. */
export class Documents {
  readonly #parsed = new WeakMap<
    vscode.TextDocument,
    { readonly version: number; readonly manifest: Manifest }
  >();

  /** Undefined for what is no YAML, closed, or too large. */
  get(document: vscode.TextDocument): Manifest | undefined {
    if (document.isClosed || !mayHoldManifest(document)) return undefined;
    const known = this.#parsed.get(document);
    if (known?.version === document.version) return known.manifest;
    const text = document.getText();
    if (text.length > largestManifest) return undefined;
    const manifest = parse(text);
    this.#parsed.set(document, { version: document.version, manifest });
    return manifest;
  }
}
