import * as l10n from '@vscode/l10n';
import { putIn } from '../../../manifest/edits.ts';
import { mapsAt, stringAt, tokenOf, pathOf, type Json } from '../../../manifest/nodes.ts';
import type { ContainerView, SetView } from '../../../manifest/objects.ts';
import { inSteps, type EditStep } from '../../../manifest/steps.ts';
import { agentsOf, isWithin, type Agent } from '../../agents.ts';
import { setExample } from '../../examples.ts';
import { isTrue } from '../../given.ts';
import type { Fix, Rule, RuleContext } from '../../rule.ts';
import { appendTo, freeVolumeName } from '../../volumes.ts';

const mounts = 'volumeMounts:\n- name: log\n  mountPath: /var/log\n  readOnly: true\n';
const volumes = '      volumes:\n      - name: log\n        hostPath:\n          path: /var/log\n';
const parts = { name: 'filebeat', image: 'docker.elastic.co/beats/filebeat:9.2.0' };

export const logPositionsLost: Rule = {
  code: 'log-positions-lost',
  severity: 'info',
  basis: 'runtime',
  kinds: ['DaemonSet'],
  docs: {
    title: 'A log agent forgets how far it has read',
    why: `A log agent writes down how far it has read each file. Nothing of this container outlives it: no folder of the node and no claim is mounted
writable. After each restart, update or eviction the agent reads every log of the node again, or leaves out what was written meanwhile. Mount a
folder of the node for its state, such as \`/var/lib/<agent>\`.`,
    bad: setExample('DaemonSet', { ...parts, container: mounts }) + volumes,
    good: `${setExample('DaemonSet', {
      ...parts,
      container: `${mounts}- name: state\n  mountPath: /usr/share/filebeat/data\n`,
    })}${volumes}      - name: state
        hostPath:
          path: /var/lib/filebeat
          type: DirectoryOrCreate
`,
  },
  *check(context) {
    const { set } = context;
    if (!set) return;
    for (const { container, agent } of agentsOf(set)) {
      if (agent.reads !== 'logs' || container.image === undefined || keepsSomething(set, container)) continue;
      const image = container.node.byKey.get('image')?.value ?? container.node;
      yield {
        range: tokenOf(image),
        path: pathOf(image),
        message: l10n.t(
          '{0} keeps how far it has read in the container: after a restart it begins anew.',
          agent.name,
        ),
        fixes: () => fixes(context, set, container, agent),
      };
    }
  },
};

/** Whether the container can write anything that outlives it. */
function keepsSomething(set: SetView, container: ContainerView): boolean {
  return container.mounts.some(({ node, name }) => {
    if (isTrue(node, 'readOnly')) return false;
    if (set.claimTemplates.some((one) => one.name === name?.value)) return true;
    const volume = set.volumes.find((one) => one.name === name?.value)?.node;
    // What is neither written in the pod nor with it can't keep anything.
    const lost = ['emptyDir', 'configMap', 'secret', 'projected', 'downwardAPI', 'image', 'ephemeral'];
    return volume?.entries.some(({ key }) => key !== 'name' && !lost.includes(key)) ?? false;
  });
}

/** Where it keeps its state can be told only of some; a folder below one that is mounted read-only can't be made. */
function fixes(
  { file, object }: RuleContext,
  set: SetView,
  container: ContainerView,
  agent: Agent,
): readonly Fix[] {
  const fluentd = agent.state === '/var/log';
  const state = fluentd ? '/var/lib/fluentd' : agent.state;
  if (
    state === undefined ||
    !set.podSpec ||
    container.mounts.some(({ node }) => isWithin(stringAt(node, 'mountPath') ?? '', state))
  )
    return [];
  const name = freeVolumeName('state', set);
  const volume: Json = { name, hostPath: { path: `/var/lib/${agent.name}`, type: 'DirectoryOrCreate' } };
  const place = set.containers.indexOf(container);
  const steps: EditStep[] = [
    (text, root) => appendTo(text, root, ['spec', 'template', 'spec'], 'volumes', volume),
    (text, root) => {
      const now = mapsAt(root, 'spec', 'template', 'spec', 'containers')[place]?.map;
      return now ? appendTo(text, now, [], 'volumeMounts', { name, mountPath: state }) : [];
    },
  ];
  // Relative to /var/log, as the image's configuration has it.
  if (fluentd) {
    steps.push((text, root) => {
      const now = mapsAt(root, 'spec', 'template', 'spec', 'containers')[place]?.map;
      const variable = { name: 'FLUENT_POS_EXTRA_DIR', value: '../lib/fluentd' };
      const had = mapsAt(now, 'env').find(({ map }) => stringAt(map, 'name') === variable.name);
      if (had) return putIn(text, had.map, ['value'], variable.value);
      return now ? appendTo(text, now, [], 'env', variable) : [];
    });
  }
  const title = l10n.t('Keep it in /var/lib/{0} of the node', agent.name);
  return [{ title, edits: inSteps(file.manifest.text, object, steps), preferred: true }];
}
