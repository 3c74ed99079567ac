import * as vscode from 'vscode';
import { reachableAddress } from '../host/external.ts';
import { rowOf } from './target.ts';
import type { MakeVerb } from './verb.ts';

/** *Copy Address* of a forward, as it is reached from where the person sits. */
export const copyForwardAddress: MakeVerb = () => ({
  id: 'kubesets.copyForwardAddress',
  async run(arg) {
    const row = rowOf(arg);
    if (row?.kind !== 'forward') return;
    await vscode.env.clipboard.writeText(await reachableAddress(row.address, row.localPort));
  },
});
