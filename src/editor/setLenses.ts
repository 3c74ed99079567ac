import * as l10n from '@vscode/l10n';
import type { CommandId, ManifestTarget } from '../host/contributions.ts';
import type { KubeObject, Manifest } from '../manifest/parse.ts';
import type { Landing } from '../model/known.ts';
import type { DaemonSetRow, StatefulSetRow } from '../model/rows.ts';
import { present } from '../tree/present.ts';
import { landingLens } from './landingLens.ts';
import { firstPlace, setIn } from './setVerbs.ts';

/** A set of a manifest, and where its object begins (UTF-16, in the file). */
export interface SetInText {
  readonly object: KubeObject;
  readonly target: ManifestTarget['manifest'];
  readonly offset: number;
}

/** What stands above a set: a title, and what a click runs with which arguments. */
export interface SetLens {
  readonly title: string;
  readonly tooltip: string;
  readonly command: CommandId;
  readonly arguments: readonly unknown[];
}

/** What a live cluster tells of a set. */
export interface SetFacts {
  readonly row?: StatefulSetRow | DaemonSetRow | undefined;
  /** Of a DaemonSet: where it would land as it is written. */
  readonly landing?: Landing | undefined;
}

/** The sets that are written in a manifest, in order; none in a template. */
export function setsIn(manifest: Manifest): readonly SetInText[] {
  if (manifest.templated) return [];
  return manifest.documents.flatMap(({ objects }) =>
    objects.flatMap((object) => {
      const target = setIn(object);
      return target ? [{ object, target, offset: object.node.range.start }] : [];
    }),
  );
}

/**
 * The lenses above a set: its state where `row` tells of it, where it would land, then the verbs, which work on the whole `file` but for the forward. Knows
 * no cluster: the verbs themselves say what is missing.
 */
export function lensesOf(
  { object, target }: SetInText,
  file: unknown,
  { row, landing }: SetFacts,
): readonly SetLens[] {
  return [
    ...(row ? [stateLens(row)] : []),
    ...(landing ? [landingLens(target.name, landing)] : []),
    ...verbLenses(firstPlace(object, target), file),
  ];
}

/** In the words of the set's row in the tree. */
function stateLens(row: StatefulSetRow | DaemonSetRow): SetLens {
  return {
    title: present(row).description,
    tooltip: l10n.t('{0} in {1}: show its row in Sets', row.set.name, row.set.context),
    command: 'kubesets.revealSet',
    arguments: [row.set],
  };
}

function verbLenses(target: ManifestTarget['manifest'], file: unknown): readonly SetLens[] {
  return [
    {
      title: l10n.t('Apply'),
      tooltip: l10n.t('Apply all objects of this file, after the server has checked them'),
      command: 'kubesets.applyManifest',
      arguments: [file],
    },
    {
      title: l10n.t('Diff'),
      tooltip: l10n.t('Show what applying this file would change; changes nothing'),
      command: 'kubesets.diffManifest',
      arguments: [file],
    },
    {
      title: l10n.t('Port Forward'),
      tooltip:
        target.kind === 'StatefulSet'
          ? l10n.t('Port Forward to {0}…', `${target.name}-${target.ordinal}`)
          : l10n.t('Port Forward to a Pod of {0}…', target.name),
      command: 'kubesets.portForward',
      arguments: [{ manifest: target } satisfies ManifestTarget],
    },
    {
      title: l10n.t('Delete in order'),
      tooltip: l10n.t('Delete the objects of this file in order, after a question'),
      command: 'kubesets.deleteManifest',
      arguments: [file],
    },
  ];
}
