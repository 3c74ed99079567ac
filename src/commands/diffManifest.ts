import * as vscode from 'vscode';
import { withoutLinks } from '../host/errors.ts';
import { requests } from '../worker/protocol.ts';
import { conflictLines, progress, refuseFailed } from './applyOutcomes.ts';
import { DiffDocuments } from './diffDocuments.ts';
import { openManifest } from './manifestDocument.ts';
import { requireTrust } from './target.ts';
import type { MakeVerb } from './verb.ts';

/** *Diff Manifest with Cluster*: what *Apply Manifest* would change, by the server's own dry run, which changes nothing. */
export const diffManifest: MakeVerb = (deps) => {
  const documents = new DiffDocuments();
  return {
    id: 'kubesets.diffManifest',
    async run(arg) {
      requireTrust();
      const { worker } = deps;
      const open = await openManifest(arg);
      const { objects } = open;
      const where = await worker.request(requests.where);
      const comparisons = await progress(vscode.l10n.t('Comparing with {0}…', where.context), () =>
        worker.request(requests.diff, { objects, where }),
      );
      const outcomes = comparisons.map(({ outcome }) => outcome);
      deps.showServerFindings(open, outcomes);
      const differences = objects.flatMap((object, i) => {
        const comparison = comparisons[i];
        const differs = comparison?.after !== undefined && comparison.after !== comparison.live;
        return differs ? [{ object, comparison }] : [];
      });
      if (differences.length > 0) {
        const file = vscode.workspace.asRelativePath(open.document.uri);
        await documents.show(vscode.l10n.t('{0}: {1} ↔ after apply', file, where.context), differences);
      }
      // What can be compared is shown, whatever became of the rest.
      refuseFailed(objects, outcomes);
      const conflicts = conflictLines(objects, outcomes);
      if (conflicts.length > 0) {
        void vscode.window.showWarningMessage(
          vscode.l10n.t(
            'Other tools manage fields that this manifest sets; the comparison shows them taken over. {0}',
            withoutLinks(conflicts.map((line) => line.trim()).join('; ')),
          ),
        );
      } else if (differences.length === 0) {
        void vscode.window.showInformationMessage(
          vscode.l10n.t('Nothing differs: {0} already has all of this.', where.context),
        );
      }
    },
  };
};
