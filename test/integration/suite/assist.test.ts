import assert from 'node:assert/strict';
import { afterEach, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { openText } from '../../support/openText.ts';

const set = `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
  namespace: data
spec:
  replicas: 3
  serviceName: db
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
          image: registry.example/db:1.0.1
`;
const service = `---
apiVersion: v1
kind: Service
metadata:
  name: db-pods
  namespace: data
spec:
  clusterIP: None
  selector:
    app: db
`;

describe('completion and hover', () => {
  before(async () => {
    await vscode.extensions.getExtension('kube-sets.kube-sets')?.activate();
  });

  afterEach(async () => {
    const section = vscode.workspace.getConfiguration('kubesets.completion');
    await section.update('fields', undefined, vscode.ConfigurationTarget.Global);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  /** Opens the text without its `¦`, which marks a position. */
  async function open(marked: string, language = 'yaml') {
    const content = marked.replace('¦', '');
    const editor = await openText(content, language);
    const { document } = editor;
    const position = document.positionAt(marked.indexOf('¦'));
    editor.selection = new vscode.Selection(position, position);
    return { document, position };
  }

  /** Ours: beside them VS Code offers snippets and the words of the file. */
  async function offered(marked: string, language = 'yaml'): Promise<readonly vscode.CompletionItem[]> {
    const { document, position } = await open(marked, language);
    const list = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      document.uri,
      position,
      undefined,
      100,
    );
    const { Snippet, Text } = vscode.CompletionItemKind;
    return list.items.filter(({ kind }) => kind !== Snippet && kind !== Text);
  }

  const names = (items: readonly vscode.CompletionItem[]): readonly string[] =>
    items.map(({ label }) => (typeof label === 'string' ? label : label.label));

  it('offers the names of Services, and the keys of the map with their documentation', async () => {
    assert.deepEqual(names(await offered(set.replace('serviceName: db', 'serviceName: ¦') + service)), [
      'db-pods',
    ]);
    const keys = await offered(set.replace('  serviceName: db\n', '  pod¦\n'));
    const key = keys.find(({ label }) => label === 'podManagementPolicy');
    assert.ok(key, names(keys).join(' '));
    const { documentation } = key;
    assert.match(
      documentation instanceof vscode.MarkdownString ? documentation.value : '',
      /controls how pods/,
    );
    assert.ok(!names(keys).includes('replicas'));
  });

  it('leaves keys to others where the setting says so', async () => {
    const section = vscode.workspace.getConfiguration('kubesets.completion');
    await section.update('fields', 'never', vscode.ConfigurationTarget.Global);
    assert.deepEqual(names(await offered(set.replace('  serviceName: db\n', '  pod¦\n'))), []);
    assert.deepEqual(names(await offered(set.replace('serviceName: db', 'serviceName: ¦') + service)), [
      'db-pods',
    ]);
  });

  it('makes a whole object of kind: Stat, indented as it should be', async () => {
    const { document } = await open('kind: Stat¦');
    await vscode.commands.executeCommand('editor.action.triggerSuggest');
    for (const end = Date.now() + 10_000; !/kind: StatefulSet\n/.test(document.getText());) {
      assert.ok(Date.now() < end, document.getText());
      await vscode.commands.executeCommand('acceptSelectedSuggestion');
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    assert.match(document.getText(), /^apiVersion: v1\nkind: Service\nmetadata:\n {2}name: /);
    assert.match(document.getText(), /\n {2}template:\n {4}metadata:\n/);
  });

  it('says nothing in a file that is no manifest', async () => {
    assert.deepEqual(names(await offered('services:\n  web:\n    im¦\n')), []);
    assert.deepEqual(names(await offered('kind: Stat¦', 'plaintext')), []);
  });

  it('says on hover what a field is and what it does here', async () => {
    const { document, position } = await open(set.replace('serviceName: db', 'service¦Name: db'));
    let text = '';
    // The provider is there only once the file's language is known.
    for (const end = Date.now() + 10_000; text === '' && Date.now() < end;) {
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        document.uri,
        position,
      );
      text = hovers
        .flatMap(({ contents }) => contents)
        .map((part) => (part instanceof vscode.MarkdownString ? part.value : ''))
        .join('\n');
    }
    assert.match(text, /\*\*serviceName\*\* · `string`/);
    assert.match(text, /`db-2\.db\.data\.svc\.cluster\.local`/);
  });
});
