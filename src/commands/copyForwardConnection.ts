import * as vscode from 'vscode';
import { UserError } from '../base/errors.ts';
import { reachableAddress } from '../host/external.ts';
import { requests } from '../worker/protocol.ts';
import { rowOf } from './target.ts';
import type { MakeVerb } from './verb.ts';

/** *Copy Connection String* of a forward: for a client on the person's side, with the user and password of the pod's own variables. */
export const copyForwardConnection: MakeVerb = ({ worker }) => ({
  id: 'kubesets.copyForwardConnection',
  async run(arg) {
    const row = rowOf(arg);
    if (row?.kind !== 'forward') return;
    const address = await reachableAddress(row.address, row.localPort);
    if (address.includes('/')) throw notDirect(address);
    const { text, unread } = await worker.request(requests.connectionString, { id: row.id, address });
    await vscode.env.clipboard.writeText(text);
    if (unread.length === 0) {
      vscode.window.setStatusBarMessage(vscode.l10n.t('Connection string of {0} copied', row.place), 5000);
      return;
    }
    void vscode.window.showWarningMessage(
      vscode.l10n.t(
        'Copied without what stands in {0}: you may not read it. Ask for the right to get Secrets in {1}, or add user and password yourself.',
        unread.join(', '),
        row.namespace,
      ),
    );
  },
});

function notDirect(address: string): UserError {
  return new UserError({
    code: 'invalid',
    message: vscode.l10n.t('This window reaches the forward as {0}: only a browser can use that.', address),
    remedy: vscode.l10n.t('Use a client in the terminal of this window, or Copy Address.'),
  });
}
