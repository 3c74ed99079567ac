import * as vscode from 'vscode';
import type { MakeVerb } from './verb.ts';

// The systems are loaded with the first scaffold: nothing else needs them.

/** *Scaffold StatefulSet*: few questions, then a saved file with tab stops. Needs no cluster and no trust. */
export const scaffoldStatefulSet: MakeVerb = (deps) => ({
  id: 'kubesets.scaffoldStatefulSet',
  async run(target) {
    const { runScaffold } = await import('./runScaffold.ts');
    await runScaffold('StatefulSet', vscode.l10n.t('Scaffold StatefulSet'), deps, target);
  },
});

/** *Scaffold DaemonSet*. */
export const scaffoldDaemonSet: MakeVerb = (deps) => ({
  id: 'kubesets.scaffoldDaemonSet',
  async run(target) {
    const { runScaffold } = await import('./runScaffold.ts');
    await runScaffold('DaemonSet', vscode.l10n.t('Scaffold DaemonSet'), deps, target);
  },
});
