import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { diffScheme } from '../../../src/host/contributions.ts';
import { DiffDocuments } from '../../../src/commands/diffDocuments.ts';
import { openText } from '../../support/openText.ts';

const manifest = `apiVersion: v1
kind: Namespace
metadata: { name: db }
---
# A database.
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: mongodb, namespace: db }
`;

const verbs = ['Apply', 'Diff', 'Port Forward', 'Delete in order'];

async function lenses(content: string): Promise<readonly vscode.CodeLens[]> {
  const { document } = await openText(content);
  return vscode.commands.executeCommand('vscode.executeCodeLensProvider', document.uri, 20);
}

const titles = (all: readonly vscode.CodeLens[]): unknown[] => all.map(({ command }) => command?.title);

describe('the code lenses of sets', () => {
  const settings = vscode.workspace.getConfiguration('kubesets');

  before(async () => {
    await vscode.extensions.getExtension('kube-sets.kube-sets')?.activate();
  });

  afterEach(() => vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor'));

  after(() => settings.update('codeLens.enabled', undefined, vscode.ConfigurationTarget.Global));

  it('offers the verbs above a set without a cluster, with commands that there are', async () => {
    const all = await lenses(manifest);
    assert.deepEqual(titles(all), verbs);
    assert.deepEqual([...new Set(all.map(({ range }) => range.start.line))], [5]);
    const known = await vscode.commands.getCommands(true);
    for (const { command } of all) assert.ok(command && known.includes(command.command), command?.command);
  });

  it('offers nothing elsewhere', async () => {
    assert.deepEqual(titles(await lenses('services:\n  web: { image: x }\n')), []);
    assert.deepEqual(titles(await lenses('apiVersion: v1\nkind: Namespace\nmetadata: { name: db }\n')), []);
  });

  it('is hidden by the setting', async () => {
    await settings.update('codeLens.enabled', false, vscode.ConfigurationTarget.Global);
    assert.deepEqual(titles(await lenses(manifest)), []);
    await settings.update('codeLens.enabled', undefined, vscode.ConfigurationTarget.Global);
    assert.deepEqual(titles(await lenses(manifest)), verbs);
  });
});

describe('a comparison', () => {
  const object = (name: string) => ({ text: '', apiVersion: 'v1', kind: 'Service', name, namespace: 'db' });
  const comparison = {
    outcome: { is: 'configured', warnings: [] },
    live: 'a: 1\n',
    after: 'a: 2\n',
  } as const;
  let documents: DiffDocuments;

  before(() => (documents = new DiffDocuments()));
  after(() => documents.dispose());
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  async function input(): Promise<unknown> {
    const end = Date.now() + 10_000;
    for (;;) {
      const found = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
      if (found || Date.now() > end) return found;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  it('of one object stands in a diff editor, under its name', async () => {
    await documents.show('x', [{ object: object('mongodb'), comparison }]);
    const shown = await input();
    assert.ok(shown instanceof vscode.TabInputTextDiff);
    assert.equal(
      vscode.window.tabGroups.activeTabGroup.activeTab?.label,
      'mongodb (live) ↔ mongodb (after apply)',
    );
    const sides = await Promise.all(
      [shown.original, shown.modified].map((uri) => vscode.workspace.openTextDocument(uri)),
    );
    assert.deepEqual(
      sides.map((side) => [side.uri.scheme, side.languageId, side.getText()]),
      [
        [diffScheme, 'yaml', 'a: 1\n'],
        [diffScheme, 'yaml', 'a: 2\n'],
      ],
    );
  });

  it('of several stands in one editor, and what is new beside nothing', async () => {
    const { live: _live, ...fresh } = comparison;
    await documents.show('all', [
      { object: object('a'), comparison },
      { object: object('b'), comparison: fresh },
    ]);
    const end = Date.now() + 10_000;
    const state = (): unknown => [
      vscode.window.tabGroups.activeTabGroup.activeTab?.label.startsWith('all'),
      ...['a', 'b'].map((name) =>
        vscode.workspace.textDocuments
          .filter(({ uri }) => uri.scheme === diffScheme && uri.path === `/db/Service ${name}.yaml`)
          .map((document) => document.getText())
          .sort(),
      ),
    ];
    const wanted = [true, ['a: 1\n', 'a: 2\n'], ['', 'a: 2\n']];
    while (JSON.stringify(state()) !== JSON.stringify(wanted) && Date.now() < end) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    assert.deepEqual(state(), wanted);
  });
});
