import * as vscode from 'vscode';
import type { Completion, CompletionKind } from '../language/completion.ts';
import type { ClusterNames } from '../language/sources.ts';
import type { LanguageRoom } from './languageRoom.ts';
import { toTextEdit } from './ranges.ts';

export interface CompletionDeps {
  readonly room: LanguageRoom;
  /** What a live cluster knows. */
  readonly cluster?: ClusterNames | undefined;
}

/** Behind these a value or an item begins; a letter asks by itself. */
const triggers = [' ', '"', "'"];

const kinds: Readonly<Record<CompletionKind, vscode.CompletionItemKind>> = {
  field: vscode.CompletionItemKind.Property,
  enum: vscode.CompletionItemKind.EnumMember,
  reference: vscode.CompletionItemKind.Reference,
  value: vscode.CompletionItemKind.Value,
  object: vscode.CompletionItemKind.Struct,
};

/** Offers what could be written in a manifest. Asks nothing and loads nothing for other files. */
export function registerCompletion(deps: CompletionDeps): vscode.Disposable {
  return vscode.languages.registerCompletionItemProvider({ language: 'yaml' }, provider(deps), ...triggers);
}

function provider({ room, cluster }: CompletionDeps): vscode.CompletionItemProvider {
  const docs = new WeakMap<vscode.CompletionItem, string>();
  return {
    async provideCompletionItems(document, position, token, { triggerCharacter }) {
      const manifest = room.manifestIn(document);
      if (!manifest) return undefined;
      const offset = document.offsetAt(position);
      if (triggerCharacter === ' ' && !begins(manifest.text, offset)) return undefined;
      const { complete, Scope } = await room.code();
      if (token.isCancellationRequested) return undefined;
      const file = { uri: document.uri.toString(), manifest };
      const scope = new Scope(file, room.others(document));
      const fields = fieldsWanted(document.uri);
      const found = await complete({ file, scope, cluster, offset, fields });
      if (token.isCancellationRequested || document.getText() !== manifest.text) return undefined;
      return found.map((completion) => {
        const item = toItem(document, position, completion);
        if (completion.docs !== undefined) docs.set(item, completion.docs);
        return item;
      });
    },
    async resolveCompletionItem(item) {
      const name = docs.get(item);
      if (name === undefined) return item;
      const { docText } = await room.code();
      const text = docText(name, await room.docs());
      if (text !== undefined) item.documentation = new vscode.MarkdownString(text);
      return item;
    },
  };
}

/** Whether a blank was typed behind a colon, a dash or a bracket: elsewhere it asks for nothing. */
function begins(text: string, offset: number): boolean {
  return /[:,[{-] $/.test(text.slice(Math.max(0, offset - 2), offset));
}

/** Keys and their words are left to Red Hat's YAML extension where it runs, unless the setting says otherwise. */
function fieldsWanted(uri: vscode.Uri): boolean {
  const wish = vscode.workspace.getConfiguration('kubesets.completion', uri).get<string>('fields', 'auto');
  if (wish !== 'auto') return wish === 'always';
  return vscode.extensions.getExtension('redhat.vscode-yaml')?.isActive !== true;
}

function toItem(
  document: vscode.TextDocument,
  position: vscode.Position,
  { label, kind, detail, snippet, range, filter, sort, again, also }: Completion,
): vscode.CompletionItem {
  const item = new vscode.CompletionItem(label, kinds[kind]);
  const start = document.positionAt(range.start);
  item.range = {
    inserting: new vscode.Range(start, position),
    replacing: new vscode.Range(start, document.positionAt(range.end)),
  };
  item.insertText = new vscode.SnippetString(snippet);
  // Lines are indented as they are to stand.
  item.keepWhitespace = true;
  item.sortText = sort;
  if (detail !== undefined) item.detail = detail;
  if (filter !== undefined) item.filterText = filter;
  if (also) item.additionalTextEdits = also.map((edit) => toTextEdit(document, edit));
  if (again) item.command = { command: 'editor.action.triggerSuggest', title: '' };
  return item;
}
