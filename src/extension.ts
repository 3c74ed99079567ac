import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { systemClock } from './base/timers.ts';
import { registerVerbs } from './commands/register.ts';
import { registerEditor } from './editor/register.ts';
import { Choices } from './host/choices.ts';
import { LiveCluster } from './host/liveCluster.ts';
import { Settings } from './host/settings.ts';
import { WorkerClient, type WorkerThread } from './host/workerClient.ts';
import { Views } from './tree/views.ts';

/** For the product's own tests and benchmark; not an API for other extensions. */
export interface Internals {
  readonly worker: WorkerClient;
  /** What `activate` itself took, in ms. */
  readonly activation: number;
  /** Whether the linter's code is loaded. */
  readonly lintLoaded: () => boolean;
}

/** Builds the pieces and wires them. Starts nothing: the worker starts with the first visible view or cluster verb. */
export function activate(context: vscode.ExtensionContext): Internals {
  const started = performance.now();
  if (vscode.l10n.bundle) l10n.config({ contents: vscode.l10n.bundle });
  const own = <T extends vscode.Disposable>(piece: T): T => {
    context.subscriptions.push(piece);
    return piece;
  };
  const log = own(vscode.window.createOutputChannel('Kube Sets', { log: true }));
  const settings = own(new Settings());
  const choices = new Choices(context.workspaceState);
  const worker = own(
    new WorkerClient({
      spawn: () => spawn(log),
      settings: () => ({ ...settings.cluster, context: choices.context, namespaces: choices.namespaces }),
      log: (level, message) => log[level](message),
    }),
  );
  const cluster = own(
    new LiveCluster({
      worker,
      clock: systemClock,
      trusted: () => vscode.workspace.isTrusted,
      log: (message) => log.error(message),
    }),
  );
  own(
    settings.onDidChange(() => void worker.configure().catch((error: unknown) => log.error(String(error)))),
  );
  const editor = own(registerEditor({ worker, log, cluster }));
  const views = own(new Views({ worker, log }));
  own(
    registerVerbs({
      worker,
      cluster,
      settings,
      choices,
      log,
      views,
      manifests: () => editor.manifests(),
      showServerFindings: (...findings) => editor.server.show(...findings),
    }),
  );
  const activation = performance.now() - started;
  log.debug(`Activated in ${activation.toFixed(1)} ms`);
  return { worker, activation, lintLoaded: () => editor.lintLoaded };
}

/** What only a worker needs is loaded with the first one. */
async function spawn(log: vscode.LogOutputChannel): Promise<WorkerThread> {
  const { startThread } = await import('./thread.ts');
  const options = { workerData: { texts: vscode.l10n.bundle } };
  return startThread(new URL('./worker.js', import.meta.url), (message) => log.error(message), options);
}
