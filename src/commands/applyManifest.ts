import * as vscode from 'vscode';
import { cancelled } from '../base/errors.ts';
import { requests, type ApplyOutcome, type ManifestObject, type Where } from '../worker/protocol.ts';
import { conflictLines, progress, refuseFailed } from './applyOutcomes.ts';
import { confirm } from './confirm.ts';
import { objectLabel, openManifest } from './manifestDocument.ts';
import { requireTrust } from './target.ts';
import type { MakeVerb, VerbDeps } from './verb.ts';

/** Of these no namespace is missing: they have none. */
const CLUSTER_WIDE: ReadonlySet<string> = new Set([
  'Namespace',
  'ClusterRole',
  'ClusterRoleBinding',
  'PersistentVolume',
  'StorageClass',
  'PriorityClass',
  'CustomResourceDefinition',
]);

/** *Apply Manifest*: a strict dry-run by the server, the person's yes, then a server-side apply of the text as it is. */
export const applyManifest: MakeVerb = (deps) => ({
  id: 'kubesets.applyManifest',
  async run(arg) {
    requireTrust();
    const { worker } = deps;
    const open = await openManifest(arg);
    const { objects } = open;
    const where = await worker.request(requests.where);
    const tried = await progress(vscode.l10n.t('Checking with {0}…', where.context), () =>
      worker.request(requests.apply, { objects, where, dryRun: true, force: [] }),
    );
    deps.showServerFindings(open, tried);
    refuseFailed(objects, tried);
    const force = await askAboutConflicts(objects, tried);
    if (tried.every((outcome) => outcome.is === 'unchanged')) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t('{0} already has all of this: nothing to change.', where.context),
      );
      return;
    }
    await agree(deps, where, objects, tried);
    const done = await progress(vscode.l10n.t('Applying to {0}…', where.context), () =>
      worker.request(requests.apply, { objects, where, dryRun: false, force }),
    );
    deps.showServerFindings(open, done);
    refuseFailed(objects, done, 'conflict');
    await vscode.commands.executeCommand('kubesets.sets.focus', { preserveFocus: true });
    await deps.views.openSets(objects);
  },
});

/** Which objects' fields may be taken over: those of which the person saw the conflicts, and no others. */
async function askAboutConflicts(
  objects: readonly ManifestObject[],
  outcomes: readonly ApplyOutcome[],
): Promise<readonly boolean[]> {
  const lines = conflictLines(objects, outcomes);
  if (lines.length === 0) return [];
  const takeOver = vscode.l10n.t('Take Over These Fields');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t('Other tools manage fields that this manifest sets.'),
    { modal: true, detail: lines.join('\n') },
    takeOver,
  );
  if (answer !== takeOver) throw cancelled();
  return outcomes.map((outcome) => outcome.is === 'conflict');
}

async function agree(
  { settings }: VerbDeps,
  where: Where,
  objects: readonly ManifestObject[],
  tried: readonly ApplyOutcome[],
): Promise<void> {
  const words: Readonly<Record<string, string>> = {
    created: vscode.l10n.t('new'),
    deferred: vscode.l10n.t('new'),
    configured: vscode.l10n.t('changed'),
    conflict: vscode.l10n.t('changed'),
    unchanged: vscode.l10n.t('as it is'),
  };
  const lines = objects.map((object, i) => `${objectLabel(object)} — ${words[tried[i]?.is ?? ''] ?? ''}`);
  const warnings = tried.flatMap((outcome) => ('warnings' in outcome ? outcome.warnings : []));
  const named = objects.every((object) => object.namespace !== undefined || CLUSTER_WIDE.has(object.kind));
  await confirm({
    message:
      objects.length === 1
        ? vscode.l10n.t('Apply 1 object to {0}?', where.context)
        : vscode.l10n.t('Apply {0} objects to {1}?', objects.length, where.context),
    detail: [
      lines.join('\n'),
      ...(named ? [] : [vscode.l10n.t('What names no namespace goes to {0}.', where.namespace)]),
      ...(warnings.length > 0 ? [vscode.l10n.t('The server warns: {0}', warnings.join('; '))] : []),
      vscode.l10n.t('Server {0}', where.server),
    ].join('\n\n'),
    actions: [vscode.l10n.t('Apply')],
    name: where.context,
    context: where.context,
    protectedContexts: settings.cluster.protectedContexts,
  });
}
