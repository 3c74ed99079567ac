import * as vscode from 'vscode';
import { DisposableStore } from '../base/disposable.ts';
import type { LiveCluster } from '../host/liveCluster.ts';
import type { WorkerClient } from '../host/workerClient.ts';
import type { Documents } from './documents.ts';
import type { SetLenses } from './lensCode.ts';
import { setIn } from './setVerbs.ts';

interface CodeLensDeps {
  readonly documents: Documents;
  readonly worker: WorkerClient;
  readonly cluster: LiveCluster;
}

const setting = 'kubesets.codeLens';

function enabled({ uri }: vscode.TextDocument): boolean {
  return vscode.workspace.getConfiguration(setting, uri).get<boolean>('enabled', true);
}

/** What stands above each StatefulSet and DaemonSet of a manifest. Its code is loaded with the first one. */
export function registerCodeLenses({ documents, worker, cluster }: CodeLensDeps): vscode.Disposable {
  const store = new DisposableStore();
  const changed = store.add(new vscode.EventEmitter<void>());
  let loading: Promise<SetLenses> | undefined;
  const load = async (): Promise<SetLenses> => {
    const code = await import('./lensCode.ts');
    return store.add(
      new code.SetLenses({ documents, worker, cluster, wanted: enabled, changed: () => changed.fire() }),
    );
  };
  store.add(
    vscode.workspace.onDidChangeConfiguration((e) => {
      if (!e.affectsConfiguration(setting)) return;
      void loading?.then((lenses) => lenses.follow());
      changed.fire();
    }),
  );
  store.add(
    vscode.languages.registerCodeLensProvider(
      { language: 'yaml' },
      {
        onDidChangeCodeLenses: changed.event,
        async provideCodeLenses(document, token) {
          const manifest = enabled(document) ? documents.get(document) : undefined;
          if (!manifest?.documents.some(({ objects }) => objects.some(setIn))) return [];
          return [...(await (await (loading ??= load())).lenses(document, token))];
        },
      },
    ),
  );
  return store;
}
