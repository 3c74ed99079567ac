import * as l10n from '@vscode/l10n';
import { at, mapAt, scalarAt, type Json, type MapNode, type ScalarNode } from '../../../manifest/nodes.ts';
import type { SetView } from '../../../manifest/objects.ts';
import { inSteps, type EditStep } from '../../../manifest/steps.ts';
import { databasesOf, isFleeting, type Database } from '../../claims.ts';
import { databaseExample } from '../../databaseExample.ts';
import { changeTo } from '../../fixes.ts';
import { problemAt } from '../../problem.ts';
import { commandLine } from '../../images.ts';
import type { Fix, Rule, RuleContext } from '../../rule.ts';
import { sameAs } from '../../variables.ts';
import { appendTo, freeVolumeName } from '../../volumes.ts';

const image = { name: 'cassandra', image: 'cassandra:5.0.9' };

export const dataNotKept: Rule = {
  code: 'data-not-kept',
  severity: 'warning',
  basis: 'runtime',
  kinds: ['StatefulSet'],
  docs: {
    title: "A database's data is lost with its pod",
    why: `Nothing that outlives the pod is mounted where the image keeps its data: with each restart on another node, update or eviction the
member begins empty. A claim template gives each replica a volume of its own. Found only for images whose data folder is known, where the
arguments name no other; a claim that is mounted at another path is found where no argument, variable or file of configuration could have moved
the data there. Caches such as Redis, which often keep nothing on purpose, get an information.`,
    bad: databaseExample(image),
    good: databaseExample({ ...image, mountPath: '/var/lib/cassandra' }),
  },
  *check(context) {
    const { set } = context;
    if (!set) return;
    for (const database of databasesOf(set)) {
      const { container, facts } = database;
      const [folder] = facts.dataPaths;
      if (folder === undefined || elsewhere.test(commandLine(container))) continue;
      const astray = mountedAstray(set, database);
      if (!astray && keepsSomething(set, database)) continue;
      const node = at(container.node, 'image') ?? container.node;
      yield problemAt(
        node,
        l10n.t(
          '{0} keeps its data in {1}, where nothing is mounted that outlives the pod: it is lost with it.',
          facts.title,
          folder,
        ),
        {
          ...(caches.has(facts.system) ? { severity: 'info' } : {}),
          fixes: () =>
            astray
              ? [{ ...changeTo(astray, folder), title: l10n.t('Mount the claim at {0}', folder) }]
              : [kept(context, set, database, folder)].filter((fix) => fix.edits.length > 0),
        },
      );
    }
  },
};

const caches = new Set(['redis', 'valkey', 'memcached', 'nats', 'rabbitmq', 'vault', 'consul']);

// Arguments and variables that put the data somewhere else, or keep none.
const elsewhere =
  /--?(?:dbpath|datadir|data-dir|data-path|dir|config|path\.data|dev|save)\b|-D\s|\.conf\b|\.ya?ml\b/i;

/**
 * The path of the one claim that is mounted, where nothing could have moved the data to it: no command, no arguments, no files of
 * configuration, no variable that names the path.
 */
function mountedAstray({ claimTemplates }: SetView, { container, facts }: Database): ScalarNode | undefined {
  const { node, mounts } = container;
  const [mount] = mounts;
  if (!mount || mounts.length > 1 || mount.device || at(node, 'command') || at(node, 'args'))
    return undefined;
  if (at(node, 'envFrom') || !claimTemplates.some(({ name }) => name === mount.name?.value)) return undefined;
  const path = scalarAt(mount.node, 'mountPath');
  const text = path?.text.replace(/\/+$/, '') ?? '';
  if (!path || text === '' || !text.startsWith('/') || commandLine(container).includes(text))
    return undefined;
  const touches = facts.dataPaths.some((one) => covers(mount.node, one) || text.startsWith(`${one}/`));
  return touches ? undefined : path;
}

/** Whether the container mounts anything that is more than the pod's own; a data folder moved by its configuration may be there. */
function keepsSomething({ volumes, claimTemplates }: SetView, { container }: Database): boolean {
  const fleeting = new Set(volumes.filter(({ node }) => isFleeting(node)).map(({ name }) => name));
  const known = new Set([...volumes, ...claimTemplates].map(({ name }) => name));
  const claimed = new Set(claimTemplates.map(({ name }) => name));
  return container.mounts.some(({ name }) => {
    const volume = name?.value;
    if (typeof volume !== 'string' || !known.has(volume)) return true; // another finding
    return claimed.has(volume) || !fleeting.has(volume);
  });
}

function kept({ object, file }: RuleContext, set: SetView, { container }: Database, folder: string): Fix {
  const name = freeVolumeName('data', set);
  const template: Json = {
    metadata: { name },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '10Gi' } } },
  };
  const used = container.mounts.some(
    ({ node }) => at(node, 'mountPath')?.kind === 'scalar' && covers(node, folder),
  );
  const steps: EditStep[] = [
    (text, root) => {
      const now = sameAs(root, container.node);
      return now ? appendTo(text, now, [], 'volumeMounts', { name, mountPath: folder }) : [];
    },
    (text, root) => {
      const spec = mapAt(root, 'spec');
      return spec ? appendTo(text, spec, [], 'volumeClaimTemplates', template) : [];
    },
  ];
  return {
    title: l10n.t('Add a claim template "{0}" mounted at {1} (not for a set that exists)', name, folder),
    // Where something else is mounted there already, it has to be decided what goes.
    edits: used ? [] : inSteps(file.manifest.text, object, steps),
  };
}

function covers(mount: MapNode, folder: string): boolean {
  const path = at(mount, 'mountPath');
  const text = path?.kind === 'scalar' ? path.text.replace(/\/+$/, '') : '';
  return folder === text || folder.startsWith(`${text}/`);
}
