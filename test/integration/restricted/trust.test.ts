import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';

describe('in Restricted Mode', () => {
  it('runs in a folder that is not trusted', () => assert.equal(vscode.workspace.isTrusted, false));

  it('still activates, since authoring needs no trust', async () => {
    const extension = vscode.extensions.getExtension('kube-sets.kube-sets');
    assert.ok(extension, 'the extension is not there');
    await extension.activate();
    assert.equal(extension.isActive, true);
  });
});
