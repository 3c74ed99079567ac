import * as vscode from 'vscode';
import { diffScheme } from '../host/contributions.ts';
import { parse, type Manifest } from '../manifest/parse.ts';

/** Beyond this many UTF-16 units a file is no manifest that a person edits, and is left alone. */
export const largestManifest = 1_000_000;

/**
 * True for a document that may hold a manifest which a person edits. Other kinds of YAML (Compose files, playbooks) have language ids
 * of their own; the old side of a diff lives in a read-only file system.
 */
function mayHoldManifest(document: vscode.TextDocument): boolean {
  return (
    document.languageId === 'yaml' &&
    document.uri.scheme !== diffScheme &&
    vscode.workspace.fs.isWritableFileSystem(document.uri.scheme) !== false
  );
}

/** Parses each document once a version, and of that version only what is not as it was in the last. Entries die with their document. */
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
    const manifest = parse(text, known?.manifest);
    this.#parsed.set(document, { version: document.version, manifest });
    return manifest;
  }

  /** Whether it would be looked at if it were smaller. */
  isTooLarge(document: vscode.TextDocument): boolean {
    if (document.isClosed || !mayHoldManifest(document)) return false;
    const last = document.lineAt(document.lineCount - 1).range.end;
    return document.offsetAt(last) > largestManifest;
  }
}
