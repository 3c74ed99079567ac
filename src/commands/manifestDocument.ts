import * as vscode from 'vscode';
import { LineMap } from '../base/text.ts';
import { UserError } from '../base/errors.ts';
import { parse, type Manifest } from '../manifest/parse.ts';
import type { ManifestObject } from '../worker/protocol.ts';

/** A manifest as a verb sends it: the objects of one document version, in the order written. */
export interface OpenManifest {
  readonly document: vscode.TextDocument;
  readonly manifest: Manifest;
  readonly objects: readonly ManifestObject[];
}

/**
 * The manifest of the explorer's selection, else of the active editor.
 * @throws UserError where there is none, where it is not YAML, or where it holds no Kubernetes object.
 */
export async function openManifest(arg: unknown): Promise<OpenManifest> {
  const document =
    arg instanceof vscode.Uri
      ? await vscode.workspace.openTextDocument(arg)
      : vscode.window.activeTextEditor?.document;
  if (!document) {
    throw new UserError({
      code: 'invalid',
      message: vscode.l10n.t('No manifest is open.'),
      remedy: vscode.l10n.t('Open a YAML file with Kubernetes objects and try again.'),
    });
  }
  const manifest = parse(document.getText());
  refuseBroken(document, manifest);
  const objects = manifest.documents.flatMap((doc) =>
    doc.objects.map((object) => ({
      // A document of its own goes as it was typed; a list's item has no text of its own.
      text:
        object.node === doc.root
          ? manifest.text.slice(doc.range.start, doc.range.end)
          : JSON.stringify(object.toJs()),
      apiVersion: object.apiVersion,
      kind: object.kind,
      name: object.name ?? '',
      namespace: object.namespace,
    })),
  );
  if (objects.length === 0) {
    throw new UserError({
      code: 'invalid',
      message: vscode.l10n.t('There is no Kubernetes object in this file.'),
      remedy: vscode.l10n.t('Each document needs apiVersion, kind and metadata.name.'),
    });
  }
  const nameless = objects.find((object) => object.name === '');
  if (nameless) {
    throw new UserError({
      code: 'invalid',
      message: vscode.l10n.t('A {0} in this file has no metadata.name.', nameless.kind),
      remedy: vscode.l10n.t('Give it a name and try again.'),
    });
  }
  return { document, manifest, objects };
}

function refuseBroken(document: vscode.TextDocument, manifest: Manifest): void {
  if (manifest.templated) {
    throw new UserError({
      code: 'invalid',
      message: vscode.l10n.t('This file is a template: it becomes a manifest only when it is rendered.'),
      remedy: vscode.l10n.t('Render it (for example with helm template) and apply the result.'),
    });
  }
  const broken = manifest.documents.find((doc) => doc.error);
  if (!broken?.error) return;
  const { line } = new LineMap(document.getText()).positionAt(broken.error.range.start);
  throw new UserError({
    code: 'invalid',
    message: vscode.l10n.t('Line {0} is not valid YAML: {1}', line + 1, broken.error.reason),
    remedy: vscode.l10n.t('Correct it and try again; nothing was sent.'),
  });
}

/** `StatefulSet mongodb/mongodb`, as lists in dialogs name an object. */
export function objectLabel(object: ManifestObject): string {
  return object.namespace
    ? `${object.kind} ${object.namespace}/${object.name}`
    : `${object.kind} ${object.name}`;
}
