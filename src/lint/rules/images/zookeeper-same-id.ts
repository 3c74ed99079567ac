import * as l10n from '@vscode/l10n';
import { putIn, removeKey, setScalar } from '../../../manifest/edits.ts';
import {
  at,
  mapAt,
  mapsAt,
  scalarAt,
  stepsOf,
  stringAt,
  type MapNode,
  type ScalarNode,
} from '../../../manifest/nodes.ts';
import type { SetView } from '../../../manifest/objects.ts';
import { inSteps } from '../../../manifest/steps.ts';
import { databaseExample } from '../../databaseExample.ts';
import { problemAt } from '../../problem.ts';
import type { Fix, Rule } from '../../rule.ts';
import { replicasOf } from '../../sets.ts';
import { known, knowsVariables, problemOfEnv, type Known } from '../../startScript.ts';
import { addItem } from '../../variables.ts';

const servers = `- name: ZOO_SERVERS
  value: server.1=zk-0.zk:2888:3888;2181 server.2=zk-1.zk:2888:3888;2181 server.3=zk-2.zk:2888:3888;2181
`;

const fromIndex = { fieldRef: { fieldPath: "metadata.labels['apps.kubernetes.io/pod-index']" } };

const example = (id: string, spec = ''): string =>
  databaseExample({
    name: 'zk',
    image: 'zookeeper:3.9.5',
    replicas: 3,
    spec: `podManagementPolicy: Parallel\n${spec}`,
    env: servers + id,
    mountPath: '/data',
  });

/** IMG050. */
export const zookeeperSameId: Rule = {
  code: 'zookeeper-same-id',
  severity: 'warning',
  basis: 'runtime',
  kinds: ['StatefulSet'],
  docs: {
    title: 'All ZooKeeper servers have one id',
    why: `Each server of an ensemble needs an id of its own, from 1 on, the one that its \`server.N\` in \`ZOO_SERVERS\` has. A literal
\`ZOO_MY_ID\` is the same in all pods, and without it the image takes 1. Since Kubernetes 1.28 each pod has its ordinal in a label, so
the id needs no script; \`ordinals.start: 1\` makes the ordinals begin with 1 (the pods are then \`zk-1\` to \`zk-3\`). The id of a server
that has run is in its data and does not change.`,
    bad: example('- name: ZOO_MY_ID\n  value: "1"\n'),
    good: example(
      `- name: ZOO_MY_ID
  valueFrom:
    fieldRef:
      fieldPath: metadata.labels['apps.kubernetes.io/pod-index']
`,
      'ordinals:\n  start: 1',
    )
      .replace(/zk-2\.zk/, 'zk-3.zk')
      .replace(/zk-1\.zk/, 'zk-2.zk')
      .replace(/zk-0\.zk/, 'zk-1.zk'),
  },
  *check(context) {
    for (const one of known(context, 'zookeeper')) {
      if (!isEnsemble(one)) continue;
      const id = one.container.env.find(({ name }) => name === 'ZOO_MY_ID');
      // A value from elsewhere is the author's own affair.
      if (id && (!id.value || id.value.text.includes('$('))) continue;
      const fixes = (): readonly Fix[] => fixesOf(context.file.manifest.text, one);
      yield id?.value
        ? problemAt(
            id.value,
            l10n.t('All servers get the id {0}: each needs one of its own.', id.value.text),
            { fixes },
          )
        : problemOfEnv(
            one.container,
            l10n.t('ZOO_MY_ID is not set: all servers get the id 1, each needs one of its own.'),
            fixes,
          );
    }
  },
};

/** Whether several servers of the official image, prepared by its script, know of each other. */
function isEnsemble({ set, container }: Known): boolean {
  if (!/(?:^|\/)zookeeper(?::|@|$)/.test(container.image ?? '') || (replicasOf(set) ?? 1) < 2) return false;
  if (at(container.node, 'command') || at(container.node, 'args') || !knowsVariables(container)) return false;
  return container.env.some(({ name }) => name === 'ZOO_SERVERS');
}

function fixesOf(text: string, { set, container }: Known): readonly Fix[] {
  const id = container.env.find(({ name }) => name === 'ZOO_MY_ID')?.node;
  const servers = variableIn(set.object.node, container.node, set, 'ZOO_SERVERS');
  if (servers?.style === 'literal' || servers?.style === 'folded') return [];
  const edits = inSteps(text, set.object, [
    (now, object) => {
      const place = id && mapAt(object, ...stepsOf(id).slice(stepsOf(set.object.node).length));
      if (place) return removeKey(now, place, 'value');
      return addItem(now, object, container.node, { name: 'ZOO_MY_ID', valueFrom: fromIndex });
    },
    (now, object) => {
      const place = id && mapAt(object, ...stepsOf(id).slice(stepsOf(set.object.node).length));
      return place ? putIn(now, place, ['valueFrom'], fromIndex) : [];
    },
    (_, object) => {
      const servers = variableIn(object, container.node, set, 'ZOO_SERVERS');
      return servers ? setScalar(servers, shifted(servers.text, set.name ?? '')) : [];
    },
    (now, object) =>
      typeof scalarAt(object, 'spec', 'ordinals', 'start')?.value === 'number'
        ? []
        : putIn(now, object, ['spec', 'ordinals', 'start'], 1, { after: 'replicas' }),
  ]);
  return [{ title: l10n.t('Take the id from the pod, ordinals from 1 on (for a new set only)'), edits }];
}

function variableIn(object: MapNode, container: MapNode, set: SetView, name: string): ScalarNode | undefined {
  const now = mapAt(object, ...stepsOf(container).slice(stepsOf(set.object.node).length));
  const item = mapsAt(now, 'env').find(({ map }) => stringAt(map, 'name') === name);
  return scalarAt(item?.map, 'value');
}

/** `server.1=zk-0.…` as `server.1=zk-1.…`: the pod of an id has its number. */
function shifted(servers: string, name: string): string {
  return servers.replace(
    /server\.(\d+)=([-a-z0-9]+)-(\d+)(?=[.:])/g,
    (all, id: string, set: string, ordinal: string) =>
      set === name && Number(ordinal) === Number(id) - 1 ? `server.${id}=${set}-${id}` : all,
  );
}
