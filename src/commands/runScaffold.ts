import * as vscode from 'vscode';
import { catalogue, type ListedSystem } from '../scaffold/catalogue.ts';
import { objectsOf, offers, taken, type KnownObject } from '../scaffold/known.ts';
import { problemOf, scaffoldFiles } from '../scaffold/scaffold.ts';
import type { Answers, Question, System } from '../scaffold/system.ts';
import { askAll, type Step } from './multiStep.ts';
import { liveObjects, withReach } from './scaffoldFacts.ts';
import { exists, freeName, openUnsaved, saveFiles, targetFolder } from './scaffoldFolder.ts';
import type { VerbDeps } from './verb.ts';

type Deps = Pick<VerbDeps, 'choices' | 'manifests' | 'cluster'>;

const whichSystem = 'system';
const whichFile = 'file';

/** Asks what to scaffold and where, and writes it. `target`: the explorer's selection, where the command comes from its menu. */
export async function runScaffold(
  kind: System['kind'],
  title: string,
  deps: Deps,
  target: unknown,
): Promise<void> {
  const systems = catalogue(kind);
  const known = (): readonly KnownObject[] =>
    objectsOf(
      [...deps.manifests()].map(({ uri, manifest }) => ({
        where: vscode.workspace.asRelativePath(vscode.Uri.parse(uri)),
        manifest,
      })),
    );
  known();
  const folder = await targetFolder(target instanceof vscode.Uri ? target : undefined);
  const systemOf = (given: ReadonlyMap<string, string>): ListedSystem | undefined =>
    systems.find(({ id }) => id === given.get(whichSystem));
  const given = await askAll(
    title,
    (answers) => 1 + asked(systemOf(answers) ?? systems[0], plain(answers)).length,
    async (answers) => {
      const system = systemOf(answers);
      if (!system) return systemStep(systems);
      const own = plain(answers);
      const next = asked(system, own).find(({ id }) => own[id] === undefined);
      if (next) {
        const knows: Knowing = async (namespace) => [
          ...known(),
          ...(await liveObjects(deps.cluster, namespace)),
        ];
        return questionStep(system, next, { ...remembered(system, deps), ...own }, knows, deps.cluster);
      }
      return folder && own[whichFile] === undefined ? fileStep(folder, own) : undefined;
    },
  );
  const system = systemOf(given);
  if (!system) return;
  const { [whichFile]: called, ...answers } = plain(given);
  const random = (count: number): Uint8Array => crypto.getRandomValues(new Uint8Array(count));
  const made = scaffoldFiles(system, answers, random, called);
  await deps.choices.rememberScaffold(system.id, answers);
  if (folder) await saveFiles(folder, made);
  else await openUnsaved(made.whole, answers['name'] ?? system.id);
}

/** The answers to a system's own questions: their steps are named after it, so that another one does not get them. */
function plain(given: ReadonlyMap<string, string>): Answers {
  return Object.fromEntries([...given].map(([id, answer]) => [id.slice(id.indexOf('/') + 1), answer]));
}

/** The questions that are asked after these answers. */
function asked(system: System | undefined, answers: Answers): readonly Question[] {
  return system?.questions.filter(({ when }) => when?.(answers) ?? true) ?? [];
}

/** The answers of the last time, where they are still possible. */
function remembered(system: System, { choices }: Deps): Answers {
  const last = choices.scaffold(system.id);
  const valid = system.questions.filter((q) => {
    const answer = last[q.id];
    return answer !== undefined && problemOf(q, answer) === undefined;
  });
  return Object.fromEntries(valid.map(({ id }) => [id, last[id] ?? '']));
}

function systemStep(systems: readonly ListedSystem[]): Step {
  return {
    id: whichSystem,
    type: 'choice',
    title: vscode.l10n.t('What shall it run?'),
    value: undefined,
    options: systems.map(({ id, title, description, group }) => ({
      value: id,
      label: title,
      description,
      group,
    })),
  };
}

/** What there is already: in the workspace's files, and in a live cluster's namespace. */
type Knowing = (namespace: string | undefined) => Promise<readonly KnownObject[]>;

/** `answers`: those given, and of the questions to come the ones of the last time. */
async function questionStep(
  system: System,
  q: Question,
  answers: Answers,
  known: Knowing,
  cluster: VerbDeps['cluster'],
): Promise<Step> {
  const base = { id: `${system.id}/${q.id}`, title: q.title, value: answers[q.id] ?? q.default };
  if (q.type === 'choice') {
    const reach = system.kind === 'DaemonSet' && q.id === 'nodes';
    const options = reach ? await withReach(cluster, system, answers, q) : q.options;
    return { ...base, type: 'choice', options };
  }
  const places = q.id === 'name' || q.id === 'namespace';
  const namespace = answers['namespace'];
  return {
    ...base,
    type: 'text',
    ...(q.offers ? { offers: offers(q.offers, namespace, await known(namespace)) } : {}),
    validate: (text) => q.validate(text),
    ...(places ? { remark: (text) => takenBy(system, { ...answers, [q.id]: text }, known) } : {}),
  };
}

async function takenBy(system: System, answers: Answers, known: Knowing): Promise<string | undefined> {
  const there = await known(answers['namespace']);
  // Many things share a namespace: that it is there already is no remark worth.
  return taken(
    system,
    answers,
    there.filter(({ kind }) => kind !== 'Namespace'),
  );
}

/** Asks for another name where the usual one is taken: nothing is overwritten. */
async function fileStep(folder: vscode.Uri, answers: Answers): Promise<Step | undefined> {
  const ending = answers['layout'] === 'each' ? '' : '.yaml';
  const usual = answers['name'] ?? '';
  if (!(await exists(vscode.Uri.joinPath(folder, usual + ending)))) return undefined;
  const entries = await vscode.workspace.fs.readDirectory(folder);
  const there = new Set(entries.map(([name]) => name.toLowerCase()));
  return {
    // Of another name it is another question.
    id: `${usual}${ending}/${whichFile}`,
    type: 'text',
    title: vscode.l10n.t('{0} is there already and stays as it is. Another name', usual + ending),
    value: freeName(usual, ending, there),
    validate(text) {
      if (!/^[\w][\w.-]*$/.test(text)) return vscode.l10n.t('Letters, digits, “-”, “_” and “.” only.');
      return there.has((text + ending).toLowerCase())
        ? vscode.l10n.t('{0} is there already.', text + ending)
        : undefined;
    },
  };
}
