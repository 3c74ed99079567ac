import * as l10n from '@vscode/l10n';
import { scalarAt } from '../../../manifest/nodes.ts';
import { setScalar } from '../../../manifest/edits.ts';
import { inSteps } from '../../../manifest/steps.ts';
import { databaseExample, secretItem } from '../../databaseExample.ts';
import { versionOf } from '../../images.ts';
import { problemAt } from '../../problem.ts';
import type { Fix, Rule } from '../../rule.ts';
import { claimMounts, known, startScriptRuns, variable, type Known } from '../../startScript.ts';
import { withVariable } from '../../variables.ts';

const old = '/var/lib/postgresql/data';
const root = '/var/lib/postgresql';

const example = (mountPath: string): string =>
  databaseExample({
    name: 'postgres',
    image: 'postgres:18.6',
    env: secretItem('POSTGRES_PASSWORD', 'postgres', 'password'),
    mountPath,
  });

/** IMG021, IMG022. docker-library/postgres#1364, #1370, #1400. */
export const postgresDataPath: Rule = {
  code: 'postgres-data-path',
  severity: 'error',
  basis: 'runtime',
  kinds: ['StatefulSet', 'DaemonSet'],
  docs: {
    title: "The volume is not where this version of PostgreSQL's image keeps its data",
    why: `Up to 17 the image keeps its data in \`/var/lib/postgresql/data\`, and declares that folder as a volume: with a claim mounted
above it, the data goes to a volume of the container's own and is lost with the pod. From 18 on it keeps the data of each version in a
folder of its own below \`/var/lib/postgresql\`; with a claim at \`/var/lib/postgresql/data\` it refuses to start. Setting \`PGDATA\` is
another way, and then nothing is found. The quick fix for 17 and older puts the data into a folder of the volume.`,
    bad: example(old),
    good: example(root),
  },
  *check(context) {
    const { text } = context.file.manifest;
    for (const one of known(context, 'postgres')) {
      const { container, set } = one;
      if (!startScriptRuns(container, /^postgres$/) || variable(container, 'PGDATA')) continue;
      const major = majorOf(container.image ?? '');
      if (major === undefined) continue;
      const wrong = wrongMount(one, major);
      if (!wrong) continue;
      const fixes = (): readonly Fix[] => {
        if (major >= 18) {
          return [{ title: l10n.t('Change to "{0}"', root), edits: setScalar(wrong, root), preferred: true }];
        }
        const edits = inSteps(text, set.object, [
          () => setScalar(wrong, old),
          (now, object) => withVariable(now, object, container.node, 'PGDATA', `${old}/pgdata`),
        ]);
        return [{ title: l10n.t('Mount it at {0}, with PGDATA in it', old), edits, preferred: true }];
      };
      yield problemAt(
        wrong,
        major >= 18
          ? l10n.t(
              'The image of PostgreSQL {0} refuses to start with a volume at {1}: it wants it at {2}.',
              major,
              old,
              root,
            )
          : l10n.t(
              'The image of PostgreSQL {0} keeps its data in {1}, not in this volume: it is lost with the pod.',
              major,
              old,
            ),
        { fixes },
      );
    }
  },
};

/** The major version; the newest where no tag is given; undefined for tags that say nothing. */
function majorOf(image: string): number | undefined {
  const version = versionOf(image);
  if (version) return version[0];
  return /(?:^|\/)postgres(?::latest|:alpine)?$/.test(image) ? 18 : undefined;
}

function wrongMount(one: Known, major: number) {
  const mounts = claimMounts(one);
  const wanted = major >= 18 ? root : old;
  if (mounts.some(({ path }) => path === wanted)) return undefined;
  const wrong = mounts.find(({ path }) => path === (major >= 18 ? old : root));
  return wrong && scalarAt(wrong.node, 'mountPath');
}
