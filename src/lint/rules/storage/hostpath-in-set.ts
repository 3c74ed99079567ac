import * as l10n from '@vscode/l10n';
import { scalarAt } from '../../../manifest/nodes.ts';
import { databasesOf, writableMounts } from '../../claims.ts';
import { databaseExample } from '../../databaseExample.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';

const good = databaseExample({
  name: 'cassandra',
  image: 'cassandra:5.0.9',
  mountPath: '/var/lib/cassandra',
});
const bad = databaseExample({
  name: 'cassandra',
  image: 'cassandra:5.0.9',
  container: 'volumeMounts:\n- name: data\n  mountPath: /var/lib/cassandra',
  pod: 'volumes:\n- name: data\n  hostPath:\n    path: /mnt/data\n    type: Directory',
});

// What is the node's own, which agents and drivers use; no place for data.
const ofNode =
  /^\/(?:$|(?:dev|sys|proc|run|boot|etc|lib|lib64|usr|bin|sbin|tmp|var\/run|var\/log|var\/lib\/(?:kubelet|docker|containerd|containers|cni|calico|rook))(?:\/|$))|\.sock$/;

export const hostpathInSet: Rule = {
  code: 'hostpath-in-set',
  severity: 'warning',
  basis: 'runtime',
  kinds: ['StatefulSet'],
  docs: {
    title: "A set keeps its data in a node's folder",
    why: `A \`hostPath\` stays on its node: a pod that comes back on another one begins empty, and two replicas on one node share a folder. A
claim template gives each replica a volume that follows it (or, as a local volume, keeps it where its data is). It is a warning for known
databases, an information for other sets; paths of the node's own, as drivers and agents mount them, are left alone.`,
    bad,
    good,
  },
  *check({ set }) {
    if (!set) return;
    const data = new Set(
      [...databasesOf(set)].flatMap(({ container }) =>
        [...writableMounts(container)].map(({ name }) => name),
      ),
    );
    const written = new Set(
      set.containers.flatMap((one) => [...writableMounts(one)].map(({ name }) => name)),
    );
    for (const { name, node, hostPath } of set.volumes) {
      const path = scalarAt(node, 'hostPath', 'path');
      if (
        name === undefined ||
        hostPath === undefined ||
        !path ||
        !written.has(name) ||
        ofNode.test(hostPath)
      )
        continue;
      yield problemAt(
        path,
        l10n.t(
          '{0} is a folder of one node: its data does not follow a pod that comes back on another.',
          hostPath,
        ),
        data.has(name) ? {} : { severity: 'info' },
      );
    }
  },
};
