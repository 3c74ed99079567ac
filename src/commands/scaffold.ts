import * as vscode from 'vscode';
import { catalogue } from '../scaffold/catalogue.ts';
import { scaffold } from '../scaffold/scaffold.ts';
import type { System } from '../scaffold/system.ts';
import { askAll, type Step } from './multiStep.ts';
import type { MakeVerb } from './verb.ts';

/** *Scaffold StatefulSet*: few questions, then an editor with tab stops. Needs no cluster and no trust. */
export const scaffoldStatefulSet: MakeVerb = () => ({
  id: 'kubesets.scaffoldStatefulSet',
  run: () => run('StatefulSet', vscode.l10n.t('Scaffold StatefulSet')),
});

/** *Scaffold DaemonSet*. */
export const scaffoldDaemonSet: MakeVerb = () => ({
  id: 'kubesets.scaffoldDaemonSet',
  run: () => run('DaemonSet', vscode.l10n.t('Scaffold DaemonSet')),
});

async function run(kind: System['kind'], title: string): Promise<void> {
  const systems = catalogue(kind);
  const systemOf = (answers: readonly string[]): System | undefined =>
    systems.find((s) => s.id === answers[0]);
  const answers = await askAll(
    title,
    (given) => 1 + (systemOf(given) ?? systems[0])!.questions.length,
    (n, given) => (n === 0 ? whichSystem(systems) : question(systemOf(given), n - 1)),
  );
  const system = systemOf(answers);
  if (!system) return;
  const byId = Object.fromEntries(system.questions.map((q, i) => [q.id, answers[i + 1] ?? q.default]));
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

function question(system: System | undefined, n: number): Step | undefined {
  const q = system?.questions[n];
  if (!q) return undefined;
  return q.type === 'text'
    ? { type: 'text', title: q.title, value: q.default, validate: (text) => q.validate(text) }
    : { type: 'choice', title: q.title, value: q.default, options: q.options };
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
