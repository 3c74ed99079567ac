import * as vscode from 'vscode';
import { UserError } from '../base/errors.ts';
import { requests } from '../worker/protocol.ts';
import { requireTrust } from './target.ts';
import type { MakeVerb, VerbDeps } from './verb.ts';

/** *Select Namespaces* for this window: all of them, or some. Typed by hand where they may not be listed. */
export const selectNamespaces: MakeVerb = (deps) => ({
  id: 'kubesets.selectNamespaces',
  async run() {
    requireTrust();
    let known: readonly string[];
    try {
      known = await deps.worker.request(requests.namespaces);
    } catch (error) {
      if (!(error instanceof UserError) || error.code !== 'forbidden') throw error;
      return choose(deps, await typed(deps.choices.namespaces));
    }
    const chosen = deps.choices.namespaces;
    const all = { label: vscode.l10n.t('All namespaces'), picked: chosen === undefined };
    const separator = { label: '', kind: vscode.QuickPickItemKind.Separator };
    const answer = await vscode.window.showQuickPick<vscode.QuickPickItem>(
      [all, separator, ...known.map((label) => ({ label, picked: chosen?.includes(label) ?? false }))],
      {
        title: vscode.l10n.t('Select Namespaces'),
        placeHolder: vscode.l10n.t('For this window only'),
        canPickMany: true,
      },
    );
    if (!answer) return undefined;
    const names = answer.filter((item) => item !== all).map((item) => item.label);
    return choose(deps, names.length === 0 ? null : names);
  },
});

/** null = all; undefined = nothing was chosen. */
async function choose(
  { worker, choices, views }: VerbDeps,
  names: readonly string[] | null | undefined,
): Promise<void> {
  if (names === undefined) return;
  await choices.setNamespaces(names ?? undefined);
  await worker.configure();
  views.reset();
}

async function typed(current: readonly string[] | undefined): Promise<readonly string[] | null | undefined> {
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t('Select Namespaces'),
    prompt: vscode.l10n.t(
      'You may not list namespaces here. Name them, separated by commas; empty for your default.',
    ),
    value: current?.join(', ') ?? '',
    validateInput: (value) =>
      split(value).every((name) => /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(name))
        ? undefined
        : vscode.l10n.t('A namespace’s name has lower-case letters, digits and “-”, at most 63.'),
  });
  if (text === undefined) return undefined;
  const names = split(text);
  return names.length === 0 ? null : names;
}

function split(text: string): string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
}
