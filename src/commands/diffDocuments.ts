import * as vscode from 'vscode';
import type { Disposable } from '../base/disposable.ts';
import { diffScheme } from '../host/contributions.ts';
import type { Comparison, ManifestObject } from '../worker/protocol.ts';

/** Comparisons that are kept for editors that are still open; older ones are forgotten. */
const KEEP = 10;

/** An object, and what an apply would make of it. */
export interface Difference {
  readonly object: ManifestObject;
  readonly comparison: Comparison;
}

/** Comparisons of objects as read-only documents, side by side in VS Code's own editors. */
export class DiffDocuments implements Disposable {
  readonly #runs: ReadonlyMap<string, string>[] = [];
  readonly #registration: vscode.Disposable;
  #count = 0;

  constructor() {
    this.#registration = vscode.workspace.registerTextDocumentContentProvider(diffScheme, {
      provideTextDocumentContent: (uri) =>
        this.#runs.map((run) => run.get(uri.toString())).find((text) => text !== undefined),
    });
  }

  /** One object in a diff editor, several in one for all; `title` is the latter's. */
  async show(title: string, differences: readonly Difference[]): Promise<void> {
    const run = new Map<string, string>();
    const id = ++this.#count;
    const pairs = differences.map(({ object, comparison: { live, after } }, i) => {
      const sides = [live ?? '', after ?? ''].map((text, side) => {
        const uri = uriOf(object, [id, i, side]);
        run.set(uri.toString(), text);
        return uri;
      });
      return { object, sides };
    });
    this.#runs.push(run);
    if (this.#runs.length > KEEP) this.#runs.shift();
    const [first] = pairs;
    if (first && pairs.length === 1) {
      const name = vscode.l10n.t('{0} (live) ↔ {0} (after apply)', first.object.name);
      await vscode.commands.executeCommand('vscode.diff', ...first.sides, name);
      return;
    }
    const resources = pairs.map(({ sides }) => [sides[1], ...sides]);
    await vscode.commands.executeCommand('vscode.changes', title, resources);
  }

  dispose(): void {
    this.#registration.dispose();
  }
}

/** Both sides of an object have one path, which editors show; the query tells them apart. */
function uriOf({ kind, namespace, name }: ManifestObject, id: readonly number[]): vscode.Uri {
  return vscode.Uri.from({
    scheme: diffScheme,
    path: `/${namespace === undefined ? '' : `${namespace}/`}${kind} ${name}.yaml`,
    query: id.join('-'),
  });
}
