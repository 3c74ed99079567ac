import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { openUnsaved, saveFiles, targetFolder } from '../../../src/commands/scaffoldFolder.ts';
import { UserError } from '../../../src/base/errors.ts';
import { catalogue } from '../../../src/scaffold/catalogue.ts';
import { scaffoldFiles, type ScaffoldFiles } from '../../../src/scaffold/scaffold.ts';

const random = (count: number): Uint8Array => crypto.getRandomValues(new Uint8Array(count));

function mongodb(answers: Record<string, string>, called?: string): ScaffoldFiles {
  const [system] = catalogue();
  assert.ok(system);
  return scaffoldFiles(system, answers, random, called);
}

/** A folder that takes no files, or only so many, in place of a disk that is read-only or full. */
class Faulty implements vscode.FileSystemProvider {
  readonly files = new Map<string, Uint8Array>();
  readonly #room: number;
  readonly #fault: (uri: vscode.Uri) => vscode.FileSystemError;
  readonly onDidChangeFile = new vscode.EventEmitter<vscode.FileChangeEvent[]>().event;

  constructor(room: number, fault: (uri: vscode.Uri) => vscode.FileSystemError) {
    this.#room = room;
    this.#fault = fault;
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  stat(uri: vscode.Uri): vscode.FileStat {
    const file = this.files.get(uri.path);
    const folder = [...this.files.keys()].some((path) => path.startsWith(`${uri.path}/`));
    if (!file && !folder) throw vscode.FileSystemError.FileNotFound(uri);
    const type = file ? vscode.FileType.File : vscode.FileType.Directory;
    return { type, ctime: 0, mtime: 0, size: file?.length ?? 0 };
  }

  readDirectory(): [string, vscode.FileType][] {
    return [];
  }

  createDirectory(): void {
    return undefined;
  }

  readFile(uri: vscode.Uri): Uint8Array {
    const file = this.files.get(uri.path);
    if (!file) throw vscode.FileSystemError.FileNotFound(uri);
    return file;
  }

  writeFile(uri: vscode.Uri, content: Uint8Array): void {
    if (this.files.size >= this.#room) throw this.#fault(uri);
    this.files.set(uri.path, content);
  }

  delete(uri: vscode.Uri): void {
    this.files.delete(uri.path);
  }

  rename(): void {
    throw vscode.FileSystemError.Unavailable();
  }
}

/** Runs `work`, and gives what it tells the person. */
async function told(work: Promise<void>): Promise<UserError> {
  try {
    await work;
  } catch (error) {
    assert.ok(error instanceof UserError, String(error));
    return error;
  }
  return assert.fail('nothing was wrong');
}

function active(): vscode.TextEditor {
  const editor = vscode.window.activeTextEditor;
  assert.ok(editor);
  return editor;
}

describe('a scaffold is saved', () => {
  let folder: vscode.Uri;

  beforeEach(async () => {
    const root = vscode.extensions.getExtension('kube-sets.kube-sets')?.extensionUri;
    assert.ok(root);
    folder = vscode.Uri.joinPath(root, '.cache', `scaffold-${crypto.randomUUID().slice(0, 6)}`);
    await vscode.workspace.fs.createDirectory(folder);
  });

  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.workspace.fs.delete(folder, { recursive: true });
  });

  it('as one file with tab stops that still work', async () => {
    const made = mongodb({});
    await saveFiles(folder, made);
    const { document, selection } = active();
    assert.equal(document.uri.path, vscode.Uri.joinPath(folder, 'mongodb.yaml').path);
    assert.equal(document.isDirty, false);
    assert.equal(document.getText(), made.whole.text);
    assert.equal(document.getText(selection), 'root');
    await vscode.commands.executeCommand('jumpToNextSnippetPlaceholder');
    assert.equal(document.getText(active().selection), '1');
    const bytes = await vscode.workspace.fs.readFile(document.uri);
    assert.equal(new TextDecoder().decode(bytes), made.whole.text);
  });

  it('as a file for each object, with the set in the editor', async () => {
    const made = mongodb({ layout: 'each' }, 'db');
    await saveFiles(folder, made);
    assert.match(active().document.uri.path, /\/db\/statefulset\.yaml$/);
    const names = await vscode.workspace.fs.readDirectory(vscode.Uri.joinPath(folder, 'db'));
    assert.deepEqual(names.map(([name]) => name).sort(), [
      'kustomization.yaml',
      'namespace.yaml',
      'secret.yaml',
      'service.yaml',
      'statefulset.yaml',
    ]);
  });

  it('over no other file: the text stands in an editor, and the file is as it was', async () => {
    const there = vscode.Uri.joinPath(folder, 'mongodb.yaml');
    await vscode.workspace.fs.writeFile(there, new TextEncoder().encode('mine'));
    const made = mongodb({});
    const { code } = await told(saveFiles(folder, made));
    assert.equal(code, 'conflict');
    assert.equal(active().document.getText(), made.whole.text);
    assert.ok(active().document.isUntitled);
    assert.equal(new TextDecoder().decode(await vscode.workspace.fs.readFile(there)), 'mine');
  });

  for (const { what, room, fault, words } of [
    {
      what: 'a read-only',
      room: 0,
      fault: () => vscode.FileSystemError.NoPermissions(),
      words: /may not write/,
    },
    {
      what: 'a full',
      room: 2,
      fault: () => new vscode.FileSystemError('ENOSPC: no space'),
      words: /no space/,
    },
  ]) {
    it(`not into ${what} folder: it says why, leaves no half, and the text is not lost`, async () => {
      const scheme = `faulty${room}`;
      const faulty = new Faulty(room, fault);
      const registered = vscode.workspace.registerFileSystemProvider(scheme, faulty);
      try {
        const made = mongodb({ layout: 'each' });
        const { message } = await told(saveFiles(vscode.Uri.from({ scheme, path: '/there' }), made));
        assert.match(message, words);
        assert.equal(faulty.files.size, 0);
        assert.equal(active().document.getText(), made.whole.text);
      } finally {
        registered.dispose();
      }
    });
  }

  it('beside what something else wrote into the file meanwhile: that stays, and the text is not lost', async () => {
    const theirs = new TextEncoder().encode('theirs\n');
    const faulty = new Faulty(9, () => vscode.FileSystemError.NoPermissions());
    faulty.writeFile = (uri) => void faulty.files.set(uri.path, theirs);
    const registered = vscode.workspace.registerFileSystemProvider('changing', faulty);
    try {
      const made = mongodb({});
      const there = vscode.Uri.from({ scheme: 'changing', path: '/there' });
      const { code, message, remedy } = await told(saveFiles(there, made));
      assert.equal(code, 'conflict');
      assert.match(`${message} ${remedy}`, /changed by something else.*unsaved editor/);
      assert.deepEqual([...faulty.files.values()], [theirs]);
      assert.ok(active().document.isUntitled);
      assert.equal(active().document.getText(), made.whole.text);
    } finally {
      registered.dispose();
    }
  });

  it('where the selection is: in the folder, or beside the file', async () => {
    const file = vscode.Uri.joinPath(folder, 'x.yaml');
    await vscode.workspace.fs.writeFile(file, new Uint8Array());
    assert.equal((await targetFolder(folder))?.path, folder.path);
    assert.equal((await targetFolder(file))?.path, folder.path);
    await openUnsaved(mongodb({}).whole, 'mongodb');
    assert.notEqual((await targetFolder(undefined))?.path, folder.path);
  });
});
