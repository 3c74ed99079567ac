import * as vscode from 'vscode';
import { UserError } from '../base/errors.ts';
import { requests, type DeletePlan } from '../worker/protocol.ts';
import { confirm } from './confirm.ts';
import { objectLabel, openManifest } from './manifestDocument.ts';
import { requireTrust } from './target.ts';
import type { MakeVerb, VerbDeps } from './verb.ts';

let count = 0;

/** *Delete Manifest Objects in Order*: what depends on others first, the namespace last; waits until each is gone. */
export const deleteManifest: MakeVerb = (deps) => ({
  id: 'kubesets.deleteManifest',
  async run(arg) {
    requireTrust();
    const { worker } = deps;
    const { objects } = await openManifest(arg);
    const plan = await worker.request(requests.planDelete, { objects });
    if (!plan.objects.some((entry) => entry.exists) && plan.claims.length === 0) {
      throw new UserError({
        code: 'not-found',
        message: vscode.l10n.t('None of these objects is in {0}.', plan.context),
        remedy: vscode.l10n.t('There is nothing to delete.'),
      });
    }
    const agreed = await agree(deps, plan);
    const id = `delete-${++count}`;
    await vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: vscode.l10n.t('Deleting from {0}', plan.context),
        cancellable: true,
      },
      async (report, token) => {
        let done = 0;
        const subscription = worker.onDeleteProgress((step) => {
          if (step.id !== id) return;
          report.report({
            message: step.message,
            increment: ((step.done - done) / Math.max(1, step.total)) * 100,
          });
          done = step.done;
        });
        try {
          await worker.request(requests.delete, { ...agreed, id }, token);
        } finally {
          subscription.dispose();
        }
      },
    );
  },
});

async function agree(
  { settings }: VerbDeps,
  plan: DeletePlan,
): Promise<{ plan: DeletePlan; claims: 'keep' | 'delete' }> {
  const there = plan.objects.filter((entry) => entry.exists);
  const lines = there.map((entry, i) => `${i + 1}. ${objectLabel(entry.object)}`);
  const namespaces = there
    .filter((entry) => entry.object.kind === 'Namespace')
    .map((entry) => entry.object.name);
  const doomed = plan.claims.filter((claim) => claim.goesWith === 'namespace');
  const owned = plan.claims.filter((claim) => claim.goesWith === 'set');
  const detail = [
    lines.join('\n'),
    ...(plan.claims.length > 0
      ? [vscode.l10n.t('Claims with data: {0}', plan.claims.map((claim) => claim.name).join(', '))]
      : []),
    ...(owned.length > 0
      ? [
          vscode.l10n.t(
            '{0} of them go with their set, whatever you choose (whenDeleted: Delete).',
            owned.length,
          ),
        ]
      : []),
    ...(namespaces.length > 0
      ? [
          vscode.l10n.t(
            'Deleting namespace {0} deletes everything in it{1}.',
            namespaces.join(', '),
            doomed.length > 0 ? vscode.l10n.t(', its {0} claims and their data too', doomed.length) : '',
          ),
        ]
      : []),
    vscode.l10n.t('Server {0}', plan.server),
  ].join('\n\n');
  const keep = vscode.l10n.t('Delete, Keep Claims');
  const all = vscode.l10n.t('Delete with Claims and Data');
  const keepNamespace = vscode.l10n.t('Delete, Keep Claims and Namespace');
  const actions =
    plan.claims.length === 0 ? [vscode.l10n.t('Delete')] : [doomed.length === 0 ? keep : keepNamespace, all];
  const chosen = await confirm({
    message:
      there.length === 1
        ? vscode.l10n.t('Delete 1 object from {0}?', plan.context)
        : vscode.l10n.t('Delete {0} objects from {1}?', there.length, plan.context),
    detail,
    actions,
    name: plan.context,
    context: plan.context,
    protectedContexts: settings.cluster.protectedContexts,
  });
  if (plan.claims.length === 0 || chosen !== 0) return { plan, claims: 'delete' };
  // A namespace takes its claims with it: who keeps the one keeps the other.
  const emptied = (name: string): boolean => doomed.every((claim) => claim.namespace !== name);
  // A claim that the manifest itself writes out is kept like the others.
  const kept = new Set(plan.claims.map((claim) => claim.uid));
  return {
    plan: {
      ...plan,
      objects: plan.objects.filter(
        ({ object, uid }) =>
          (object.kind !== 'Namespace' || emptied(object.name)) && (uid === undefined || !kept.has(uid)),
      ),
    },
    claims: 'keep',
  };
}
