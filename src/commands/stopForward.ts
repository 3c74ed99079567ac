import * as vscode from 'vscode';
import { cancelled } from '../base/errors.ts';
import type { ForwardRow } from '../model/rows.ts';
import { present } from '../tree/present.ts';
import { requests } from '../worker/protocol.ts';
import { rowOf } from './target.ts';
import type { MakeVerb, VerbDeps } from './verb.ts';

/** *Stop Port Forward*: on a row, or on the one that is chosen. */
export const stopForward: MakeVerb = ({ worker }) => ({
  id: 'kubesets.stopForward',
  async run(arg) {
    const row = rowOf(arg);
    const forward = row?.kind === 'forward' ? row : await pickForward(worker);
    await stop(worker, forward);
  },
});

/** *Stop All Port Forwards*. */
export const stopAllForwards: MakeVerb = ({ worker }) => ({
  id: 'kubesets.stopAllForwards',
  async run() {
    // Also those that wait for a worker that was left stopped.
    worker.forgetForwards();
    if (!worker.running) return;
    for (const forward of await worker.request(requests.forwards)) await stop(worker, forward);
  },
});

async function stop(worker: VerbDeps['worker'], forward: ForwardRow): Promise<void> {
  worker.forgetForward(forward.id);
  await worker.request(requests.stopForward, { id: forward.id });
}

async function pickForward(worker: VerbDeps['worker']): Promise<ForwardRow> {
  const forwards = worker.running ? await worker.request(requests.forwards) : [];
  if (forwards.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('No port is forwarded.'));
    throw cancelled();
  }
  const items = forwards.map((forward) => {
    const { label, description } = present(forward);
    return { label, description, forward };
  });
  const chosen = await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('Which one?') });
  if (!chosen) throw cancelled();
  return chosen.forward;
}
