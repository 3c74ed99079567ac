import * as vscode from 'vscode';
import type { TextEdit, TextRange } from '../base/text.ts';

export function toRange(document: vscode.TextDocument, { start, end }: TextRange): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}

export function toTextEdit(document: vscode.TextDocument, { range, text }: TextEdit): vscode.TextEdit {
  return vscode.TextEdit.replace(toRange(document, range), text);
}
