import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyEdits } from '../../../src/base/text.ts';
import { isCredentialName, isLiteralCredential, passwordInUrl } from '../../../src/lint/credentials.ts';
import { setExample } from '../../../src/lint/examples.ts';
import type { LintOptions } from '../../../src/lint/lint.ts';
import { find, fixed, fixesOf } from './support.ts';

function of(code: string, text: string, others: readonly string[] = [], options: LintOptions = {}): string[] {
  return find(text, others, options)
    .filter((finding) => finding.code === code)
    .map(({ severity, range }) => `${severity}@${text.slice(range.start, range.end)}`);
}

const agent = (container: string): string => setExample('DaemonSet', { container });
const fromSecret = (key: string, more = ''): string =>
  agent(`env:
- name: PASSWORD
  valueFrom:
    secretKeyRef:
      name: db
      key: ${key}${more}`);
const secret = (data: string): string => `apiVersion: v1
kind: Secret
metadata:
  name: db
${data}
`;

test('reference-missing: what something makes, and what may be missing, is not missing', () => {
  const text = fromSecret('password');
  assert.deepEqual(of('reference-missing', text), ['info@db']);
  assert.deepEqual(of('reference-missing', text, [secret('stringData: {password: a}')]), []);
  assert.deepEqual(of('reference-missing', fromSecret('password', '\n      optional: true')), []);
  const makers = [
    'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nsecretGenerator:\n- name: db\n',
    'apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nmetadata:\n  name: db\n',
    'apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata:\n  name: x\nspec:\n  target:\n    name: db\n',
    'apiVersion: cert-manager.io/v1\nkind: Certificate\nmetadata:\n  name: x\nspec:\n  secretName: db\n',
  ];
  for (const maker of makers) assert.deepEqual(of('reference-missing', text, [maker]), [], maker);
  assert.deepEqual(of('reference-missing', text.replace(/ *image: .*\n/, '')), [], 'a patch');
  const elsewhere = secret('data: {}').replace('name: db', 'name: db\n  namespace: other');
  const here = text.replace('name: web\nspec', 'name: web\n  namespace: here\nspec');
  assert.deepEqual(of('reference-missing', here, [elsewhere]), ['info@db']);
});

test('reference-missing: the cluster is asked where it is known', () => {
  const facts = (exists: boolean | undefined): LintOptions => ({
    facts: {
      namespace: 'default',
      service: () => undefined,
      keyed: () => (exists === undefined ? undefined : { exists }),
    },
  });
  const text = fromSecret('password');
  assert.deepEqual(of('reference-missing', text, [], facts(true)), []);
  assert.deepEqual(of('reference-missing', text, [], facts(false)), ['warning@db']);
  assert.deepEqual(of('reference-missing', text, [], facts(undefined)), ['info@db']);
});

test('key-missing: an object that only the cluster has; none of its keys known proves nothing', () => {
  const facts = (keys: readonly string[] | undefined): LintOptions => ({
    facts: {
      namespace: 'default',
      service: () => undefined,
      keyed: (kind, namespace, name) => {
        assert.deepEqual([kind, namespace, name], ['Secret', 'default', 'db']);
        return { exists: true, ...(keys ? { keys } : {}) };
      },
    },
  });
  const text = fromSecret('passwrod');
  assert.deepEqual(of('key-missing', text, [], facts(['password', 'user'])), ['warning@passwrod']);
  assert.deepEqual(of('key-missing', fromSecret('password'), [], facts(['password'])), []);
  assert.deepEqual(of('key-missing', text, [], facts(undefined)), []);
  assert.deepEqual(of('key-missing', text, [], facts([])), []);
  const maker = 'apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nmetadata:\n  name: db\n';
  assert.deepEqual(of('key-missing', text, [maker], facts(['password'])), [], 'it is made');
  assert.deepEqual(of('key-missing', text, [secret('data:\n  passwrod: YQ==')], facts(['password'])), []);
});

test('reference-missing: the fix creates it with every key that is taken from it', () => {
  const text = `${fromSecret('password')}        - name: USERNAME
          valueFrom: {secretKeyRef: {name: db, key: username}}
`;
  const after = fixed(text, /Create the Secret "db"/);
  assert.match(
    after,
    /^apiVersion: v1\nkind: Secret\nmetadata:\n {2}name: db\nstringData:\n {2}password: ''\n {2}username: ''\n---\n/,
  );
  assert.deepEqual(of('reference-missing', after), []);
});

test('key-missing: data, stringData, items of volumes; what is filled elsewhere is not known', () => {
  const one = (data: string, key = 'password'): string[] =>
    of('key-missing', `${secret(data)}---\n${fromSecret(key)}`);
  assert.deepEqual(one('data: {password: YQ==}'), []);
  assert.deepEqual(one('stringData: {password: a}'), []);
  assert.deepEqual(one('stringData: {pasword: a}'), ['warning@password']);
  assert.deepEqual(one('type: Opaque'), []);
  const volume = setExample('DaemonSet', {
    pod: 'volumes:\n- name: a\n  secret:\n    secretName: db\n    items:\n    - key: tls.crt\n      path: x',
  });
  assert.deepEqual(of('key-missing', volume, [secret('data: {tls.key: YQ==}')]), ['warning@tls.crt']);
  assert.match(
    fixed(`${secret('stringData: {pasword: a}')}---\n${fromSecret('password')}`, /Change to/),
    /key: pasword\n/,
  );
  assert.match(
    fixed(`${secret('stringData:\n  user: a # who')}---\n${fromSecret('password')}`, /Add the key/),
    /user: a # who\n {2}password: ''\n/,
  );
});

test('env-duplicate: the one without effect goes', () => {
  const text = agent('env:\n- name: A # first\n  value: a\n- name: B\n  value: b\n- name: A\n  value: c');
  assert.deepEqual(of('env-duplicate', text), ['warning@A']);
  assert.doesNotMatch(fixed(text, /Remove this item/), /# first/);
});

test('env-reference-undefined: what Kubernetes would leave as it is', () => {
  const one = (container: string): string[] => of('env-reference-undefined', agent(container));
  const host = 'env:\n- name: HOST\n  value: a\n';
  assert.deepEqual(one(`${host}- name: URL\n  value: http://$(HOST)`), []);
  assert.deepEqual(one('env:\n- name: URL\n  value: http://$(HOST)\n- name: HOST\n  value: a'), [
    'warning@$(HOST)',
  ]);
  assert.deepEqual(one('env:\n- name: URL\n  value: http://$$(HOST)'), []);
  assert.deepEqual(one('env:\n- name: URL\n  value: http://$(hostname)'), []);
  assert.deepEqual(
    one('env:\n- name: URL\n  value: http://$(WEB_SERVICE_HOST):$(WEB_SERVICE_PORT_HTTP)'),
    [],
  );
  assert.deepEqual(one('envFrom: [{configMapRef: {name: a}}]\nenv:\n- name: URL\n  value: $(HOST)'), []);
  assert.deepEqual(one(`${host}args: ["--host=$(HOSTT)"]`), ['warning@$(HOSTT)']);
  const patch = agent('env:\n- name: URL\n  value: http://$(HOST)').replace(/ *image: .*\n/, '');
  assert.deepEqual(of('env-reference-undefined', patch), [], 'a patch');
  assert.deepEqual(one('command: [/bin/sh, -c, "echo $(DATE)"]'), []);
  assert.match(fixed(agent(`${host}args: ["--host=$(HOSTT)"]`), /Change to/), /--host=\$\(HOST\)"/);
});

test("env-reference-undefined: what is the pod's is taken from the pod, above all others", () => {
  const url = agent('env:\n# where\n- name: URL\n  value: http://$(POD_IP):80 # own');
  const after = fixed(url, /Set POD_IP from/);
  assert.match(
    after,
    /env:\n {8}# where\n {8}- name: POD_IP\n {10}valueFrom:\n {12}fieldRef:\n {14}fieldPath: status\.podIP\n {8}- name: URL\n {10}value: http:\/\/\$\(POD_IP\):80 # own\n/,
  );
  assert.deepEqual(of('env-reference-undefined', after), []);
  const args = fixed(agent('args:\n- --name=$(POD_NAME)'), /Set POD_NAME from/);
  assert.deepEqual(of('env-reference-undefined', args), []);
});

test('password-in-env: names and values', () => {
  const one = (name: string, value: string): string[] =>
    of('password-in-env', agent(`env:\n- name: ${name}\n  value: ${JSON.stringify(value)}`));
  assert.equal(one('MYSQL_ROOT_PASSWORD', 's3cret').length, 1);
  assert.equal(one('DATABASE_URL', 'postgres://app:s3cret@db:5432/app').length, 1);
  for (const [name, value] of [
    ['MYSQL_ALLOW_EMPTY_PASSWORD', 'yes'],
    ['PASSWORD_FILE', '/run/secrets/password'],
    ['MONGO_PASSWORD', '$(OTHER)'],
    ['MONGO_PASSWORD', ''],
    ['MONGO_PASSWORD', '${MONGO_PASSWORD}'],
    ['DATABASE_URL', 'postgres://db:5432/app'],
    ['DATABASE_URL', 'postgres://app:$(PASSWORD)@db/app'],
    ['SECRET_NAME', 'db'],
    ['LOG_LEVEL', 'info'],
  ] as const) {
    assert.deepEqual(one(name, value), [], `${name}=${value}`);
  }
});

test('password-in-env: the value moves to a Secret, comments stay', () => {
  const text = `# the agent
${agent(`env:
# how it gets in
- name: API_TOKEN
  value: "abc def" # old
- {name: DB_PASSWORD, value: hunter2}
- name: LEVEL
  value: info`)}`;
  const first = fixed(text, /Move the value/);
  assert.match(
    first,
    /^apiVersion: v1\nkind: Secret\nmetadata:\n {2}name: web-credentials\nstringData:\n {2}api-token: abc def\n---\n# the agent\n/,
  );
  assert.match(
    first,
    /# how it gets in\n {8}- name: API_TOKEN\n {10}valueFrom:\n {12}secretKeyRef:\n {14}name: web-credentials\n {14}key: api-token\n {8}- \{/,
  );
  const second = fixed(first, /Move the value/);
  assert.match(second, / {2}api-token: abc def\n {2}db-password: hunter2\n---/);
  assert.match(
    second,
    /- \{name: DB_PASSWORD, valueFrom: \{secretKeyRef: \{name: web-credentials, key: db-password\}\}\}/,
  );
  assert.deepEqual(
    [...of('password-in-env', second), ...of('reference-missing', second), ...of('key-missing', second)],
    [],
  );
});

test('password-in-env: a key that has another value already is not overwritten', () => {
  const taken = `${secret('stringData: {api-token: other}').replace('name: db', 'name: web-credentials')}---\n`;
  const text = taken + agent('env:\n- name: API_TOKEN\n  value: mine');
  const [finding] = find(text).filter(({ code }) => code === 'password-in-env');
  assert.ok(finding);
  assert.deepEqual(fixesOf(finding), []);
});

test('credentials by name and value', () => {
  for (const name of [
    'DB_PASSWORD',
    'password',
    'db.password',
    'dbPassword',
    'API_KEY',
    'github-token',
    'AWS_SECRET_ACCESS_KEY',
  ]) {
    assert.ok(isCredentialName(name), name);
  }
  for (const name of [
    'PWD',
    'BYPASS',
    'COMPASS',
    'PASSWORD_LENGTH',
    'PUBLIC_KEY',
    'TOKENIZER',
    'REQUIRE_PASSWORD',
  ]) {
    assert.ok(!isCredentialName(name), name);
  }
  for (const value of ['changeme', 'a', 'x9 z']) assert.ok(isLiteralCredential(value), value);
  for (const value of [
    '<password>',
    '{{ .Values.x }}',
    'true',
    '/etc/x',
    './x',
    'xxxx',
    'your-key',
    'db.default.svc',
  ]) {
    assert.ok(!isLiteralCredential(value), value);
  }
  assert.equal(passwordInUrl('amqp://guest:guest@rabbit:5672'), 'guest');
  assert.equal(passwordInUrl('https://example.org/a:b@c'), undefined);
});

test('password-in-configmap: a file is not a password', () => {
  const map = (data: string): string =>
    `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n${data}\n`;
  assert.deepEqual(of('password-in-configmap', map('  DB_PASSWORD: abc')), ['warning@abc']);
  assert.deepEqual(of('password-in-configmap', map('  password: |\n    line one\n    line two')), []);
  assert.deepEqual(of('password-in-configmap', map('  app.conf: "password=abc"')), []);
});

test('root-refused: what a container says counts before what the pod says', () => {
  const one = (pod: string, container: string): string[] =>
    of(
      'root-refused',
      setExample('DaemonSet', { pod: `securityContext: ${pod}`, container: `securityContext: ${container}` }),
    );
  assert.deepEqual(one('{runAsNonRoot: true}', '{runAsUser: 0}'), ['error@0']);
  assert.deepEqual(one('{runAsNonRoot: true, runAsUser: 0}', '{runAsUser: 5}'), []);
  assert.deepEqual(one('{runAsNonRoot: true}', '{runAsUser: 0, runAsNonRoot: false}'), []);
  assert.deepEqual(one('{runAsUser: 0}', '{}'), []);
});

test('image-unreadable: the grammar of references', () => {
  const one = (image: string): number =>
    of('image-unreadable', setExample('DaemonSet', { image: JSON.stringify(image) })).length;
  for (const image of [
    'mongo',
    'mongo:8.0',
    'docker.io/library/mongo:8.0',
    'localhost:5000/a/b_c:v1',
    'localhost/a',
    'REGISTRY.example/a/b:V1',
    '[::1]:5000/a',
    'a/b__c-d.e:x@sha256:' + 'a'.repeat(64),
    'quay.io/a/b@sha256:' + '0'.repeat(64),
    '${IMAGE}',
    '<image>',
    'IMAGE',
  ]) {
    assert.equal(one(image), 0, image);
  }
  for (const image of [
    'Mongo:8',
    'mongo: 8',
    'http://a.b/c',
    'mongo:',
    'a b',
    'mongo:8:1',
    'a//b',
    'mongo@sha256:12',
    '-a',
    ':8',
  ]) {
    assert.equal(one(image), 1, image);
  }
  const after = fixed(setExample('DaemonSet', { image: "'https://r.example/Web :1' # here" }), /Change to/);
  assert.match(after, /image: 'r\.example\/web:1' # here\n/);
  assert.ok(applyEdits(after, []) === after);
});
