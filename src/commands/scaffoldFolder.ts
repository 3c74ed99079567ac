import * as vscode from 'vscode';
import { toErrorData, UserError } from '../base/errors.ts';
import type { Scaffold, ScaffoldFiles } from '../scaffold/scaffold.ts';

/**
 * Where files are saved: the selected folder, or the selected file's; without a selection that of the file in the editor, which the
 * explorer follows; else the workspace folder (of several the one chosen). Undefined without a folder.
 */
export async function targetFolder(selected: vscode.Uri | undefined): Promise<vscode.Uri | undefined> {
  if (selected) {
    const { type } = await vscode.workspace.fs.stat(selected);
    return type & vscode.FileType.Directory ? selected : vscode.Uri.joinPath(selected, '..');
  }
  const active = vscode.window.activeTextEditor?.document;
  if (active && !active.isUntitled && vscode.workspace.getWorkspaceFolder(active.uri)) {
    return vscode.Uri.joinPath(active.uri, '..');
  }
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length < 2) return folders[0]?.uri;
  return (await vscode.window.showWorkspaceFolderPick())?.uri ?? folders[0]?.uri;
}

/** True where something of this name is, also what can't be read. */
export async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return false;
    throw error;
  }
}

/** `mongodb-2`, or the next number that is not in `there` (lower case, with the ending). */
export function freeName(name: string, ending: string, there: ReadonlySet<string>): string {
  let n = 2;
  while (there.has(`${name}-${n}${ending}`)) n++;
  return `${name}-${n}`;
}

/**
 * Writes the files, none over another, and opens the main one with its tab stops. Where they can't be written, those that were are
 * removed and everything stands in an unsaved editor. @throws `UserError` saying why
 */
export async function saveFiles(folder: vscode.Uri, { files, whole }: ScaffoldFiles): Promise<void> {
  const called = files[0]?.path.replace(/(\/.*|\.yaml)$/, '') ?? 'manifest';
  const own = vscode.Uri.joinPath(folder, called);
  const begun: vscode.Uri[] = [];
  try {
    if (files.length > 1 && !(await exists(own))) begun.push(own);
    for (const { path, text } of files) {
      const uri = vscode.Uri.joinPath(folder, path);
      if (await exists(uri)) throw vscode.FileSystemError.FileExists(uri);
      begun.push(uri); // a full disk leaves a file without its text
      await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
    }
  } catch (error) {
    await remove(begun);
    await openUnsaved(whole, called);
    throw notSaved(folder, error);
  }
  const main = files.find((file) => file.main) ?? files[0];
  if (main) await openSaved(vscode.Uri.joinPath(folder, main.path), main, called);
}

/** What was written before a failure; that one of them stays is told by the failure that follows anyway. */
async function remove(begun: readonly vscode.Uri[]): Promise<void> {
  await Promise.allSettled(begun.map((uri) => vscode.workspace.fs.delete(uri, { recursive: true })));
}

/** Opens a file that holds the text, and puts the tab stops into it. */
async function openSaved(uri: vscode.Uri, { text, snippet }: Scaffold, called: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uri);
  const editor = await vscode.window.showTextDocument(document, { preview: false });
  if (document.getText() !== text) {
    await openUnsaved({ text, snippet }, called);
    throw changed(uri, vscode.l10n.t('The text stands in an unsaved editor: save it where you like.'));
  }
  const all = new vscode.Range(new vscode.Position(0, 0), document.positionAt(text.length));
  await editor.insertSnippet(new vscode.SnippetString(snippet), all);
  // VS Code may be saving it on its own at that moment, and say for a while longer that it is not saved.
  for (let patience = 25; ; patience--) {
    await document.save();
    if (!document.isDirty) return;
    if (patience === 0) throw changed(uri, vscode.l10n.t('Compare the editor with the file, then save.'));
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** An editor that holds the text with its tab stops, and no file. */
export async function openUnsaved({ snippet }: Scaffold, name: string): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const file = (n: number): string => `${name}${n === 0 ? '' : `-${n + 1}`}.yaml`;
  const uri = (n: number): vscode.Uri =>
    (folder
      ? vscode.Uri.joinPath(folder, file(n))
      : vscode.Uri.from({ scheme: 'untitled', path: file(n) })
    ).with({
      scheme: 'untitled',
    });
  let n = 0;
  const open = (path: string): boolean =>
    vscode.workspace.textDocuments.some((d) => d.uri.path === path && !d.isClosed);
  while (open(uri(n).path) || (folder && (await exists(vscode.Uri.joinPath(folder, file(n)))))) n++;
  const document = await vscode.workspace.openTextDocument(uri(n));
  const yaml = await vscode.languages.setTextDocumentLanguage(document, 'yaml');
  const editor = await vscode.window.showTextDocument(yaml, { preview: false });
  await editor.insertSnippet(new vscode.SnippetString(snippet), new vscode.Position(0, 0));
}

function notSaved(folder: vscode.Uri, error: unknown): UserError {
  const where = vscode.workspace.asRelativePath(folder);
  const code = error instanceof vscode.FileSystemError ? error.code : undefined;
  return new UserError(
    {
      code: code === 'FileExists' ? 'conflict' : 'invalid',
      ...(code === undefined ? {} : { reason: code }),
      message:
        code === 'NoPermissions'
          ? vscode.l10n.t('Nothing could be saved in {0}: you may not write there.', where)
          : vscode.l10n.t('Nothing could be saved in {0}: {1}.', where, toErrorData(error).message),
      remedy: vscode.l10n.t('The text stands in an unsaved editor: save it where you like.'),
    },
    { cause: error },
  );
}

function changed(uri: vscode.Uri, remedy: string): UserError {
  return new UserError({
    code: 'conflict',
    message: vscode.l10n.t(
      '{0} was changed by something else while it was being made.',
      vscode.workspace.asRelativePath(uri),
    ),
    remedy,
  });
}
