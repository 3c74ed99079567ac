import * as vscode from 'vscode';
import type { LiveCluster } from '../host/liveCluster.ts';
import { catalogue } from '../scaffold/catalogue.ts';
import { scaffold } from '../scaffold/scaffold.ts';
import type { Answers, System } from '../scaffold/system.ts';
import { askAll, type Step } from './multiStep.ts';
import { existsAlready, namespaceOffers, withReach } from './scaffoldFacts.ts';
import type { MakeVerb } from './verb.ts';

/** *Scaffold StatefulSet*: few questions, then an editor with tab stops. Needs no cluster and no trust. */
export const scaffoldStatefulSet: MakeVerb = ({ cluster }) => ({
  id: 'kubesets.scaffoldStatefulSet',
  run: () => run('StatefulSet', cluster, vscode.l10n.t('Scaffold StatefulSet')),
});

/** *Scaffold DaemonSet*. */
export const scaffoldDaemonSet: MakeVerb = ({ cluster }) => ({
  id: 'kubesets.scaffoldDaemonSet',
  run: () => run('DaemonSet', cluster, vscode.l10n.t('Scaffold DaemonSet')),
});

async function run(kind: System['kind'], cluster: LiveCluster, title: string): Promise<void> {
  const systems = catalogue(kind);
  const systemOf = (answers: readonly string[]): System | undefined =>
    systems.find((s) => s.id === answers[0]);
  const answers = await askAll(
    title,
    (given) => 1 + (systemOf(given) ?? systems[0])!.questions.length,
    async (n, given) => {
      if (n === 0) return whichSystem(systems);
      return question(cluster, systemOf(given), given.slice(1), n - 1);
    },
  );
  const system = systemOf(answers);
  if (!system) return;
  const byId = answersOf(system, answers.slice(1));
  const { snippet } = scaffold(system, byId, (count) => crypto.getRandomValues(new Uint8Array(count)));
  const document = await vscode.workspace.openTextDocument(await untitled(byId.name ?? system.id));
  const yaml = await vscode.languages.setTextDocumentLanguage(document, 'yaml');
  const editor = await vscode.window.showTextDocument(yaml, { preview: false });
  await editor.insertSnippet(new vscode.SnippetString(snippet), new vscode.Position(0, 0));
}

function whichSystem(systems: readonly System[]): Step {
  return {
    type: 'choice',
    title: vscode.l10n.t('What shall it run?'),
    value: undefined,
    options: systems.map((s) => ({ value: s.id, label: s.title, detail: s.description })),
  };
}

function answersOf(system: System, given: readonly string[]): Answers {
  return Object.fromEntries(system.questions.map((q, i) => [q.id, given[i] ?? q.default]));
}

/** The n-th question of the system, with what the live cluster knows of its answers. */
async function question(
  cluster: LiveCluster,
  system: System | undefined,
  given: readonly string[],
  n: number,
): Promise<Step | undefined> {
  const q = system?.questions[n];
  if (!system || !q) return undefined;
  const answers = answersOf(system, given);
  const { name = '', namespace = '' } = answers;
  const { title, default: value } = q;
  if (q.type === 'choice') {
    const options = q.id === 'nodes' ? await withReach(cluster, system, answers, q) : q.options;
    return { type: 'choice', title, value, options };
  }
  const step: Step = { type: 'text', title, value, validate: (text) => q.validate(text) };
  if (q.id === 'name') return { ...step, note: (text) => existsAlready(cluster, system, namespace, text) };
  if (q.id !== 'namespace') return step;
  return {
    ...step,
    offers: await namespaceOffers(cluster),
    note: (text) => existsAlready(cluster, system, text, name),
  };
}

/** An unsaved file that Save puts into the first workspace folder, under a name that is not taken. */
async function untitled(name: string): Promise<vscode.Uri> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  if (!folder) return vscode.Uri.from({ scheme: 'untitled', path: `${name}.yaml` });
  for (let n = 0; ; n++) {
    const uri = vscode.Uri.joinPath(folder, `${name}${n === 0 ? '' : `-${n}`}.yaml`);
    const open = vscode.workspace.textDocuments.some((d) => d.uri.path === uri.path && !d.isClosed);
    if (!open && !(await exists(uri))) return uri.with({ scheme: 'untitled' });
  }
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return false;
    throw error;
  }
}
