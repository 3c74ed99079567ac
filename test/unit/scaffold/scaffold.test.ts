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

/** Whether a Secret that is in no file belongs to the answers: one of the person's, or the certificates that Elasticsearch is given. */
function bringsSecret(each: System, answers: Answers): boolean {
  return answers['password'] === 'existing' || each.id === 'elasticsearch';
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
          // That a Secret of the person's own is in no file is said, and is as it was asked for.
          const found = problems(manifest).filter(
            (one) => !(bringsSecret(each, answers) && /^reference-missing .*[sS]ecret/.test(one)),
          );
          assert.deepEqual(found, []);
        }
      }
    });
    it(`${each.id}: same answers, same text but for what is generated`, () => {
      for (const answers of allAnswers(each)) {
        assert.equal(scaffold(each, answers, same).text, scaffold(each, answers, same).text);
        const [one = [], two = []] = [1, 2].map(() => scaffold(each, answers, random).text.split('\n'));
        const differing = one.filter((line, i) => line !== two[i]);
        const generated = /^ +(?:[a-z-]*password|keyfile): "[A-Za-z0-9]{24,}"$|^ {14}value: "[\w-]{22}"$/;
        for (const line of differing) assert.match(line, generated);
        const existing = answers['password'] === 'existing';
        assert.equal(/^kind: Secret$/m.test(one.join('\n')), answers['password'] === 'generate');
        assert.equal(
          existing,
          one.some((line) => line.startsWith('# Reads the Secret credentials, which')),
        );
      }
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

  it('names no password that others know', () => {
    for (const each of catalogue()) {
      const { text } = scaffold(each, {}, random);
      for (const [, value] of text.matchAll(/^ +[a-z-]*password: "?([^"\n]*)/gm)) {
        assert.match(value ?? '', /^[A-Za-z0-9]{24}$|^\$\{ELASTICSEARCH_PASSWORD:\}$/);
      }
      assert.doesNotMatch(text, /changeme|admin123|password: "?(?:password|root|secret)\b/i);
    }
  });

  it('reads the keys of an existing Secret, and names them', () => {
    const answers = { replicas: 'replicaSet', password: 'existing', secret: 'mine' };
    const { text } = scaffold(system('mongodb'), answers, random);
    assert.match(
      text,
      /^# Reads the Secret mine, which is there already, with the keys: username, password, keyfile\.$/m,
    );
    assert.equal(text.match(/name: mine$/gm)?.length, 4);
    assert.match(text, /secretName: mine$/m);
  });

  it('asks for volumes of the size that was answered, and refuses others', () => {
    assert.match(scaffold(system('redis'), { size: '1.5Ti' }, random).text, /storage: 1\.5Ti$/m);
    const size = system('redis').questions.find(({ id }) => id === 'size');
    assert.ok(size?.type === 'text');
    for (const good of ['1Gi', '500Mi', '0.5Ti', '10G']) assert.equal(size.validate(good), undefined, good);
    for (const bad of ['', '10', '10Gb', '-1Gi', '0Gi', '1Ki', '1 Gi']) assert.ok(size.validate(bad), bad);
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
