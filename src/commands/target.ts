import * as vscode from 'vscode';
import { UserError, cancelled } from '../base/errors.ts';
import { isManifestTarget, type ManifestTarget } from '../host/contributions.ts';
import type { WorkerClient } from '../host/workerClient.ts';
import type { NodePodRow, PlaceRow, Row, SetRef, SlotRow } from '../model/rows.ts';
import { present } from '../tree/present.ts';
import type { RowNode } from '../tree/rowTree.ts';
import { requests } from '../worker/protocol.ts';

/** A row that stands for one place of a set. */
export type PlaceTarget = SlotRow | PlaceRow | NodePodRow;

/** The row behind a tree menu's argument. */
export function rowOf(arg: unknown): Row | undefined {
  if (typeof arg !== 'object' || arg === null || !('row' in arg)) return undefined;
  return (arg as RowNode).row;
}

/** @throws UserError in Restricted Mode: a kubeconfig can run programs. */
export function requireTrust(): void {
  if (vscode.workspace.isTrusted) return;
  throw new UserError({
    code: 'untrusted',
    message: vscode.l10n.t('This window is in Restricted Mode, so no cluster is reached from it.'),
    remedy: vscode.l10n.t('Trust the workspace (Workspaces: Manage Workspace Trust) and try again.'),
  });
}

/** Which places a verb can work on, and how it names them when it asks. */
export interface PlaceFilter {
  readonly title: string;
  accepts(row: PlaceTarget): boolean;
  /** Said where a set has no place that the verb accepts. */
  none(set: string): string;
}

/**
 * The place that a verb is meant for: the row itself; for a set's row, the lightbulb or the palette, a person's choice.
 * @throws UserError where nothing fits, and `cancelled` where the person chose nothing.
 */
export async function placeTarget(
  worker: WorkerClient,
  arg: unknown,
  filter: PlaceFilter,
): Promise<PlaceTarget> {
  requireTrust();
  const row = rowOf(arg);
  if (row?.kind === 'slot' || row?.kind === 'place' || row?.kind === 'nodePod') return row;
  if (row?.kind === 'statefulset' || row?.kind === 'daemonset') return pickPlace(worker, row.set, filter);
  if (isManifestTarget(arg)) return pickPlace(worker, arg.manifest, filter);
  return pickPlace(worker, await pickSet(worker, filter.title), filter);
}

async function pickSet(worker: WorkerClient, title: string): Promise<SetRef> {
  const sets = await worker.request(requests.sets);
  if (sets.length === 0) {
    throw new UserError({
      code: 'no-such-place',
      message: vscode.l10n.t('There is no StatefulSet and no DaemonSet in the chosen namespaces.'),
      remedy: vscode.l10n.t('Choose others with Select Namespaces, or create one with Scaffold StatefulSet.'),
    });
  }
  const items = sets.map((set) => ({ label: set.name, description: `${set.kind} · ${set.namespace}`, set }));
  const chosen = await vscode.window.showQuickPick(items, {
    title,
    placeHolder: vscode.l10n.t('Which set?'),
    matchOnDescription: true,
  });
  if (!chosen) throw cancelled();
  return chosen.set;
}

async function pickPlace(
  worker: WorkerClient,
  set: SetRef | ManifestTarget['manifest'],
  filter: PlaceFilter,
): Promise<PlaceTarget> {
  const { kind, namespace, name } = set;
  const found = await worker.request(requests.places, { kind, namespace, name });
  const wanted = 'ordinal' in set ? set.ordinal : undefined;
  const rows = found.places.filter((row) => filter.accepts(row));
  const exact =
    wanted === undefined ? undefined : rows.find((row) => row.kind === 'slot' && row.ordinal === wanted);
  if (exact) return exact;
  if (rows.length === 0) throw new UserError({ code: 'no-such-place', message: filter.none(found.set.name) });
  const items = rows.map((row) => {
    const { label, description } = present(row);
    return { label, description, row };
  });
  const chosen = await vscode.window.showQuickPick(items, {
    title: filter.title,
    placeHolder: kind === 'StatefulSet' ? vscode.l10n.t('Which ordinal?') : vscode.l10n.t('On which node?'),
    matchOnDescription: true,
  });
  if (!chosen) throw cancelled();
  return chosen.row;
}

/** The pod at a place. @throws UserError where the place is empty now. */
export function podOf(row: PlaceTarget): NonNullable<PlaceTarget['pod']> {
  if (row.pod) return row.pod;
  throw new UserError({
    code: 'no-such-place',
    message: vscode.l10n.t('There is no pod at {0} now.', present(row).label),
    remedy: vscode.l10n.t('Its row says why.'),
  });
}
