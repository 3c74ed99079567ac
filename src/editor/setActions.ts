import * as vscode from 'vscode';
import type { CommandId } from '../host/contributions.ts';
import type { Documents } from './documents.ts';
import { setVerbsAt, type SetVerb } from './setVerbs.ts';

const kind = vscode.CodeActionKind.Empty.append('kubesets');

const commands: Readonly<Record<SetVerb['verb'], CommandId>> = {
  forwardPort: 'kubesets.portForward',
  portForward: 'kubesets.portForward',
  deletePod: 'kubesets.deletePod',
};

/**
 * The lightbulb's verbs on a StatefulSet or DaemonSet in a manifest: the same commands as in the tree. Offered without a cluster
 * and in Restricted Mode too; the commands then say what is missing.
 */
export function registerSetActions({ documents }: { readonly documents: Documents }): vscode.Disposable {
  const provider: vscode.CodeActionProvider = {
    provideCodeActions(document, range, context) {
      if (context.only && !context.only.contains(kind)) return undefined;
      const manifest = documents.get(document);
      return manifest && setVerbsAt(manifest, document.offsetAt(range.start)).map(toAction);
    },
  };
  return vscode.languages.registerCodeActionsProvider({ language: 'yaml' }, provider, {
    providedCodeActionKinds: [kind],
  });
}

function toAction({ verb, target }: SetVerb): vscode.CodeAction {
  const action = new vscode.CodeAction(titleOf({ verb, target }), kind.append(verb));
  action.command = { command: commands[verb], title: action.title, arguments: [{ manifest: target }] };
  return action;
}

function titleOf({ verb, target: { kind: set, name, ordinal, port } }: SetVerb): string {
  switch (verb) {
    case 'forwardPort':
      return set === 'StatefulSet'
        ? vscode.l10n.t('Forward Port {0} of {1}', String(port), `${name}-${ordinal}`)
        : vscode.l10n.t('Forward Port {0} of {1}…', String(port), name);
    case 'portForward':
      return set === 'StatefulSet'
        ? vscode.l10n.t('Port Forward to {0}…', `${name}-${ordinal}`)
        : vscode.l10n.t('Port Forward to a Pod of {0}…', name);
    case 'deletePod':
      return vscode.l10n.t('Delete Pod of {0}…', name);
  }
}
