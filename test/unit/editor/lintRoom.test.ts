import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LintRoom, looksLikeManifest, type LintCode } from '../../../src/editor/lintRoom.ts';
import { parse } from '../../../src/manifest/parse.ts';

describe('the linter’s code', () => {
  it('is loaded once, when it is asked for', async () => {
    let loads = 0;
    let told = 0;
    const room = new LintRoom({
      log: { error: (message) => assert.fail(message) },
      load: () => {
        loads++;
        return import('../../../src/editor/lintCode.ts');
      },
    });
    room.onDidChange(() => told++);
    assert.equal(loads, 0);
    assert.equal(room.code, undefined);
    const [first, second] = await Promise.all([room.load(), room.load()]);
    assert.ok(first && first === second && room.code === first);
    assert.deepEqual([loads, told, room.failed], [1, 1, false]);
  });

  it('that can’t be loaded is a line in the log, once, and is told to who waits', async () => {
    const lines: string[] = [];
    let told = 0;
    const room = new LintRoom({
      log: { error: (message) => lines.push(message) },
      load: (): Promise<LintCode> => Promise.reject(new Error('Cannot find module extension-lintCode.js')),
    });
    room.onDidChange(() => told++);
    assert.equal(await room.load(), undefined);
    assert.equal(await room.load(), undefined);
    assert.equal(lines.length, 1);
    assert.match(lines[0] ?? '', /linter could not be loaded.*Cannot find module extension-lintCode\.js/s);
    assert.deepEqual([told, room.failed], [1, true]);
  });
});

describe('what looks like a manifest', () => {
  for (const text of [
    'apiVersion: v1\nkind: Service\n',
    'kind: Service\n',
    '# c\n---\n"kind" : x\n',
    '{"apiVersion": "v1", "kind": "Service"}',
    'Kind: DaemonSet\n',
    'a: 1\n---\napiVersion: v1\nkind: [\n',
  ])
    it(JSON.stringify(text), () => assert.equal(looksLikeManifest(parse(text)), true));
  for (const text of ['', '# kind: x\n', 'services:\n  web:\n    kind: x\n', '- hosts: all\n', 'kinds: 1\n'])
    it(`not ${JSON.stringify(text)}`, () => assert.equal(looksLikeManifest(parse(text)), false));
});
