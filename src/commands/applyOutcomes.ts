import * as vscode from 'vscode';
import { UserError } from '../base/errors.ts';
import type { ApplyOutcome, ManifestObject } from '../worker/protocol.ts';
import { objectLabel } from './manifestDocument.ts';

/** Says in the status bar what the server is asked, while it is. */
export function progress<T>(title: string, run: () => Promise<T>): Thenable<T> {
  return vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, run);
}

/** @throws UserError for the first object that the server refused (with `also`: or whose fields belong to others), if any. */
export function refuseFailed(
  objects: readonly ManifestObject[],
  outcomes: readonly ApplyOutcome[],
  also?: 'conflict',
): void {
  const failed = objects.flatMap((object, i) => {
    const outcome = outcomes[i];
    return outcome && (outcome.is === 'failed' || (outcome.is === 'conflict' && also))
      ? [{ object, error: outcome.error }]
      : [];
  });
  const [first, ...rest] = failed;
  if (!first) return;
  const more = rest.length > 0 ? vscode.l10n.t(' ({0} more in Problems.)', rest.length) : '';
  throw new UserError({
    ...first.error,
    message: `${objectLabel(first.object)}: ${first.error.message}${more}`,
  });
}

/** The fields that belong to other tools, below their objects. */
export function conflictLines(
  objects: readonly ManifestObject[],
  outcomes: readonly ApplyOutcome[],
): readonly string[] {
  return objects.flatMap((object, i) => {
    const outcome = outcomes[i];
    return outcome?.is === 'conflict'
      ? [objectLabel(object), ...outcome.causes.map((cause) => `  ${cause.field}: ${cause.message}`)]
      : [];
  });
}
