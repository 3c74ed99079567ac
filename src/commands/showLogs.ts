import * as vscode from 'vscode';
import { requests } from '../worker/protocol.ts';
import { pickContainer } from './pickContainer.ts';
import { placeTarget, podOf } from './target.ts';
import type { MakeVerb } from './verb.ts';

const SCHEME = 'kubesets-log';
/** Lines kept in the editor; older ones are dropped. */
const KEEP = 5_000;
/** Characters of a line before it is broken: what never ends a line must not grow without end. */
const LONGEST = 20_000;
/** ms between redraws of a busy log. */
const REDRAW = 250;

/** *Show Logs*: follows a place's log in a read-only editor, until that is closed. */
export const showLogs: MakeVerb = ({ worker }) => {
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const logs = new Map<string, Follower>();
  vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
    onDidChange: changed.event,
    provideTextDocumentContent: (uri) => logs.get(uri.toString())?.text ?? '',
  });
  vscode.workspace.onDidChangeTextDocument(({ document }) => {
    const follower = logs.get(document.uri.toString());
    if (!follower) return;
    const editors = vscode.window.visibleTextEditors.filter((editor) => editor.document === document);
    for (const editor of editors) followEnd(editor, follower.shown);
    follower.shown = document.lineCount;
  });
  vscode.workspace.onDidCloseTextDocument((document) => {
    const id = document.uri.toString();
    if (logs.delete(id) && worker.running) void worker.request(requests.closeStream, { id });
  });
  worker.onStreamData(({ id, text }) => logs.get(id)?.add(text));
  worker.onStreamEnd(({ id, error }) =>
    logs.get(id)?.end(error ? error.message : vscode.l10n.t('The log ended.')),
  );
  worker.onDidDie(() => {
    for (const log of logs.values()) log.end(vscode.l10n.t('The connection was lost.'));
  });
  return {
    id: 'kubesets.showLogs',
    async run(arg) {
      const target = await placeTarget(worker, arg, {
        title: vscode.l10n.t('Show Logs'),
        accepts: (row) => row.pod !== undefined,
        none: (set) => vscode.l10n.t('{0} has no pod now.', set),
      });
      const pod = podOf(target);
      const container = await pickContainer(pod.containers);
      const { context, namespace, name } = pod.ref;
      const uri = vscode.Uri.from({
        scheme: SCHEME,
        path: `/${name}${pod.containers.length > 1 && container ? `.${container}` : ''}.log`,
        query: [context, namespace].map(encodeURIComponent).join('&'),
      });
      const id = uri.toString();
      const log = logs.get(id) ?? new Follower(() => changed.fire(uri));
      logs.set(id, log);
      if (log.ended) {
        log.ended = false;
        try {
          await worker.request(requests.openLog, { id, pod: pod.ref, container });
        } catch (error) {
          log.ended = true;
          throw error;
        }
      }
      const document = await vscode.workspace.openTextDocument(uri);
      await vscode.window.showTextDocument(document, { preview: false });
    },
  };
};

/** Whoever looks at the end goes on seeing it; whoever scrolled up is left in peace. `before`: the lines there were. */
function followEnd(editor: vscode.TextEditor, before: number): void {
  const seen = editor.visibleRanges.at(-1)?.end.line ?? 0;
  if (seen < before - 2) return;
  const last = editor.document.lineCount - 1;
  editor.revealRange(new vscode.Range(last, 0, last, 0));
}

/** The last lines of one log, redrawn at most every {@link REDRAW} ms. */
class Follower {
  readonly #redraw: () => void;
  #lines: string[] = [''];
  #timer: NodeJS.Timeout | undefined;
  /** Lines in the editor now. */
  shown = 0;
  /** Nothing comes any more, or not yet. */
  ended = true;

  constructor(redraw: () => void) {
    this.#redraw = redraw;
  }

  get text(): string {
    return this.#lines.join('\n');
  }

  end(why: string): void {
    if (this.ended) return;
    this.ended = true;
    this.add(`\n[${why}]\n`);
  }

  add(text: string): void {
    const [first = '', ...rest] = text.split('\n');
    this.#lines[this.#lines.length - 1] += first;
    this.#lines.push(...rest);
    if ((this.#lines.at(-1)?.length ?? 0) > LONGEST) this.#lines.push('');
    if (this.#lines.length > KEEP) this.#lines = this.#lines.slice(-KEEP);
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#redraw();
    }, REDRAW);
  }
}
