import type { LintFile } from '../lint/rule.ts';
import { DisposableStore, type Disposable } from '../base/disposable.ts';
import { systemClock } from '../base/timers.ts';
import type { LiveCluster } from '../host/liveCluster.ts';
import { clusterNames } from './clusterNames.ts';
import type { WorkerClient } from '../host/workerClient.ts';
import { registerCodeLenses } from './codeLenses.ts';
import { CommittedManifests } from './committedManifests.ts';
import { registerCompletion } from './completion.ts';
import { registerDiagnostics } from './diagnostics.ts';
import { Documents } from './documents.ts';
import { registerHover } from './hover.ts';
import { LanguageRoom } from './languageRoom.ts';
import { LintRoom } from './lintRoom.ts';
import { LintStatus } from './lintStatus.ts';
import { LiveFacts } from './liveFacts.ts';
import { Linter } from './linter.ts';
import { registerNames } from './names.ts';
import { registerQuickFixes } from './quickFixes.ts';
import { registerRuleDocs, ruleUri } from './ruleDocs.ts';
import { ServerDiagnostics } from './serverDiagnostics.ts';
import { registerSetActions } from './setActions.ts';
import { WorkspaceManifests } from './workspaceManifests.ts';

export interface EditorDeps {
  readonly worker: WorkerClient;
  readonly log: { info(message: string): void; error(message: string): void };
  readonly cluster: LiveCluster;
}

export interface Editor extends Disposable {
  /** Shows what the API server said to an apply. */
  readonly server: Pick<ServerDiagnostics, 'show'>;
  /** The manifests of the workspace, as far as they are read; the first call begins with that. */
  manifests(): Iterable<LintFile>;
  /** Whether the linter's code is loaded. */
  readonly lintLoaded: boolean;
}

/** Everything that happens inside an open manifest. Reads nothing and parses nothing until there is one. */
export function registerEditor({ worker, log, cluster }: EditorDeps): Editor {
  const store = new DisposableStore();
  const documents = new Documents();
  const say = (message: string): void => log.info(message);
  const workspace = store.add(new WorkspaceManifests({ log: say }));
  const committed = store.add(new CommittedManifests({ log: say }));
  const room = store.add(new LintRoom({ log, load: () => import('./lintCode.ts') }));
  const facts = store.add(new LiveFacts({ cluster, clock: systemClock }));
  const linter = store.add(new Linter({ documents, workspace, committed, room, facts }));
  const status = store.add(new LintStatus(linter));
  store.add(registerRuleDocs({ room }));
  store.add(
    registerDiagnostics({ documents, linter, status, workspace, clock: systemClock, ruleDocs: ruleUri }),
  );
  store.add(registerQuickFixes({ linter, status, clock: systemClock }));
  const language = new LanguageRoom({ documents, linter, load: () => import('./languageCode.ts') });
  store.add(registerCompletion({ room: language, cluster: clusterNames(cluster) }));
  store.add(registerHover({ room: language }));
  store.add(registerNames({ linter }));
  store.add(registerSetActions({ documents }));
  store.add(registerCodeLenses({ documents, worker, cluster }));
  return {
    manifests() {
      workspace.start();
      return workspace.files;
    },
    server: store.add(new ServerDiagnostics()),
    get lintLoaded() {
      return room.code !== undefined;
    },
    dispose: () => store.dispose(),
  };
}
