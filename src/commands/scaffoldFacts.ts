import * as l10n from '@vscode/l10n';
import { visible } from '../base/visible.ts';
import type { LiveCluster } from '../host/liveCluster.ts';
import { landingText } from '../model/landingText.ts';
import { parse } from '../manifest/parse.ts';
import type { KnownObject } from '../scaffold/known.ts';
import { scaffold } from '../scaffold/scaffold.ts';
import type { Answers, ChoiceQuestion, System } from '../scaffold/system.ts';

// What the live cluster adds to the questions of a scaffold. Each of these resolves within a second, with less or nothing where the
// cluster does not answer, and never rejects.

type Cluster = Pick<LiveCluster, 'live' | 'namespaces' | 'storageClasses' | 'sets' | 'keyed' | 'landing'>;

/** What there is in the cluster that a scaffold could name: namespaces, storage classes, and a namespace's sets and Secrets. */
export async function liveObjects(
  cluster: Cluster,
  namespace: string | undefined,
): Promise<readonly KnownObject[]> {
  const context = cluster.live?.context;
  if (context === undefined) return [];
  const where = l10n.t('cluster {0}', visible(context));
  const [namespaces, classes, sets, secrets] = await Promise.all([
    cluster.namespaces(),
    cluster.storageClasses(),
    namespace ? cluster.sets(namespace) : undefined,
    namespace ? cluster.keyed('Secret', namespace) : undefined,
  ]);
  const named = (kind: string, names: readonly string[] = [], within?: string): readonly KnownObject[] =>
    names.map((name) => ({ kind, name, namespace: within, where }));
  return [
    ...named('Namespace', namespaces?.items),
    ...named(
      'StorageClass',
      classes?.items.map(({ name }) => name),
    ),
    ...named('Secret', secrets?.items, namespace),
    ...(sets?.items ?? []).map(({ kind, name }) => ({ kind, name, namespace, where })),
  ];
}

/** A DaemonSet's question of nodes, each answer with the live nodes that it reaches. */
export async function withReach(
  cluster: Cluster,
  system: System,
  answers: Answers,
  question: ChoiceQuestion,
): Promise<ChoiceQuestion['options']> {
  if (!cluster.live) return question.options;
  return Promise.all(
    question.options.map(async (option) => {
      const { text } = scaffold(system, { ...answers, [question.id]: option.value }, zeroes);
      const landing = await cluster.landing(daemonPodSpec(text));
      if (!landing) return option;
      return { ...option, detail: `${visible(landingText(landing))} — ${option.detail}` };
    }),
  );
}

const zeroes = (count: number): Uint8Array => new Uint8Array(count);

function daemonPodSpec(text: string): unknown {
  for (const { objects } of parse(text).documents) {
    const set = objects.find(({ kind }) => kind === 'DaemonSet');
    if (set) return (set.toJs() as unknown as { spec: { template: { spec: unknown } } }).spec.template.spec;
  }
  return undefined;
}
