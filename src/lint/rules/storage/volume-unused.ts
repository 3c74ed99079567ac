import * as l10n from '@vscode/l10n';
import { mapsAt, scalarAt, type MapNode, type ScalarNode } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { within } from '../../fields/typed.ts';
import { withoutItem } from '../../fixes.ts';
import { podsOf, type PodParts } from '../../pods.ts';
import { problemAt } from '../../problem.ts';
import type { Problem, Rule } from '../../rule.ts';

export const volumeUnused: Rule = {
  code: 'volume-unused',
  severity: 'hint',
  basis: 'policy',
  kinds: 'any',
  docs: {
    title: 'No container mounts this volume',
    why: `A volume that nothing mounts is made, bound and attached nevertheless: the pod waits for it, and a claim template costs a disk for
each replica. Mount it, or remove it.`,
    bad: setExample('DaemonSet', { pod: 'volumes:\n- name: cache\n  emptyDir: {}' }),
    good: setExample('DaemonSet'),
  },
  *check(context) {
    if (context.partial) return;
    const { text } = context.file.manifest;
    for (const pod of podsOf(context)) {
      const mounted = mountedBy(pod);
      for (const { map } of mapsAt(pod.node, 'volumes')) {
        const name = scalarAt(map, 'name');
        // A volume that a claim template hides is another finding.
        if (!name || name.text === '' || mounted.has(name.text) || pod.claimTemplates.has(name.text))
          continue;
        yield unused(name, l10n.t('No container mounts the volume "{0}".', name.text), map, text);
      }
      for (const { map } of mapsAt(within(pod.spec, 'StatefulSetSpec')?.node, 'volumeClaimTemplates')) {
        const name = scalarAt(map, 'metadata', 'name');
        if (!name || name.text === '' || mounted.has(name.text)) continue;
        yield unused(name, l10n.t('No container mounts the claims of template "{0}".', name.text), map, text);
      }
    }
  },
};

function mountedBy({ all }: PodParts): ReadonlySet<string> {
  const mounts = all.flatMap(({ node }) => [
    ...mapsAt(node, 'volumeMounts'),
    ...mapsAt(node, 'volumeDevices'),
  ]);
  return new Set(mounts.map(({ map }) => scalarAt(map, 'name')?.text ?? ''));
}

function unused(name: ScalarNode, message: string, map: MapNode, text: string): Problem {
  return problemAt(name, message, { tags: ['unnecessary'], fixes: () => withoutItem(text, map) });
}
