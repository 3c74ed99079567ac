import * as vscode from 'vscode';
import { requests } from '../worker/protocol.ts';
import { confirm } from './confirm.ts';
import { placeTarget, podOf, type PlaceTarget } from './target.ts';
import type { MakeVerb } from './verb.ts';

/** *Delete Pod*: by uid, so that a click can't hit the successor; the modal says what will happen. */
export const deletePod: MakeVerb = ({ worker, settings }) => ({
  id: 'kubesets.deletePod',
  async run(arg) {
    const target = await placeTarget(worker, arg, {
      title: vscode.l10n.t('Delete Pod'),
      accepts: (row) => row.pod !== undefined,
      none: (set) => vscode.l10n.t('{0} has no pod now.', set),
    });
    const { ref } = podOf(target);
    const where = vscode.l10n.t('Context {0}, namespace {1}.', ref.context, ref.namespace);
    await confirm({
      message: vscode.l10n.t('Delete pod {0}?', ref.name),
      detail: [consequence(target), where].join('\n\n'),
      actions: [vscode.l10n.t('Delete')],
      name: ref.name,
      context: ref.context,
      protectedContexts: settings.cluster.protectedContexts,
    });
    await worker.request(requests.deletePod, { pod: ref });
  },
});

/** What the controller will do, in words; nothing here is a guess about the pod's own data. */
function consequence(target: PlaceTarget): string {
  const end = vscode.l10n.t('Its containers are asked to stop, and open connections to it end.');
  const setName = target.set?.name ?? '';
  const ordinal =
    target.kind === 'slot' ? target.ordinal : target.kind === 'nodePod' ? target.ordinal : undefined;
  if (ordinal !== undefined) {
    return [
      end,
      vscode.l10n.t(
        'StatefulSet {0} then makes {0}-{1} again, under the same name and with the same volumes: its claims stay, and so does what is on them. What it kept only in memory or in its container is lost.',
        setName,
        ordinal,
      ),
      vscode.l10n.t('Port forwards to it stay open and follow the new pod.'),
    ].join(' ');
  }
  if (target.state === 'misscheduled') {
    return [
      end,
      vscode.l10n.t('Its node is not eligible for DaemonSet {0}, so it is not made again.', setName),
    ].join(' ');
  }
  const node = target.kind === 'place' ? target.node : (target.pod?.node ?? '');
  return [
    end,
    vscode.l10n.t(
      'DaemonSet {0} then makes a new pod on node {1}. Port forwards to it follow the new pod.',
      setName,
      node,
    ),
  ].join(' ');
}
