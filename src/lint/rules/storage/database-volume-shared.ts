import * as l10n from '@vscode/l10n';
import { changeTo } from '../../fixes.ts';
import { databasesOf, writableMounts } from '../../claims.ts';
import { databaseExample } from '../../databaseExample.ts';
import { seqAt } from '../../../manifest/nodes.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';

const good = databaseExample({
  name: 'cassandra',
  image: 'cassandra:5.0.9',
  mountPath: '/var/lib/cassandra',
});

export const databaseVolumeShared: Rule = {
  code: 'database-volume-shared',
  severity: 'warning',
  basis: 'runtime',
  kinds: ['StatefulSet'],
  docs: {
    title: "A database's claims ask for a volume that several nodes can mount",
    why: `Each replica has a claim of its own, so its volume is used by one pod. \`ReadWriteMany\` asks for a network file system, which many
classes do not have (the claim stays \`Pending\`), and whose locks and syncs databases are warned of. With \`ReadOnlyMany\` it can't write
at all. \`ReadWriteOnce\` is right; \`ReadWriteOncePod\` is stricter.`,
    bad: good.replace('ReadWriteOnce', 'ReadWriteMany'),
    good,
  },
  *check({ set }) {
    if (!set) return;
    const mounted = new Map(
      [...databasesOf(set)].flatMap(({ container, facts }) =>
        [...writableMounts(container)].map(({ name }) => [name, facts.title] as const),
      ),
    );
    for (const { name, node } of set.claimTemplates) {
      const title = name === undefined ? undefined : mounted.get(name);
      if (title === undefined) continue;
      for (const { value: mode } of seqAt(node, 'spec', 'accessModes')?.items ?? []) {
        if (mode.kind !== 'scalar' || !/^Read(?:Write|Only)Many$/.test(mode.text)) continue;
        const alone = seqAt(node, 'spec', 'accessModes')?.items.length === 1;
        yield problemAt(
          mode,
          l10n.t(
            '{0} asks for a volume that several nodes can mount: {1} needs one of its own for each pod.',
            mode.text,
            title,
          ),
          { fixes: () => (alone ? [changeTo(mode, 'ReadWriteOnce')] : []) },
        );
      }
    }
  },
};
