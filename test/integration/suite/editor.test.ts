import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { ServerDiagnostics } from '../../../src/editor/serverDiagnostics.ts';
import { parse } from '../../../src/manifest/parse.ts';
import { catalogue } from '../../../src/scaffold/catalogue.ts';
import { scaffold } from '../../../src/scaffold/scaffold.ts';
import { podAnswers } from '../../support/answers.ts';
import { openText } from '../../support/openText.ts';

const random = (count: number): Uint8Array => crypto.getRandomValues(new Uint8Array(count));

const broken = `apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: agent
spec:
  selector:
    matchLabels:
      app: agent
  template:
    metadata:
      labels:
        app: agent
    spec:
      containers:
        - name: agent
          image: agent:1
          ports:
            - containerPort: 8080
          volumeMounts:
            - name: loggs
              mountPath: /logs
      volumes:
        - name: logs
          emptyDir: {}
`;

/** Our diagnostics of a document, but for hints (those stand on most sets), once they satisfy `done`. */
async function diagnostics(
  { uri }: vscode.TextDocument,
  done: (codes: readonly string[]) => boolean,
): Promise<readonly vscode.Diagnostic[]> {
  const end = Date.now() + 10_000;
  for (;;) {
    const ours = vscode.languages
      .getDiagnostics(uri)
      .filter(({ source, severity }) => source === 'Kube Sets' && severity < vscode.DiagnosticSeverity.Hint);
    if (done(ours.map(codeOf))) return ours;
    assert.ok(Date.now() < end, `still ${JSON.stringify(ours.map(codeOf))}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function codeOf({ code }: vscode.Diagnostic): string {
  return String(typeof code === 'object' ? code.value : code);
}

async function actionsAt(
  document: vscode.TextDocument,
  marker: string,
  kind?: vscode.CodeActionKind,
): Promise<readonly vscode.CodeAction[]> {
  const position = document.positionAt(document.getText().indexOf(marker));
  return vscode.commands.executeCommand(
    'vscode.executeCodeActionProvider',
    document.uri,
    new vscode.Range(position, position),
    kind?.value,
    20,
  );
}

async function closeAll(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
}

describe('the editor', () => {
  before(async () => {
    await vscode.extensions.getExtension('kube-sets.kube-sets')?.activate();
  });

  afterEach(closeAll);

  it('shows a finding on its token, and clears it when the text is right', async () => {
    const { document } = await openText(broken);
    const [finding] = await diagnostics(document, (codes) => codes.includes('mount-without-volume'));
    assert.ok(finding);
    assert.equal(document.getText(finding.range), 'loggs');
    assert.ok(typeof finding.code === 'object', 'the code leads to its documentation');
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, finding.range, 'logs');
    await vscode.workspace.applyEdit(edit);
    await diagnostics(document, (codes) => !codes.includes('mount-without-volume'));
  });

  it('offers fixes, the likely one first and preferred, and they do what they say', async () => {
    const { document } = await openText(broken);
    await diagnostics(document, (codes) => codes.length > 0);
    const fixes = await actionsAt(document, 'loggs', vscode.CodeActionKind.QuickFix);
    const preferred = fixes.filter(({ isPreferred }) => isPreferred);
    assert.equal(preferred.length, 1, fixes.map(({ title }) => title).join(' | '));
    assert.ok(preferred[0]?.edit);
    await vscode.workspace.applyEdit(preferred[0].edit);
    await diagnostics(document, (codes) => codes.length === 0);
    assert.equal(document.getText(), broken.replace('loggs', 'logs'));
  });

  it('fixes all that has one obvious fix', async () => {
    const { document } = await openText(broken);
    await diagnostics(document, (codes) => codes.length > 0);
    const kind = vscode.CodeActionKind.SourceFixAll.append('kubesets');
    const [action] = await actionsAt(document, 'kind', kind);
    assert.ok(action?.edit);
    await vscode.workspace.applyEdit(action.edit);
    assert.equal(document.getText(), broken.replace('loggs', 'logs'));
  });

  it('offers the verbs of a set, without a cluster', async () => {
    const { document } = await openText(broken);
    const titles = (await actionsAt(document, '8080')).map(({ title }) => title);
    for (const title of [
      'Forward Port 8080 of agent…',
      'Port Forward to a Pod of agent…',
      'Delete Pod of agent…',
    ]) {
      assert.ok(titles.includes(title), titles.join(' | '));
    }
  });

  it('leaves other kinds of YAML alone', async () => {
    const { document } = await openText('services:\n  web:\n    image: x\n');
    await openText(broken);
    await diagnostics(vscode.window.activeTextEditor!.document, (codes) => codes.length > 0);
    assert.deepEqual(vscode.languages.getDiagnostics(document.uri), []);
    assert.deepEqual(await actionsAt(document, 'web'), []);
  });

  for (const system of catalogue()) {
    for (const answers of podAnswers(system)) {
      it(`takes the scaffold ${system.id} ${JSON.stringify(answers)} as a snippet, with nothing wrong`, async () => {
        const { text, snippet } = scaffold(system, answers, random);
        const editor = await openText('');
        await editor.insertSnippet(new vscode.SnippetString(snippet), new vscode.Position(0, 0));
        assert.equal(editor.document.getText(), text);
        // A finding elsewhere, made later, shows that the linter has been here.
        const other = await openText(broken);
        await diagnostics(other.document, (codes) => codes.length > 0);
        // What it leaves to the person is said as an information: a Secret with certificates has to be made before.
        const wrong = (await diagnostics(editor.document, () => true)).filter(
          ({ severity }) => severity <= vscode.DiagnosticSeverity.Warning,
        );
        assert.deepEqual(wrong, []);
        await closeAll();
      });
    }
  }

  it('has the snippets in YAML files', async () => {
    const { document } = await openText('k8s-');
    const list = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      document.uri,
      new vscode.Position(0, 4),
    );
    const labels = list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    const extension = vscode.extensions.getExtension('kube-sets.kube-sets');
    const path = join(extension?.extensionPath ?? '', 'snippets/kubernetes.json');
    const snippets = JSON.parse(readFileSync(path, 'utf8')) as Record<string, { prefix: string }>;
    for (const { prefix } of Object.values(snippets)) assert.ok(labels.includes(prefix), labels.join(' | '));
  });

  it('sees a Service in another file of the workspace, also one that comes later', async () => {
    const set = `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: db-elsewhere
  selector:
    matchLabels:
      app: db
  template:
    metadata:
      labels:
        app: db
    spec:
      containers:
        - name: db
          image: db:1
`;
    const service = `apiVersion: v1
kind: Service
metadata:
  name: db-elsewhere
spec:
  clusterIP: None
  selector:
    app: db
  ports:
    - port: 1
`;
    const folder = vscode.workspace.workspaceFolders?.[0];
    assert.ok(folder);
    const file = vscode.Uri.joinPath(folder.uri, 'db-elsewhere.yaml');
    const { document } = await openText(set);
    await diagnostics(document, (codes) => codes.includes('service-missing'));
    try {
      await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(service));
      await diagnostics(document, (codes) => !codes.includes('service-missing'));
    } finally {
      await vscode.workspace.fs.delete(file);
    }
    await diagnostics(document, (codes) => codes.includes('service-missing'));
  });

  it('shows what the server said until the next edit, and not at all on another text', async () => {
    const server = new ServerDiagnostics();
    try {
      const { document } = await openText(broken);
      const manifest = parse(document.getText());
      const causes = [{ field: 'spec.template.spec.containers[0].image', message: 'no such thing' }];
      const outcome = { is: 'failed', error: { code: 'invalid', message: 'refused' }, causes } as const;
      const shown = (): readonly string[] =>
        vscode.languages
          .getDiagnostics(document.uri)
          .filter(({ message }) => message === 'no such thing')
          .map(({ range }) => document.getText(range));
      server.show({ document, manifest }, [outcome]);
      assert.deepEqual(shown(), ['agent:1']);
      const edit = new vscode.WorkspaceEdit();
      edit.insert(document.uri, new vscode.Position(0, 0), '# changed\n');
      await vscode.workspace.applyEdit(edit);
      assert.deepEqual(shown(), []);
      server.show({ document, manifest }, [outcome]);
      assert.deepEqual(shown(), []);
    } finally {
      server.dispose();
    }
  });

  describe('its settings', () => {
    const settings = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('kubesets.lint');

    after(async () => {
      await settings().update('enabled', undefined, true);
      await settings().update('severity', undefined, true);
    });

    it('change a severity, switch a rule off, and switch all off', async () => {
      const { document } = await openText(broken);
      await diagnostics(document, (codes) => codes.includes('mount-without-volume'));
      await settings().update('severity', { 'mount-without-volume': 'hint' }, true);
      const severity = (): unknown =>
        vscode.languages.getDiagnostics(document.uri).find((d) => codeOf(d) === 'mount-without-volume')
          ?.severity;
      await diagnostics(document, () => severity() === vscode.DiagnosticSeverity.Hint);
      await settings().update('severity', { 'mount-without-volume': 'off' }, true);
      await diagnostics(document, (codes) => !codes.includes('mount-without-volume'));
      await settings().update('severity', undefined, true);
      await diagnostics(document, (codes) => codes.includes('mount-without-volume'));
      await settings().update('enabled', false, true);
      await diagnostics(document, (codes) => codes.length === 0);
    });
  });
});
