import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { applyEdits } from '../../../src/base/text.ts';
import { rules } from '../../../src/lint/rules.ts';
import { serviceExample, setExample } from '../../../src/lint/examples.ts';
import type { LintOptions } from '../../../src/lint/lint.ts';
import type { Finding } from '../../../src/lint/rule.ts';
import { find as findAll, fixesOf } from './support.ts';

// How the linter looks at files is proved with a few rules; what the others would say of the same texts is left out.
const few = new Set([
  'yaml-syntax',
  'service-missing',
  'service-name-missing',
  'service-not-headless',
  'selector-mismatch',
  'mount-without-volume',
  'claim-unused',
  'hostpath-writable',
  'mongo-username-missing',
  'mongo-password-missing',
]);

const find = (text: string, others: readonly string[] = [], options: LintOptions = {}): readonly Finding[] =>
  findAll(text, others, options).filter(({ code }) => few.has(code));

const marks = (text: string, others: readonly string[] = []): readonly string[] =>
  find(text, others).map(({ code, range }) => `${code}@${text.slice(range.start, range.end)}`);

function fixed(text: string, title = /./, others: readonly string[] = []): string {
  const fixes = find(text, others).flatMap(fixesOf);
  const fix = fixes.find((one) => title.test(one.title));
  assert.ok(fix, String(title));
  return applyEdits(text, fix.edits);
}

const alone = setExample('StatefulSet', {
  name: 'mongodb',
  image: 'mongo:8.0',
  spec: 'serviceName: mongodb\nreplicas: 3',
  container: 'ports:\n- name: mongodb\n  containerPort: 27017',
});
const service = serviceExample('mongodb', 'ports:\n- name: mongodb\n  port: 27017');

test('what is in another file of the workspace counts', () => {
  assert.deepEqual(marks(alone), ['service-missing@mongodb']);
  assert.deepEqual(marks(alone, [service]), []);
  assert.deepEqual(marks(alone, [`${service}---\na: [\n`]), []);
});

test('a Service of another namespace is not meant, one that names none may be', () => {
  const inData = alone.replace('  name: mongodb', '  name: mongodb\n  namespace: data');
  const inOther = service.replace('  name: mongodb', '  name: mongodb\n  namespace: other');
  assert.deepEqual(marks(inData, [service]), []);
  const [finding] = find(inData, [inOther]);
  assert.equal(finding?.code, 'service-missing');
  assert.match(finding.related?.[0]?.message ?? '', /namespace other/);
  assert.match(fixed(inData), /kind: Service\nmetadata:\n {2}name: mongodb\n {2}namespace: data\n/);
});

test('a connected cluster decides', () => {
  const facts = (exists: boolean) => ({ namespace: 'default', service: () => ({ exists }) });
  assert.deepEqual(find(alone, [], { facts: facts(true) }), []);
  assert.equal(find(alone, [], { facts: facts(false) })[0]?.severity, 'warning');
});

test('a Service that is not headless is told of where it is written', () => {
  const exposed = service
    .replace('  clusterIP: None', '  type: NodePort')
    .replace('port: 27017', 'port: 27017\n    nodePort: 30017');
  assert.deepEqual(marks(exposed, [alone]), ['service-not-headless@NodePort']);
  assert.deepEqual(marks(exposed), []);
  const after = fixed(exposed, /headless/, [alone]);
  assert.match(after, /clusterIP: None/);
  assert.doesNotMatch(after, /NodePort|nodePort/);
});

test('what is no Kubernetes is left alone, and so are templates', () => {
  assert.deepEqual(marks('a: [\n'), []);
  assert.deepEqual(marks('services:\n  a:\n b: 1\n'), []);
  assert.deepEqual(marks(alone.replace('name: mongodb\nspec', 'name: {{ .Values.name }}\nspec')), []);
  assert.deepEqual(marks(`{{- if .x }}\n${alone}{{- end }}\n`), []);
});

test('a syntax error has one finding and silences only its document', () => {
  const found = marks(`${alone}---\napiVersion: v1\nkind: Secret\nmetadata: {name: x\n`);
  assert.equal(found.length, 2);
  assert.equal(found[0], 'service-missing@mongodb');
  assert.match(found[1] ?? '', /^yaml-syntax@/);
});

test('patches are not taken for whole sets', () => {
  assert.deepEqual(
    marks(
      'apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: a}\nspec:\n  template:\n    spec:\n      containers:\n      - name: a\n        volumeMounts: [{name: x, mountPath: /x}]\n',
    ),
    [],
  );
});

test('ignoring: on the line, on the line above, for the document, and nothing else', () => {
  const at = '  serviceName: mongodb';
  assert.deepEqual(marks(alone.replace(at, `${at} # kubesets-ignore: service-missing`)), []);
  assert.deepEqual(marks(alone.replace(at, `  # kubesets-ignore: service-missing\n${at}`)), []);
  assert.deepEqual(marks(`# kubesets-ignore: a, service-missing\n${alone}`), []);
  assert.deepEqual(marks(`# a\n# kubesets-ignore: service-missing\n---\n${alone}`), []);
  assert.deepEqual(marks(`# kubesets-ignore: service-name-missing\n${alone}`).length, 1);
  assert.deepEqual(marks(`a: 1\n---\n# kubesets-ignore: service-missing\n${alone}`), []);
  assert.deepEqual(marks(`# kubesets-ignore: service-missing\na: 1\n---\n${alone}`).length, 1);
});

const daemonSet = (path: string, mount = ''): string => `apiVersion: apps/v1
kind: DaemonSet
metadata: {name: a}
spec:
  selector: {matchLabels: {app: a}}
  template:
    metadata: {labels: {app: a}}
    spec:
      containers:
      - name: a
        image: a:1
        volumeMounts:
        - {name: v, mountPath: /v${mount}}
      volumes:
      - {name: v, hostPath: {path: ${path}}}
`;

for (const [path, severity] of [
  ['/', 'warning'],
  ['/etc', 'warning'],
  ['/etc/', 'warning'],
  ['/var/lib/kubelet', 'warning'],
  ['/var/log', 'info'],
  ['/var/lib/docker/containers', 'info'],
  ['/etcd', 'info'],
  ['/var/lib/fluentd', undefined],
  ['/etc/cni/net.d', undefined],
  ['/opt/cni/bin', undefined],
  ['/run/containerd/containerd.sock', undefined],
] as const) {
  test(`the host path ${path} mounted writable: ${severity ?? 'nothing'}`, () => {
    assert.equal(find(daemonSet(path))[0]?.severity, severity);
    assert.deepEqual(find(daemonSet(path, ', readOnly: true')), []);
    if (severity) assert.match(fixed(daemonSet(path)), /mountPath: \/v, readOnly: true}/);
  });
}

const withLabels = (selector: string, labels: string): string =>
  daemonSet('/var/lib/a')
    .replace('selector: {matchLabels: {app: a}}', `selector: ${selector}`)
    .replace('labels: {app: a}', `labels: ${labels}`);

for (const [selector, labels, ok] of [
  ['{matchLabels: {a: b}}', '{a: b, c: d}', true],
  ['{matchLabels: {a: b}}', '{c: d}', false],
  ['{matchLabels: {a: b, c: e}}', '{a: b, c: d}', false],
  ['{matchLabels: {a: }}', '{a: ""}', true],
  ['{matchLabels: {a: "1"}}', '{a: 1}', true], // another fault: the label is no text
  ['{matchExpressions: [{key: a, operator: In, values: [b, c]}]}', '{a: c}', true],
  ['{matchExpressions: [{key: a, operator: In, values: [b, c]}]}', '{a: d}', false],
  ['{matchExpressions: [{key: a, operator: NotIn, values: [b]}]}', '{c: d}', true],
  ['{matchExpressions: [{key: a, operator: NotIn, values: [b]}]}', '{a: b}', false],
  ['{matchExpressions: [{key: a, operator: Exists}]}', '{c: d}', false],
  ['{matchExpressions: [{key: a, operator: DoesNotExist}]}', '{a: b}', false],
  ['{matchLabels: {a: b}, matchExpressions: [{key: c, operator: Exists}]}', '{d: e}', false],
] as const) {
  test(`selector ${selector} ${ok ? 'matches' : 'does not match'} ${labels}, and each fix helps`, () => {
    const text = withLabels(selector, labels);
    const [finding] = find(text);
    assert.equal(finding?.code, ok ? undefined : 'selector-mismatch');
    if (!finding) return;
    const fixes = fixesOf(finding);
    assert.ok(fixes.length > 0);
    for (const fix of fixes) assert.deepEqual(marks(applyEdits(text, fix.edits)), [], fix.title);
  });
}

test('a claim that is mounted, or made in advance for an ordinal, is in use', () => {
  const { bad } = rules.find((rule) => rule.code === 'claim-unused')?.docs ?? { bad: '' };
  const pod =
    'apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {volumes: [{name: v, persistentVolumeClaim: {claimName: data}}]}\n';
  assert.deepEqual(marks(bad), ['claim-unused@data']);
  assert.deepEqual(marks(bad, [pod]), []);
  const claim = bad.slice(bad.lastIndexOf('---\n'));
  assert.deepEqual(marks(bad.replace(claim, claim.replace('name: data', 'name: data-mongodb-2'))), []);
  assert.deepEqual(marks(bad.replace(claim, claim.replace('name: data', 'name: data-mongodb-x'))).length, 1);
  assert.deepEqual(marks(claim.slice(4), [bad.replace(claim, '')]), ['claim-unused@data']);
  assert.deepEqual(marks(claim.slice(4).replace('name: data', 'name: shared'), [bad.replace(claim, '')]), []);
});

test('the mongo image only, and only where its start script runs', () => {
  const { bad } = rules.find((rule) => rule.code === 'mongo-username-missing')?.docs ?? { bad: '' };
  const image = (name: string): string => bad.replace('image: mongo:8.0', `image: ${name}`);
  for (const name of ['mongo', 'docker.io/mongo:8', 'docker.io/library/mongo@sha256:0', 'library/mongo:7']) {
    assert.equal(marks(image(name)).length, 1, name);
  }
  for (const name of ['bitnami/mongo:8', 'mongo-express', 'registry.example:5000/mongo'])
    assert.deepEqual(marks(image(name)), [], name);
  assert.deepEqual(marks(bad.replace('        env:', '        command: [mongod]\n        env:')), []);
  assert.deepEqual(
    marks(bad.replace('        env:', '        envFrom: [{secretRef: {name: x}}]\n        env:')),
    [],
  );
});

test('manifests that are being typed: nothing throws, and every fix can be applied', () => {
  const texts = rules.flatMap(({ docs }) => [docs.bad, docs.good]);
  const cut = fc.record({
    text: fc.constantFrom(...texts),
    from: fc.nat(1500),
    length: fc.nat(60),
    insert: fc.constantFrom('', '\n', ' ', ':', '- ', '{}', '[]', '~', '"', '&a ', '*a'),
  });
  fc.assert(
    fc.property(cut, ({ text, from, length, insert }) => {
      const typed = text.slice(0, from) + insert + text.slice(from + length);
      for (const finding of findAll(typed)) {
        assert.ok(finding.range.start <= finding.range.end && finding.range.end <= typed.length);
        for (const fix of fixesOf(finding)) {
          const after = applyEdits(typed, fix.edits);
          assert.ok(
            !findAll(after).some(({ code }) => code === 'yaml-syntax') ||
              findAll(typed).some(({ code }) => code === 'yaml-syntax'),
            after,
          );
        }
      }
    }),
    // The same ones each time, so that a change is judged by itself; others with KUBESETS_SEED.
    { numRuns: 700, seed: Number(process.env['KUBESETS_SEED'] ?? 20_261_123) },
  );
});
