import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../base/disposable.ts';
import { UserError } from '../base/errors.ts';
import { LineMap, type TextRange } from '../base/text.ts';
import type { Occurrence } from '../language/occurrence.ts';
import type { LintFile } from '../lint/rule.ts';
import type { Linter } from './linter.ts';
import type * as namesCode from './namesCode.ts';
import { toRange } from './ranges.ts';

interface Opened {
  readonly code: typeof namesCode;
  readonly files: readonly LintFile[];
  readonly uri: string;
  /** UTF-16, in the document. */
  readonly offset: number;
}

type Providers = vscode.DefinitionProvider &
  vscode.ReferenceProvider &
  vscode.DocumentHighlightProvider &
  vscode.DocumentLinkProvider &
  vscode.RenameProvider;

/** Definitions, references, links and renaming of what Kubernetes documents call each other. Nothing is loaded for other YAML. */
export function registerNames({
  linter,
}: {
  readonly linter: Pick<Linter, 'files' | 'alsoWith'>;
}): Disposable {
  const yaml = { language: 'yaml' };
  const providers = providersOf(linter);
  const store = new DisposableStore();
  store.add(vscode.languages.registerDefinitionProvider(yaml, providers));
  store.add(vscode.languages.registerReferenceProvider(yaml, providers));
  store.add(vscode.languages.registerDocumentHighlightProvider(yaml, providers));
  store.add(vscode.languages.registerDocumentLinkProvider(yaml, providers));
  store.add(vscode.languages.registerRenameProvider(yaml, providers));
  return store;
}

function providersOf(linter: Pick<Linter, 'files' | 'alsoWith'>): Providers {
  const open = async (
    document: vscode.TextDocument,
    token: vscode.CancellationToken,
    position = new vscode.Position(0, 0),
  ): Promise<Opened | undefined> => {
    const { version } = document;
    const files = await linter.files(document);
    if (!files) return undefined;
    const code = await import('./namesCode.ts');
    if (token.isCancellationRequested || document.version !== version) return undefined;
    return { code, files, uri: document.uri.toString(), offset: document.offsetAt(position) };
  };
  /** With all files that have the name in them. */
  const openForRename = async (
    document: vscode.TextDocument,
    token: vscode.CancellationToken,
    position: vscode.Position,
  ): Promise<Opened> => {
    const { version } = document;
    const at = await open(document, token, position);
    const one = at && new at.code.Names(at.files).at(at.uri, at.offset);
    if (!one) throw noName();
    const others = await linter.alsoWith(one.name);
    if (token.isCancellationRequested) throw new vscode.CancellationError();
    if (document.version !== version) throw new Error(vscode.l10n.t('The text has changed. Try again.'));
    return { ...at, files: [...at.files, ...others] };
  };
  return {
    async provideDefinition(document, position, token) {
      const at = await open(document, token, position);
      const names = at && new at.code.Names(at.files);
      const one = names?.at(at?.uri ?? '', at?.offset ?? 0);
      return one && names?.definitions(one).map((definition) => locationOf(definition, definition.range));
    },
    async provideReferences(document, position, { includeDeclaration }, token) {
      const at = await open(document, token, position);
      return (
        at &&
        sameAs(at)
          .filter(({ role }) => includeDeclaration || role === 'reference')
          .map((one) => locationOf(one, at.code.placeOf(one)))
      );
    },
    async provideDocumentHighlights(document, position, token) {
      const at = await open(document, token, position);
      return (
        at &&
        sameAs(at)
          .filter(({ file }) => file.uri === at.uri)
          .map((one) => new vscode.DocumentHighlight(toRange(document, at.code.placeOf(one)), highlight(one)))
      );
    },
    async provideDocumentLinks(document, token) {
      const at = await open(document, token);
      return at?.code.linksIn(new at.code.Names(at.files), at.uri).map(({ range, target }) => {
        const { uri, range: there } = locationOf(target, target.range);
        const fragment = `L${there.start.line + 1},${there.start.character + 1}`;
        return new vscode.DocumentLink(toRange(document, range), uri.with({ fragment }));
      });
    },
    async prepareRename(document, position, token) {
      const at = await openForRename(document, token, position);
      const one = told(() => at.code.renameable(new at.code.Names(at.files), at.uri, at.offset));
      return { range: toRange(document, at.code.placeOf(one)), placeholder: one.name };
    },
    async provideRenameEdits(document, position, name, token) {
      const at = await openForRename(document, token, position);
      const renaming = told(() => at.code.rename(at.files, at.uri, at.offset, name));
      const edit = new vscode.WorkspaceEdit();
      for (const file of at.files) {
        const lines = new LineMap(file.manifest.text);
        for (const { range, text } of renaming.get(file.uri) ?? []) {
          edit.replace(vscode.Uri.parse(file.uri), rangeIn(lines, range), text);
        }
      }
      return edit;
    },
  };
}

/** All that means what is at a place, each place of the text once. */
function sameAs({ code, files, uri, offset }: Opened): readonly Occurrence[] {
  const names = new code.Names(files);
  const one = names.at(uri, offset);
  const places = new Map<string, Occurrence>();
  for (const other of one ? names.same(one) : []) {
    const key = `${code.placeOf(other).start} ${other.file.uri}`;
    if (!places.has(key)) places.set(key, other);
  }
  return [...places.values()];
}

function highlight({ role }: Occurrence): vscode.DocumentHighlightKind {
  return role === 'definition' ? vscode.DocumentHighlightKind.Write : vscode.DocumentHighlightKind.Read;
}

function locationOf({ file }: Occurrence, range: TextRange): vscode.Location {
  return new vscode.Location(vscode.Uri.parse(file.uri), rangeIn(new LineMap(file.manifest.text), range));
}

function rangeIn(lines: LineMap, { start, end }: TextRange): vscode.Range {
  const from = lines.positionAt(start);
  const to = lines.positionAt(end);
  return new vscode.Range(from.line, from.character, to.line, to.character);
}

function noName(): Error {
  return new Error(vscode.l10n.t('There is no name here that other places refer to.'));
}

/** VS Code shows a refusal's message beside the cursor: what happened, and what to do. */
function told<T>(ask: () => T): T {
  try {
    return ask();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new Error([error.message, error.remedy].filter((text) => text !== undefined).join(' '), {
      cause: error,
    });
  }
}
