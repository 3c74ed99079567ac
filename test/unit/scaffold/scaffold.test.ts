import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { UserError } from '../../../src/base/errors.ts';
import { lint } from '../../../src/lint/lint.ts';
import { parse, type Manifest } from '../../../src/manifest/parse.ts';
import { catalogue } from '../../../src/scaffold/catalogue.ts';
import { scaffold } from '../../../src/scaffold/scaffold.ts';
import type { Answers, System } from '../../../src/scaffold/system.ts';
import { allAnswers } from '../../support/answers.ts';
import { expandSnippet } from '../../support/expandSnippet.ts';

const random = (count: number): Uint8Array => crypto.getRandomValues(new Uint8Array(count));
const same = (count: number): Uint8Array => new Uint8Array(count);

function system(id: string): System {
  const found = catalogue().find((s) => s.id === id);
  assert.ok(found);
  return found;
}

/** What the linter finds but hints, as `code path`. */
function problems(manifest: Manifest): string[] {
  return lint({ uri: 'file:///x.yaml', manifest }, [])
    .filter(({ severity }) => severity !== 'hint')
    .map(({ code, path }) => `${code} ${path}`);
}

describe('catalogue', () => {
  it('is found by kind', () => {
    assert.deepEqual(
      catalogue('StatefulSet').map((s) => s.id),
      [
        ...[
          'mongodb',
          'mysql',
          'postgresql',
          'redis',
          'cassandra',
          'zookeeper',
          'kafka',
          'elasticsearch',
          'statefulset',
        ],
      ],
    );
    assert.deepEqual(
      catalogue('DaemonSet').map((s) => s.id),
      ['fluentd', 'fluent-bit', 'filebeat', 'node-exporter', 'daemonset', 'cilium', 'calico'],
    );
  });

  for (const each of catalogue()) {
    for (const answers of allAnswers(each)) {
      it(`${each.id} ${JSON.stringify(answers)}: one text, as snippet and plain`, () => {
        const { text, snippet } = scaffold(each, answers, random);
        assert.equal(expandSnippet(snippet), text);
        assert.ok(text.endsWith('\n') && !text.endsWith('\n\n'));
        assert.ok(!text.includes('\t'));
        assert.deepEqual(
          text.split('\n').filter((line) => line.length > 120 || line.endsWith(' ')),
          [],
        );
      });
    }
    it(`${each.id}: nothing to find, whatever the names`, () => {
      for (const answers of allAnswers(each)) {
        const renamed: readonly Answers[] = [
          {},
          { name: 'a1', namespace: 'default' },
          { namespace: '2026-11-23' },
        ];
        for (const names of renamed) {
          const manifest = parse(scaffold(each, { ...answers, ...names }, random).text);
          assert.ok(manifest.documents.every(({ error, objects }) => !error && objects.length === 1));
          assert.deepEqual(problems(manifest), []);
        }
      }
    });
    it(`${each.id}: same answers, same text`, () => {
      assert.equal(scaffold(each, {}, same).text, scaffold(each, {}, same).text);
    });
    it(`${each.id}: has defaults that its own questions accept`, () => {
      for (const question of each.questions) {
        if (question.type === 'text') assert.equal(question.validate(question.default), undefined);
        else assert.ok(question.options.some((option) => option.value === question.default));
      }
    });
  }
});

describe('scaffold', () => {
  it('refuses an answer that the question would refuse', () => {
    const invalid = (error: unknown): boolean => error instanceof UserError && error.code === 'invalid';
    assert.throws(() => scaffold(system('mongodb'), { name: 'Mongo' }, random), invalid);
    assert.throws(() => scaffold(system('mongodb'), { name: 'x\ny: z' }, random), invalid);
    assert.throws(() => scaffold(system('mongodb'), { replicas: '2' }, random), invalid);
  });

  it('differs between two runs in the password alone', () => {
    const [one, two] = [1, 2].map(() => scaffold(system('mongodb'), {}, random).text.split('\n')) as [
      string[],
      string[],
    ];
    const differing = one.filter((line, i) => line !== two[i]);
    assert.equal(differing.length, 1);
    assert.match(differing[0] ?? '', /^ {2}password: "[A-Za-z0-9]{24}"$/);
  });

  it('does not own a namespace of the cluster, since what is in the file is deleted with it', () => {
    for (const namespace of ['default', 'kube-system']) {
      assert.ok(!scaffold(system('fluentd'), { namespace }, random).text.includes('kind: Namespace'));
    }
    assert.ok(scaffold(system('fluentd'), {}, random).text.includes('kind: Namespace'));
  });

  it('quotes names that YAML would read as numbers', () => {
    const { text } = scaffold(system('fluentd'), { name: '1', namespace: '2' }, random);
    assert.match(text, /name: "1"\n {2}namespace: "2"\n/);
    assert.match(text, /name: "1-2"\n/);
  });

  it('says the truth about several replicas', () => {
    assert.ok(scaffold(system('mongodb'), { replicas: '3' }, random).text.includes('independent databases'));
    assert.ok(!scaffold(system('mongodb'), { replicas: '1' }, random).text.includes('independent databases'));
  });

  it('tolerates what was chosen', () => {
    const tolerations = (nodes: string): boolean =>
      scaffold(system('fluentd'), { nodes }, random).text.includes('tolerations:');
    assert.deepEqual(['ordinary', 'controlPlane', 'every'].map(tolerations), [false, true, true]);
  });
});
