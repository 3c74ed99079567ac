import * as l10n from '@vscode/l10n';
import { visible } from '../base/visible.ts';
import type { LiveCluster } from '../host/liveCluster.ts';
import { landingText } from '../model/landingText.ts';
import { parse } from '../manifest/parse.ts';
import { scaffold } from '../scaffold/scaffold.ts';
import type { Answers, ChoiceQuestion, System } from '../scaffold/system.ts';
import type { Offer } from './multiStep.ts';

// What the live cluster adds to the questions of a scaffold. Each of these resolves within a second, with less or nothing where the
// cluster does not answer, and never rejects.

type Cluster = Pick<LiveCluster, 'live' | 'namespaces' | 'sets' | 'landing'>;

/** The namespaces that there are. */
export async function namespaceOffers(cluster: Cluster): Promise<readonly Offer[]> {
  const names = await cluster.namespaces();
  const where = cluster.live?.context;
  if (!names || where === undefined) return [];
  return names.items.map((value) => ({ value, detail: l10n.t('in {0}', visible(where)) }));
}

/** Says that there is such a set already. */
export async function existsAlready(
  cluster: Cluster,
  { kind }: Pick<System, 'kind'>,
  namespace: string,
  name: string,
): Promise<string | undefined> {
  const sets = await cluster.sets(namespace);
  if (!sets?.items.some((set) => set.kind === kind && set.name === name)) return undefined;
  return l10n.t('{0} {1} exists already in namespace {2}: apply would change it.', kind, name, namespace);
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
