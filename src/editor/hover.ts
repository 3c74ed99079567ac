import * as vscode from 'vscode';
import type { LanguageRoom } from './languageRoom.ts';
import { toRange } from './ranges.ts';

/** Says what the field under the mouse is, and what it does here. */
export function registerHover({ room }: { readonly room: LanguageRoom }): vscode.Disposable {
  return vscode.languages.registerHoverProvider(
    { language: 'yaml' },
    {
      async provideHover(document, position, token) {
        const manifest = room.manifestIn(document);
        if (!manifest) return undefined;
        const [{ hoverAt }, docs] = await Promise.all([room.code(), room.docs()]);
        if (token.isCancellationRequested || document.getText() !== manifest.text) return undefined;
        const found = hoverAt(manifest, document.offsetAt(position), docs);
        if (!found) return undefined;
        const parts = found.markdown.map((part) => new vscode.MarkdownString(part));
        return new vscode.Hover(parts, toRange(document, found.range));
      },
    },
  );
}
