import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { load } from 'js-yaml';
import { lint } from '../../../src/lint/lint.ts';
import { parse } from '../../../src/manifest/parse.ts';
import { catalogue } from '../../../src/scaffold/catalogue.ts';
import { scaffoldFiles } from '../../../src/scaffold/scaffold.ts';
import { podAnswers } from '../../support/answers.ts';
import { expandSnippet } from '../../support/expandSnippet.ts';

const zeroes = (count: number): Uint8Array => new Uint8Array(count);

describe('scaffoldFiles', () => {
  for (const system of catalogue()) {
    for (const answers of podAnswers(system).flatMap((a) => [
      { ...a, layout: 'each' },
      { ...a, layout: 'each', password: 'existing', secret: 'mine', namespace: '2026' },
    ])) {
      it(`${system.id} ${JSON.stringify(answers)}: one file an object, named in order, nothing wrong across them`, () => {
        const given = Object.fromEntries(
          Object.entries(answers).filter(([id]) => system.questions.some((q) => q.id === id)),
        );
        const { files, whole } = scaffoldFiles(system, given, zeroes, 'here');
        const last = files.at(-1);
        assert.equal(last?.path, 'here/kustomization.yaml');
        const { resources, namespace } = load(last.text) as { resources: string[]; namespace: string };
        assert.equal(typeof namespace, 'string');
        const own = files.slice(0, -1);
        assert.deepEqual(
          resources.map((name) => `here/${name}`),
          own.map(({ path }) => path),
        );
        assert.equal(new Set(files.map(({ path }) => path)).size, files.length);
        assert.equal(own.map(({ text }) => text).join('---\n'), whole.text);
        assert.equal(own.filter(({ main }) => main).length, 1);
        const parsed = files.map(({ path, text }) => ({ uri: `file:///${path}`, manifest: parse(text) }));
        for (const [i, file] of parsed.entries()) {
          assert.equal(expandSnippet(files[i]?.snippet ?? ''), files[i]?.text);
          const found = lint(
            file,
            parsed.filter((other) => other !== file),
          ).filter(({ severity }) => severity === 'error' || severity === 'warning');
          assert.deepEqual(
            found.map(({ code, path }) => `${code} ${path}`),
            [],
          );
        }
      });
    }
  }

  it('makes one file under the name, or under another one', () => {
    const [system] = catalogue();
    assert.ok(system);
    const paths = (called?: string): readonly string[] =>
      scaffoldFiles(system, { name: 'orders' }, zeroes, called).files.map(({ path }) => path);
    assert.deepEqual(paths(), ['orders.yaml']);
    assert.deepEqual(paths('orders-2'), ['orders-2.yaml']);
  });
});
