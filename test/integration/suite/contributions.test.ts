import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import * as vscode from 'vscode';

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
    readonly configuration: readonly {
      readonly properties: Readonly<Record<string, { readonly default?: unknown }>>;
    }[];
  };
}

describe('contributions', () => {
  let contributes: Manifest['contributes'];

  before(async () => {
    const extension = vscode.extensions.getExtension('kube-sets.kube-sets');
    assert.ok(extension, 'the extension is not installed');
    ({ contributes } = extension.packageJSON as Manifest);
    await extension.activate();
  });

  it('registers every command that the manifest names', async () => {
    const registered = new Set(await vscode.commands.getCommands(true));
    const missing = contributes.commands.map(({ command }) => command).filter((id) => !registered.has(id));
    assert.ok(contributes.commands.length > 0);
    assert.deepEqual(missing, []);
  });

  it('has the three views of its container', () => {
    const ids = contributes.views['kubesets']?.map(({ id }) => id);
    assert.deepEqual(ids, ['kubesets.sets', 'kubesets.nodes', 'kubesets.forwards']);
  });

  for (const id of ['kubesets.sets', 'kubesets.nodes', 'kubesets.forwards']) {
    it(`shows the view ${id}`, () => vscode.commands.executeCommand(`${id}.focus`));
  }

  it('has settings whose values are the defaults of the manifest', () => {
    const settings = vscode.workspace.getConfiguration();
    const properties = contributes.configuration.flatMap((section) => Object.entries(section.properties));
    for (const [name, { default: value }] of properties) {
      assert.deepEqual(settings.get(name), value, name);
    }
  });
});
