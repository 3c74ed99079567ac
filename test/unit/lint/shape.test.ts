import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setExample } from '../../../src/lint/examples.ts';
import { enums } from '../../../src/lint/fields/enums.ts';
import { fieldsOf } from '../../../src/lint/fields/fields.ts';
import { ranges } from '../../../src/lint/fields/ranges.ts';
import { requiredFields } from '../../../src/lint/fields/required.ts';
import { applyEdits } from '../../../src/base/text.ts';
import { find, fixesOf } from './support.ts';

const config = (data: string): string => `apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
data:
${data}
`;

/** The errors and warnings as `code@path`. */
const faults = (text: string): string[] =>
  find(text)
    .filter(({ severity }) => severity === 'error' || severity === 'warning')
    .map(({ code, path }) => `${code}@${path}`);
/** The text after the first fix of the first error that has one. */
function fixed(text: string, title = /./): string {
  for (const finding of find(text).filter(({ severity }) => severity === 'error')) {
    const fix = fixesOf(finding).find((one) => title.test(one.title));
    if (fix) return applyEdits(text, fix.edits);
  }
  throw new Error(`Nothing to fix in ${text}`);
}
const clean = (text: string): void => assert.deepEqual(faults(text), [], text);

test('the tables name fields that there are, each of a fitting type', () => {
  for (const field of [...enums.keys(), ...ranges.keys()]) {
    const [type = '', name = ''] = field.split('.');
    const found = fieldsOf(type)?.get(name);
    assert.ok(found, field);
    assert.match(found.type, enums.has(field) ? /^string$/ : /^int/, field);
  }
  for (const [type, names] of requiredFields)
    for (const name of names) assert.ok(fieldsOf(type)?.has(name), `${type}.${name}`);
});

test('null is nothing, wherever it stands', () => {
  clean(
    setExample('DaemonSet', {
      metadata: 'creationTimestamp: null\nlabels:\n  team: null\nannotations: null',
      spec: 'updateStrategy: null\nminReadySeconds: ~',
      pod: 'hostNetwork:\nvolumes: null',
      container: 'env: null\ncommand: null\nresources:\n  limits:\n    memory: 64Mi\n    cpu: null',
    }),
  );
});

test('numbers as Go decodes them', () => {
  for (const replicas of ['3', '3.0', '1e1', '0x3', '0b11', '+3', '07', '0'])
    clean(setExample('StatefulSet', { spec: `replicas: ${replicas}\nserviceName: ""` }));
  const wrong: readonly (readonly [string, string])[] = [
    ['1.5', 'number-out-of-range'],
    ['3000000000', 'number-out-of-range'],
    ['-1', 'number-out-of-range'],
    ['"3"', 'value-quoted'],
    ['three', 'wrong-type'],
    ['true', 'wrong-type'],
    ['[3]', 'wrong-type'],
  ];
  for (const [value, code] of wrong)
    assert.deepEqual(faults(setExample('StatefulSet', { spec: `replicas: ${value}` })), [
      `${code}@spec.replicas`,
    ]);
});

test('texts as Kubernetes reads them: YAML 1.1 in its own way', () => {
  for (const value of ['2024-01-01', '1.2.3', '12:30:45', '""', '"1"', "'true'", '1Gi', 'nope', '|\n    1'])
    clean(config(`  key: ${value}`));
  for (const value of ['1', 'yes', 'n', 'Off', '0777', '1e3', '.5', '1_000', '0o17', 'True', '089'])
    assert.deepEqual(faults(config(`  key: ${value}`)), ['value-unquoted@data.key'], value);
  assert.equal(fixed(config('  key: 0777 # mode')), config('  key: "0777" # mode'));
});

test('quantities may be numbers, and odd', () => {
  for (const value of ['1', '0.5', '1e3', '"1"', '128974848', '100m', '129M', '123Mi', '1E', '" 1Gi "', 'Gi'])
    assert.ok(
      !faults(setExample('DaemonSet', { container: `resources:\n  limits:\n    memory: ${value}` })).some(
        (fault) => fault.startsWith('quantity-invalid'),
      ),
      value,
    );
});

test('a field is case-sensitive; patch directives are none', () => {
  assert.deepEqual(faults(setExample('DaemonSet', { container: 'Env: []' })), [
    'unknown-field@spec.template.spec.containers[0].Env',
  ]);
  clean(setExample('DaemonSet', { pod: '$setElementOrder/containers:\n- name: web' }));
});

test('a slip is renamed in its place, its quotes kept', () => {
  const bad = setExample('DaemonSet', { container: '"imagePullpolicy": Always # fresh' });
  assert.equal(fixed(bad), bad.replace('imagePullpolicy', 'imagePullPolicy'));
});

test('a key is not renamed to one that is there', () => {
  const bad = setExample('DaemonSet', { container: 'Image: other' });
  assert.equal(fixed(bad), setExample('DaemonSet'));
});

test('a field moves out to where it belongs', () => {
  const bad = setExample('DaemonSet', { container: 'hostNetwork: true\nworkingDir: /' });
  const good = setExample('DaemonSet', { container: 'workingDir: /' });
  assert.equal(fixed(bad, /^Move/), good.replace(/\n$/, '\n      hostNetwork: true\n'));
});

test('a field moves in, the maps on the way made', () => {
  const bad = setExample('DaemonSet', { container: 'privileged: true' });
  const good = setExample('DaemonSet', { container: 'securityContext:\n  privileged: true' });
  assert.equal(fixed(bad, /^Move/), good);
});

test('what does not go without loss does not move', () => {
  const bad = setExample('DaemonSet', { pod: 'volumeMounts:\n- name: a # mine\n  mountPath: /a' });
  const [finding] = find(bad).filter(({ code }) => code === 'misplaced-field');
  assert.deepEqual(
    finding?.fixes?.().map(({ title }) => title),
    ['Remove volumeMounts'],
  );
});

test('forms are brought right where the text tells how', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['ports:\n- 80', 'ports:\n- containerPort: 80'],
    ['ports:\n  containerPort: 80 # web\n  name: web', 'ports:\n  - containerPort: 80 # web\n    name: web'],
    ['args: --quiet', 'args: [--quiet]'],
    ['ports: {containerPort: 80}', 'ports: [{containerPort: 80}]'],
  ];
  for (const [bad, good] of cases)
    assert.equal(
      fixed(setExample('DaemonSet', { container: bad })),
      setExample('DaemonSet', { container: good }),
    );
  const durations = setExample('DaemonSet', { pod: 'terminationGracePeriodSeconds: 2m' });
  assert.equal(fixed(durations), durations.replace('2m', '120'));
});

test('what is required, and what is not', () => {
  clean(setExample('DaemonSet', { container: 'env:\n- name: A', pod: 'volumes:\n- name: v' }));
  assert.deepEqual(faults(setExample('DaemonSet', { container: 'env:\n- name: ""' })), [
    'field-required@spec.template.spec.containers[0].env[0].name',
  ]);
  const empty = setExample('DaemonSet').replace(/containers:[^]*$/, 'containers: []\n');
  assert.deepEqual(faults(empty), ['field-required@spec.template.spec.containers']);
  const bare = 'apiVersion: apps/v1\nkind: DaemonSet\nmetadata:\n  name: web\n';
  assert.deepEqual(faults(bare), ['field-required@spec.template.spec.containers']);
});

test('a piece of an object is not asked for the rest', () => {
  const head = 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\n';
  clean(`${head}  annotations:\n    a: b\n`);
  clean(`${head}spec:\n  template:\n    spec:\n      containers:\n      - name: web\n        args: [a]\n`);
  clean(`${head.replace('Deployment', 'StatefulSet')}spec:\n  replicas: 3\n`);
});

test('names by kind', () => {
  const named = (kind: string, name: string): string =>
    `apiVersion: rbac.authorization.k8s.io/v1\nkind: ${kind}\nmetadata:\n  name: ${name}\nrules: []\n`;
  clean(named('ClusterRole', 'system:My_Role'));
  assert.deepEqual(faults(named('ClusterRole', 'a/b')), ['name-invalid@metadata.name']);
  clean(setExample('DaemonSet').replace('name: web', 'name: web.v1'));
  const set = setExample('StatefulSet').replace('name: web', 'name: web.v1');
  assert.deepEqual(faults(set), ['name-invalid@metadata.name']);
  clean(setExample('DaemonSet').replace('  name: web', '  generateName: web-'));
});

test('labels that only the pods of a claim or job would have are not the object’s', () => {
  const labels = 'labels:\n      team: a b';
  const cron = `apiVersion: batch/v1
kind: CronJob
metadata:
  name: nightly
spec:
  schedule: 0 3 * * *
  jobTemplate:
    metadata:
      ${labels.replace('      team', '        team')}
    spec:
      template:
        spec:
          restartPolicy: Never
          containers:
          - name: nightly
            image: registry.example/nightly:1
`;
  assert.deepEqual(
    find(cron).filter(({ code }) => code === 'label-value-invalid'),
    [],
  );
});

test('a document that lacks its type', () => {
  const good = setExample('DaemonSet');
  assert.deepEqual(faults(good.replace('apiVersion: apps/v1\n', '')), ['api-version-missing@apiVersion']);
  assert.equal(fixed(good.replace('apiVersion: apps/v1\n', '')), good);
  assert.deepEqual(faults(good.replace('kind: DaemonSet\n', '')), ['kind-missing@kind']);
  assert.equal(fixed(good.replace('apiVersion:', 'apiversion:')), good);
  assert.equal(fixed(good.replace('DaemonSet', 'daemonset')), good);
  assert.equal(fixed(good.replace('apps/v1', 'v1')), good);
});

test('what is not for Kubernetes, or not known, is left alone', () => {
  for (const text of [
    'name: web\nkind: big\n',
    'kind: Kustomization\nresources: [a.yaml]\n',
    'services:\n  web:\n    image: web\n',
    'apiVersion: apps.kruise.io/v1beta1\nkind: StatefulSet\nmetadata:\n  name: web\nspec:\n  foo: 1\n',
    'apiVersion: example.com/v1\nkind: Thing\nmetadata:\n  name: A_B\n',
    'apiVersion: v1\nkind: Event\nmetadata:\n  name: web\n',
    'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: web\n',
    'apiVersion: v2\nname: chart\nversion: 1.0.0\n',
  ])
    clean(text);
});

test('an anchor’s fault is said once, and its fix touches the anchor', () => {
  const text = setExample('DaemonSet', {
    metadata: 'labels: &l\n  on: 1',
    template: 'metadata:',
  })
    .replace('      metadata:\n', '')
    .replace('      labels:\n        app: web\n', '      labels:\n        app: web\n      annotations: *l\n');
  const found = find(text).filter(({ code }) => code === 'value-unquoted');
  assert.equal(found.length, 1);
});

test('no shape of a value is too odd', () => {
  const odd = [
    'null',
    '5',
    'text',
    'true',
    '[]',
    '{}',
    '[[1], {a: 1}, null]',
    '{a: [1], b: {c: null}}',
    '*x',
  ];
  const whole = setExample('StatefulSet', { metadata: 'labels: {a: b}', spec: 'updateStrategy: {}' });
  const lines = whole.split('\n');
  for (const [i, line] of lines.entries()) {
    const [key] = line.split(':');
    for (const value of line.includes(':') ? odd : [])
      find([...lines.slice(0, i), `${key}: ${value}`, ...lines.slice(i + 1)].join('\n')).forEach((finding) =>
        finding.fixes?.(),
      );
  }
});
