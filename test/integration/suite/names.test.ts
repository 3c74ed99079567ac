import assert from 'node:assert/strict';
import { afterEach, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { openText } from '../../support/openText.ts';

const manifest = `apiVersion: v1
kind: Service
metadata:
  name: mongodb
spec:
  clusterIP: None
  selector: { app: mongodb }
  ports: [{ port: 27017 }]
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: mongodb
spec:
  serviceName: mongodb
  selector: { matchLabels: { app: mongodb } }
  template:
    metadata: { labels: { app: mongodb } }
    spec:
      containers: [{ name: mongodb, image: 'mongo:7' }]
`;

describe('names of a manifest', () => {
  before(async () => {
    await vscode.extensions.getExtension('kube-sets.kube-sets')?.activate();
  });
  afterEach(() => vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor'));

  it('serviceName leads to the Service, and both are renamed', async () => {
    const { document } = await openText(manifest);
    const position = document.positionAt(manifest.indexOf('serviceName: mong') + 14);
    const found = await vscode.commands.executeCommand<vscode.Location[]>(
      'vscode.executeDefinitionProvider',
      document.uri,
      position,
    );
    assert.deepEqual(
      found.map(({ range }) => range.start.line),
      [3],
    );
    const edit = await vscode.commands.executeCommand<vscode.WorkspaceEdit>(
      'vscode.executeDocumentRenameProvider',
      document.uri,
      position,
      'db',
    );
    assert.ok(await vscode.workspace.applyEdit(edit));
    assert.equal(
      document.getText(),
      manifest.replace('  name: mongodb', '  name: db').replace('serviceName: mongodb', 'serviceName: db'),
    );
  });

  it('a file that is too large to be held is renamed all the same', async () => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    const large = vscode.Uri.joinPath(folder.uri, 'large.yaml');
    const [service = '', set = ''] = manifest.split('---\n');
    await vscode.workspace.fs.writeFile(
      large,
      new TextEncoder().encode(set + `# ${'x'.repeat(1000)}\n`.repeat(300)),
    );
    try {
      const { document } = await openText(service);
      const edit = await vscode.commands.executeCommand<vscode.WorkspaceEdit>(
        'vscode.executeDocumentRenameProvider',
        document.uri,
        document.positionAt(manifest.indexOf('name: mong') + 6),
        'renamed',
      );
      assert.deepEqual(
        edit.get(large).map(({ newText, range }) => `${range.start.line}: ${newText}`),
        ['5: renamed'],
      );
    } finally {
      await vscode.workspace.fs.delete(large);
    }
  });

  it('other YAML has none', async () => {
    const { document } = await openText('services:\n  web:\n    image: mongo\n');
    await assert.rejects(
      Promise.resolve(
        vscode.commands.executeCommand('vscode.prepareRename', document.uri, new vscode.Position(1, 3)),
      ),
      /no name here/,
    );
  });
});
