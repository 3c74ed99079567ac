import * as vscode from 'vscode';

/**
 * An unsaved document with the text, shown in the active editor. It has a name that no other has: of `Untitled-1`, the next one that is
 * made after it was closed, VS Code may still answer with what was there before.
 */
export async function openText(content: string, language = 'yaml'): Promise<vscode.TextEditor> {
  const uri = vscode.Uri.from({ scheme: 'untitled', path: `${crypto.randomUUID()}.yaml` });
  const opened = await vscode.workspace.openTextDocument(uri);
  const document =
    language === opened.languageId
      ? opened
      : await vscode.languages.setTextDocumentLanguage(opened, language);
  const edit = new vscode.WorkspaceEdit();
  edit.insert(uri, new vscode.Position(0, 0), content);
  if (!(await vscode.workspace.applyEdit(edit)))
    throw new Error('The text could not be put into the editor.');
  for (;;) {
    // On a busy machine VS Code may answer with the editor that was there before.
    const editor = await vscode.window.showTextDocument(document);
    if (editor.document === document) return editor;
  }
}
