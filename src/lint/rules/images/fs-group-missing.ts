import * as l10n from '@vscode/l10n';
import { putIn } from '../../../manifest/edits.ts';
import { at, mapAt, scalarAt } from '../../../manifest/nodes.ts';
import { beforeContainers } from '../../agents.ts';
import { databaseExample, secretItem } from '../../databaseExample.ts';
import { problemAt, problemWithout } from '../../problem.ts';
import type { Fix, Rule } from '../../rule.ts';
import { claimMounts, known, type Known } from '../../startScript.ts';

const example = (context: string): string =>
  databaseExample({
    name: 'mongodb',
    image: 'mongo:8.0.29',
    env:
      secretItem('MONGO_INITDB_ROOT_USERNAME', 'mongodb', 'username') +
      secretItem('MONGO_INITDB_ROOT_PASSWORD', 'mongodb', 'password'),
    pod: `securityContext:\n  runAsNonRoot: true\n  runAsUser: 999\n${context}`,
    mountPath: '/data/db',
  });

/** IMG081. */
export const fsGroupMissing: Rule = {
  code: 'fs-group-missing',
  severity: 'warning',
  basis: 'runtime',
  kinds: ['StatefulSet'],
  docs: {
    title: 'The volume belongs to root, the process does not run as root',
    why: `A new volume belongs to root. As root the start scripts of the official images hand the data folder over to the server's user;
with another \`runAsUser\` they can't, and the server ends with "permission denied". \`fsGroup\` makes the kubelet give the volume to that
group, and the processes are members of it. Some drivers (NFS, shared folders) leave the owner as it is whatever is written here.`,
    bad: example(''),
    good: example('  fsGroup: 999'),
  },
  *check(context) {
    for (const one of known(context)) {
      const { set, container, facts } = one;
      const { podSpec } = set;
      const user = userOf(one);
      if (!podSpec || user === undefined || user === 0 || facts.gid === undefined) continue;
      if (at(podSpec, 'securityContext', 'fsGroup') || claimMounts(one).length === 0) continue;
      if (set.containers.some(({ init, mounts }) => init && mounts.length > 0)) continue; // it may change the owner
      const { gid } = facts;
      const message = l10n.t(
        'User {0} can not write to the volume, which belongs to root, without fsGroup.',
        user,
      );
      const fixes = (): readonly Fix[] => [
        {
          title: l10n.t('Set fsGroup to {0}', gid),
          edits: putIn(
            context.file.manifest.text,
            podSpec,
            ['securityContext', 'fsGroup'],
            gid,
            beforeContainers(set),
          ),
          preferred: true,
        },
      ];
      const own = mapAt(podSpec, 'securityContext');
      yield own
        ? problemWithout(own, 'fsGroup', message, { fixes })
        : problemAt(scalarAt(container.node, 'securityContext', 'runAsUser') ?? podSpec, message, { fixes });
    }
  },
};

function userOf({ set, container }: Known): number | undefined {
  const value =
    scalarAt(container.node, 'securityContext', 'runAsUser')?.value ??
    scalarAt(set.podSpec, 'securityContext', 'runAsUser')?.value;
  return typeof value === 'number' ? value : undefined;
}
