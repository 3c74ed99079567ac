import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { Internals } from '../../../src/extension.ts';
import { openText } from '../../support/openText.ts';

// First in the alphabet, so that it runs before any test that shows a view.
describe('activation', () => {
  const extension = (): vscode.Extension<Internals> => {
    const found = vscode.extensions.getExtension<Internals>('kube-sets.kube-sets');
    assert.ok(found, 'the extension is not installed');
    return found;
  };

  it('comes with a YAML file that is no manifest, and loads no linter', async () => {
    const content = 'services:\n  web:\n    image: web:1\n';
    await openText(content);
    for (let tries = 0; !extension().isActive && tries < 100; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    assert.ok(extension().isActive, 'a YAML file activates it');
    await new Promise((resolve) => setTimeout(resolve, 1000));
    assert.equal(extension().exports.lintLoaded(), false);
  });

  it('comes with a YAML file, and starts no worker', async () => {
    const threads = process.getActiveResourcesInfo().filter((kind) => kind === 'MessagePort').length;
    const { document } = await openText('apiVersion: apps/v1\nkind: StatefulSet\nmetadata:\n  name: web\n');
    for (let tries = 0; !extension().isActive && tries < 100; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    assert.ok(extension().isActive, 'a YAML file activates it');
    const measured = process.env['KUBESETS_ACTIVATION'];
    if (measured) await writeFile(measured, String(extension().exports.activation));
    // Long enough for the linter to have run, and for anything eager to have shown itself.
    await new Promise((resolve) => setTimeout(resolve, 1000));
    assert.equal(extension().exports.lintLoaded(), true, 'the first manifest loads the linter');
    const lenses = await vscode.commands.executeCommand<unknown[]>(
      'vscode.executeCodeLensProvider',
      document.uri,
    );
    assert.ok(lenses.length > 0, 'there are lenses');
    assert.equal(extension().exports.worker.running, false);
    const after = process.getActiveResourcesInfo().filter((kind) => kind === 'MessagePort').length;
    assert.ok(after <= threads, `no thread was started (${threads} ports before, ${after} after)`);
  });

  it('loads no code that could read a kubeconfig or open a socket', async () => {
    const { extensionPath } = extension();
    const meta = JSON.parse(await readFile(join(extensionPath, 'dist/meta.json'), 'utf8')) as {
      readonly extension: { readonly inputs: Readonly<Record<string, unknown>> };
    };
    const inputs = Object.keys(meta.extension.inputs);
    assert.ok(inputs.includes('src/extension.ts'));
    const client = inputs.filter((input) =>
      /src\/(cluster|forward)\/(?!.*types)|node_modules\/(undici|ws|@kubernetes)\//.test(input),
    );
    assert.deepEqual(client, []);
  });

  it('reads no rule at start', async () => {
    const { extensionPath } = extension();
    const { extension: meta } = JSON.parse(await readFile(join(extensionPath, 'dist/meta.json'), 'utf8')) as {
      readonly extension: {
        readonly outputs: Readonly<
          Record<
            string,
            {
              readonly inputs: Readonly<Record<string, unknown>>;
              readonly imports: readonly { readonly path: string; readonly kind: string }[];
            }
          >
        >;
      };
    };
    const atStart = new Set(['dist/extension.js']);
    for (const file of atStart) {
      for (const { path, kind } of meta.outputs[file]?.imports ?? [])
        if (kind === 'import-statement' && meta.outputs[path]) atStart.add(path);
    }
    const inputs = (files: Iterable<string>): string[] =>
      [...files].flatMap((file) => Object.keys(meta.outputs[file]?.inputs ?? {}));
    assert.deepEqual(
      inputs(atStart).filter((input) => input.startsWith('src/lint/')),
      [],
    );
    assert.ok(inputs(Object.keys(meta.outputs)).includes('src/lint/lint.ts'));
  });
});
