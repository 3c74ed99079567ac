import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';

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

async function open(content: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument({ language: 'yaml', content });
  await vscode.window.showTextDocument(document);
  return document;
}

describe('names of a manifest', () => {
  before(async () => {
    await vscode.extensions.getExtension('kube-sets.kube-sets')?.activate();
  });
  after(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('serviceName leads to the Service, and both are renamed', async () => {
    const document = await open(manifest);
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

  it('other YAML has none', async () => {
    const document = await open('services:\n  web:\n    image: mongo\n');
    await assert.rejects(
      Promise.resolve(
        vscode.commands.executeCommand('vscode.prepareRename', document.uri, new vscode.Position(1, 3)),
      ),
      /no name here/,
    );
  });
});
