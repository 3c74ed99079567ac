import * as l10n from '@vscode/l10n';
import { mapAt, toJs } from '../manifest/nodes.ts';
import type { KubeObject } from '../manifest/parse.ts';
import type { Landing } from '../model/known.ts';
import type { SetLens } from './setLenses.ts';

/** The pod's spec of a DaemonSet as it is typed; undefined where there is none yet. */
export function podSpecOf(object: KubeObject): unknown {
  const spec = object.kind === 'DaemonSet' && mapAt(object.node, 'spec', 'template', 'spec');
  return spec ? toJs(spec) : undefined;
}

/** How many nodes a DaemonSet would reach, e.g. `5 of 7 nodes · 2 excluded`; a click lists them. */
export function landingLens(name: string, landing: Landing): SetLens {
  const { nodes, reaches } = landing;
  const all = l10n.t('{0} of {1} nodes', reaches, nodes);
  return {
    title: reaches < nodes ? `${all} · ${l10n.t('{0} excluded', nodes - reaches)}` : all,
    tooltip: l10n.t('Where {0} would land, as this text stands: list the nodes, with the reasons', name),
    command: 'kubesets.showLanding',
    arguments: [name, landing],
  };
}
