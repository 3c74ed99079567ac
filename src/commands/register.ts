import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../base/disposable.ts';
import { showError } from '../host/errors.ts';
import { applyManifest } from './applyManifest.ts';
import { copyForwardAddress } from './copyForwardAddress.ts';
import { copyForwardConnection } from './copyForwardConnection.ts';
import { deleteManifest } from './deleteManifest.ts';
import { deletePod } from './deletePod.ts';
import { diffManifest } from './diffManifest.ts';
import { openShell } from './openShell.ts';
import { portForward } from './portForward.ts';
import { refresh } from './refresh.ts';
import { revealSet } from './revealSet.ts';
import { scaffoldDaemonSet, scaffoldStatefulSet } from './scaffold.ts';
import { selectContext } from './selectContext.ts';
import { selectNamespaces } from './selectNamespaces.ts';
import { showLanding } from './showLanding.ts';
import { showLog } from './showLog.ts';
import { showLogs } from './showLogs.ts';
import { stopAllForwards, stopForward } from './stopForward.ts';
import type { MakeVerb, VerbDeps } from './verb.ts';

const verbs: readonly MakeVerb[] = [
  scaffoldStatefulSet,
  scaffoldDaemonSet,
  selectContext,
  selectNamespaces,
  refresh,
  applyManifest,
  diffManifest,
  deleteManifest,
  portForward,
  revealSet,
  showLanding,
  stopForward,
  stopAllForwards,
  copyForwardAddress,
  copyForwardConnection,
  deletePod,
  showLogs,
  openShell,
  showLog,
];

/** Registers every verb; what one throws is shown to the person, or logged as a bug. */
export function registerVerbs(deps: VerbDeps): Disposable {
  const store = new DisposableStore();
  for (const make of verbs) {
    const verb = make(deps);
    store.add(
      vscode.commands.registerCommand(verb.id, async (...args: unknown[]) => {
        try {
          return await verb.run(...args);
        } catch (error) {
          void showError(error, deps.log);
          return undefined;
        }
      }),
    );
  }
  return store;
}
