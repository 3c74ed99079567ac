import assert from 'node:assert/strict';
import { test } from 'node:test';
import { databaseExample, secretItem } from '../../../src/lint/databaseExample.ts';
import { setExample } from '../../../src/lint/examples.ts';
import { imageFacts, isVoter, versionOf } from '../../../src/lint/images.ts';
import { knownTags, withTag } from '../../../src/lint/imageTags.ts';
import { imagesRules } from '../../../src/lint/rules/images/rules.ts';
import { containersOf } from '../../../src/manifest/objects.ts';
import { parse } from '../../../src/manifest/parse.ts';
import { applyEdits } from '../../../src/base/text.ts';
import { find, fixesOf } from './support.ts';

const own = new Set(imagesRules.map(({ code }) => code));

/** The group's own findings as `code@token`, hints left out. */
function marks(text: string, others: readonly string[] = []): string[] {
  return find(text, others)
    .filter(({ code, severity }) => own.has(code) && severity !== 'hint')
    .map(({ code, range }) => `${code}@${text.slice(range.start, range.end)}`);
}

/** The text after the first fix, of this title if one is named, of the group's first finding that is no hint. */
function fixed(text: string, title = /./, others: readonly string[] = []): string {
  for (const finding of find(text, others)) {
    if (!own.has(finding.code) || finding.severity === 'hint') continue;
    const fix = fixesOf(finding).find((one) => title.test(one.title));
    if (fix) return applyEdits(text, fix.edits);
  }
  throw new Error(`No fix ${String(title)}`);
}

const withImage = (image: string): string => setExample('DaemonSet', { image });

const password = secretItem('POSTGRES_PASSWORD', 'db', 'password');
const postgres = (image: string, mountPath: string, env = password, container?: string): string =>
  databaseExample({ name: 'db', image, env, mountPath, ...(container === undefined ? {} : { container }) });

const rootOfMysql = secretItem('MYSQL_ROOT_PASSWORD', 'db', 'password');
const mysql = (env: string, container?: string, image = 'mysql:8.4.11'): string =>
  databaseExample({
    name: 'db',
    image,
    env,
    mountPath: '/var/lib/mysql',
    mount: 'subPath: mysql',
    ...(container === undefined ? {} : { container }),
  });

const rootOfMongo =
  secretItem('MONGO_INITDB_ROOT_USERNAME', 'db', 'username') +
  secretItem('MONGO_INITDB_ROOT_PASSWORD', 'db', 'password');
const mongo = (parts: Partial<Parameters<typeof databaseExample>[0]> = {}): string =>
  databaseExample({ name: 'db', image: 'mongo:8.0.29', env: rootOfMongo, mountPath: '/data/db', ...parts });

test('only exactly known repositories have facts', () => {
  for (const image of [
    'mongo',
    'mongo:8',
    'docker.io/mongo',
    'docker.io/library/mongo@sha256:0',
    'library/mongo',
  ]) {
    assert.equal(imageFacts(image)?.system, 'mongodb', image);
  }
  assert.equal(imageFacts('public.ecr.aws/docker/library/postgres:17')?.system, 'postgres');
  assert.equal(imageFacts('mirror.gcr.io/library/redis')?.system, 'redis');
  for (const image of [
    'acme/mongo',
    'quay.io/library/mongo',
    'mongo-express',
    'bitnami/mongodb',
    '',
    'localhost:5000/mongo',
  ]) {
    assert.equal(imageFacts(image), undefined, image);
  }
  assert.equal(imageFacts(undefined), undefined);
});

test('paths and groups follow version and variant', () => {
  const paths = (image: string) => imageFacts(image)?.dataPaths;
  assert.deepEqual(paths('postgres:18.6'), ['/var/lib/postgresql']);
  assert.deepEqual(paths('postgres'), ['/var/lib/postgresql']);
  assert.deepEqual(paths('postgres:17.11-alpine'), ['/var/lib/postgresql/data']);
  assert.equal(imageFacts('postgres:17-alpine3.22')?.gid, 70);
  assert.equal(imageFacts('postgres:17')?.gid, 999);
  assert.equal(imageFacts('redis:8-alpine')?.uid, 999);
});

test('versions are read from tags', () => {
  assert.deepEqual(versionOf('mongo:8.0.4-noble'), [8, 0, 4]);
  assert.deepEqual(versionOf('quay.io/coreos/etcd:v3.5.1'), [3, 5, 1]);
  assert.equal(versionOf('mongo:latest'), undefined);
  assert.equal(versionOf('mongo:8.0rc1'), undefined);
  assert.equal(versionOf('mongo@sha256:12'), undefined);
});

test('who votes is said by arguments and variables', () => {
  const voter = (image: string, more = ''): boolean => {
    const object = parse(setExample('StatefulSet', { image, container: more })).documents[0]?.objects[0];
    const spec = object?.node.byKey.get('spec')?.value;
    const template = spec?.kind === 'map' ? spec.byKey.get('template')?.value : undefined;
    const pod = template?.kind === 'map' ? template.byKey.get('spec')?.value : undefined;
    return containersOf(pod).some((container) => isVoter(container));
  };
  assert.equal(voter('zookeeper:3.9.5'), true);
  assert.equal(voter('mongo:8'), false);
  assert.equal(voter('mongo:8', 'args: [--replSet, rs0]'), true);
  assert.equal(voter('mongo:8', "command: [sh, -c, 'mongod --replSet=rs0']"), true);
  assert.equal(voter('apache/kafka:4.3.1', 'env:\n- name: KAFKA_PROCESS_ROLES\n  value: broker'), false);
  assert.equal(
    voter('apache/kafka:4.3.1', 'env:\n- name: KAFKA_PROCESS_ROLES\n  value: broker,controller'),
    true,
  );
  assert.equal(voter('minio/minio:1'), false);
});

test('untagged: warning, remark or hint by what is known', () => {
  const severity = (image: string): string | undefined =>
    find(withImage(image)).find(({ code }) => code === 'image-untagged')?.severity;
  assert.equal(severity('redis'), 'warning');
  assert.equal(severity('nginx:latest'), 'info');
  assert.equal(severity('acme/web'), 'hint');
  for (const fine of ['nginx:1.28', 'nginx@sha256:0', 'localhost:5000/web:2', 'web:stable']) {
    assert.equal(severity(fine), undefined, fine);
  }
  // Not an image's name at all, or one with a placeholder.
  for (const odd of ['$(IMAGE)', '""', '12', 'null', '[]', '"a b"'])
    assert.equal(severity(odd), undefined, odd);
});

test('pinning keeps registry, quotes and comments', () => {
  assert.match(
    fixed(withImage('"docker.io/nginx:latest"  # web')),
    /image: "docker.io\/nginx:1.28" {2}# web/,
  );
  assert.equal(withTag('localhost:5000/library/redis', '8'), 'localhost:5000/library/redis:8');
  assert.deepEqual(knownTags('acme/redis'), []);
  const preferred = (image: string): readonly (boolean | undefined)[] =>
    find(withImage(image))
      .filter(({ code }) => code === 'image-untagged')
      .flatMap((finding) => fixesOf(finding).map((fix) => fix.preferred));
  // Which version runs now, only the cluster knows.
  assert.ok(preferred('redis').length > 0 && !preferred('redis').some(Boolean));
  assert.deepEqual(preferred('acme/web'), []);
});

test('moved: what is gone, frozen or renamed, and only that', () => {
  assert.match(fixed(withImage('k8s.gcr.io/pause:3.9')), /image: registry.k8s.io\/pause:3.9/);
  assert.match(fixed(withImage('consul:1.16')), /image: hashicorp\/consul:1.16/);
  assert.match(
    fixed(withImage('docker.io/bitnami/redis:7.2@sha256:12')),
    /image: bitnamilegacy\/redis:7.2@sha256:12/,
  );
  for (const fine of [
    'registry.k8s.io/pause:3.9',
    'bitnamisecure/redis:7',
    'acme/consul:1',
    'gcr.io/acme/web:1',
  ]) {
    assert.deepEqual(marks(withImage(fine)), [], fine);
  }
});

test('end of life: by line, never for what is not known to have ended', () => {
  for (const old of [
    'mongo:3.4.24',
    'mongo:4',
    'mysql:5.7',
    'mysql:5',
    'postgres:9.6',
    'postgres:13-alpine',
    'redis:5',
    'zookeeper:3.4.10',
  ]) {
    assert.deepEqual(
      marks(withImage(old)).filter((mark) => mark.startsWith('image-')),
      [`image-end-of-life@${old}`],
    );
  }
  for (const fine of [
    'mongo:8',
    'mongo:7.0',
    'mysql:8',
    'mysql:8.4',
    'postgres:18',
    'redis:7',
    'redis:7.4',
    'cassandra:4',
    'acme/mysql:5',
  ]) {
    assert.deepEqual(
      marks(withImage(fine)).filter((mark) => mark.startsWith('image-')),
      [],
      fine,
    );
  }
});

test('end of life: no fix is taken by itself', () => {
  const [finding] = find(withImage('redis:5')).filter(({ code }) => code === 'image-end-of-life');
  assert.ok(finding?.fixes?.().length);
  assert.ok(finding.fixes().every(({ preferred }) => !preferred));
});

test('postgres: password, trust, _FILE, envFrom, command and other programs', () => {
  const at = '/var/lib/postgresql';
  assert.deepEqual(marks(postgres('postgres:18.6', at)), []);
  assert.deepEqual(marks(postgres('postgres:18.6', at, '- name: TZ\n  value: UTC\n')), [
    'postgres-password-missing@env',
  ]);
  const empty = '- name: POSTGRES_PASSWORD\n  value: ""\n';
  assert.deepEqual(marks(postgres('postgres:18.6', at, empty)), ['postgres-password-missing@env']);
  const file = '- name: POSTGRES_PASSWORD_FILE\n  value: /run/secret\n';
  assert.deepEqual(marks(postgres('postgres:18.6', at, file)), []);
  const trust = '- name: POSTGRES_HOST_AUTH_METHOD\n  value: trust\n';
  assert.deepEqual(marks(postgres('postgres:18.6', at, trust)), ['postgres-trusts-all@trust']);
  const none = '- name: TZ\n  value: UTC\n';
  for (const container of [
    'envFrom:\n- secretRef:\n    name: db',
    'command: [sh, -c, x]',
    'args: [pg_dump]',
  ]) {
    assert.deepEqual(marks(postgres('postgres:18.6', at, none, container)), [], container);
  }
  assert.deepEqual(marks(postgres('postgres:18.6', at, none, 'args: [-c, max_connections=9]')), [
    'postgres-password-missing@env',
  ]);
});

test('postgres: the missing password comes from a Secret that has one', () => {
  const text = fixed(
    postgres('postgres:18.6', '/var/lib/postgresql', secretItem('POSTGRES_USER', 'db', 'username')),
  );
  assert.match(
    text,
    /- name: POSTGRES_PASSWORD\n {10}valueFrom:\n {12}secretKeyRef:\n {14}name: db\n {14}key: password\n/,
  );
});

test('postgres: where the volume has to be', () => {
  const old = '/var/lib/postgresql/data';
  assert.deepEqual(marks(postgres('postgres:18.6', old)), [`postgres-data-path@${old}`]);
  assert.deepEqual(marks(postgres('postgres:17.11', '/var/lib/postgresql')), [
    'postgres-data-path@/var/lib/postgresql',
  ]);
  assert.deepEqual(marks(postgres('postgres:17.11', old)), [`data-at-volume-root@${old}`]);
  const pgdata = `${password}- name: PGDATA\n  value: ${old}/pgdata\n`;
  for (const image of ['postgres:18.6', 'postgres:17.11']) {
    assert.deepEqual(marks(postgres(image, old, pgdata)), [], image);
  }
  assert.deepEqual(marks(postgres('acme/postgres:18.6', old)), []);
  const text = fixed(postgres('postgres:17.11', '/var/lib/postgresql'));
  assert.match(text, /mountPath: \/var\/lib\/postgresql\/data\n/);
  assert.match(text, /- name: PGDATA\n {10}value: \/var\/lib\/postgresql\/data\/pgdata\n/);
  assert.deepEqual(marks(text), []);
});

test('data at the root of a volume: not with a folder of it, never changed by itself', () => {
  const text = postgres('postgres:17.11', '/var/lib/postgresql/data');
  const [finding] = find(text).filter(({ code }) => code === 'data-at-volume-root');
  assert.equal(finding?.severity, 'info');
  assert.ok(finding.fixes?.().every(({ preferred }) => !preferred));
  assert.deepEqual(
    marks(text.replace('mountPath: /var/lib/postgresql/data', 'subPath: x\n          $&')),
    [],
  );
  assert.match(fixed(mysql(rootOfMysql).replace('          subPath: mysql\n', '')), /subPath: mysql/);
});

test('mysql and mariadb: ways to say what becomes of root', () => {
  assert.deepEqual(marks(mysql(rootOfMysql)), []);
  assert.deepEqual(marks(mysql('- name: MYSQL_ALLOW_EMPTY_PASSWORD\n  value: "no"\n')), []);
  assert.deepEqual(marks(mysql('- name: MARIADB_ROOT_PASSWORD\n  value: x\n')), [
    'mysql-password-missing@env',
  ]);
  assert.deepEqual(
    marks(mysql('- name: MARIADB_ROOT_PASSWORD\n  value: x\n', undefined, 'mariadb:11.8')),
    [],
  );
  assert.deepEqual(marks(mysql(rootOfMysql, undefined, 'mariadb:11.8')), []);
  const user = '- name: MYSQL_USER\n  value: app\n';
  assert.deepEqual(marks(mysql(rootOfMysql + user)), ['mysql-user-incomplete@MYSQL_USER']);
  assert.deepEqual(marks(mysql(`${rootOfMysql}${user}- name: MYSQL_PASSWORD_FILE\n  value: /x\n`)), []);
  assert.deepEqual(marks(mysql(`${rootOfMysql}${user.replace('app', 'root')}`)), ['mysql-user-root@root']);
});

test('a variable beside its file: only of this image, only where both say something', () => {
  const both = `${rootOfMysql}- name: MYSQL_ROOT_PASSWORD_FILE\n  value: /x\n`;
  assert.deepEqual(marks(mysql(both)), ['env-and-file@MYSQL_ROOT_PASSWORD_FILE']);
  assert.deepEqual(marks(mysql(both.replace('/x', '""'))), []);
  const others = `${rootOfMysql}- name: LOG\n  value: a\n- name: LOG_FILE\n  value: b\n`;
  assert.deepEqual(marks(mysql(others)), []);
});

test('variables of other images and slips: not what scripts, probes or arguments use', () => {
  const slip = '- name: MONGO_INITDB_ROOT_USERNAM\n  value: root\n';
  const text = mongo({ env: slip + secretItem('MONGO_INITDB_ROOT_PASSWORD', 'db', 'password') });
  assert.ok(marks(text).includes('env-not-of-image@MONGO_INITDB_ROOT_USERNAM'));
  assert.match(fixed(text, /"MONGO_INITDB_ROOT_USERNAME"/), /- name: MONGO_INITDB_ROOT_USERNAME\n/);
  const redis = (container?: string): string =>
    databaseExample({
      name: 'db',
      image: 'redis:8.10.1',
      env: secretItem('REDIS_PASSWORD', 'db', 'password'),
      mountPath: '/data',
      ...(container === undefined ? {} : { container }),
    });
  assert.deepEqual(marks(redis()), ['env-not-of-image@REDIS_PASSWORD']);
  assert.deepEqual(marks(redis('args: [--requirepass, $(REDIS_PASSWORD)]')), []);
  assert.deepEqual(
    marks(redis("readinessProbe:\n  exec:\n    command: [sh, -c, 'redis-cli -a $REDIS_PASSWORD ping']")),
    [],
  );
  for (const name of [
    'POSTGRES_PORT',
    'POSTGRES_HOST',
    'POSTGRES_USERS',
    'POSTGRES_DB_TEST',
    'PGUSER',
    'POSTGRES_MULTIPLE_DATABASES',
  ]) {
    assert.deepEqual(
      marks(postgres('postgres:18.6', '/var/lib/postgresql', `${password}- name: ${name}\n  value: x\n`)),
      [],
      name,
    );
  }
});

test('a command in place of the start script', () => {
  const text = mongo({ container: 'command: [mongod, --bind_ip_all]' });
  assert.deepEqual(marks(text), ['command-skips-start-script@mongod']);
  assert.match(fixed(text), / args: \[mongod, --bind_ip_all\]/);
  const two = fixed(mongo({ container: 'command: ["mongod"]\nargs: ["--bind_ip_all"]' }));
  assert.doesNotMatch(two, /command:/);
  for (const fine of [
    'command: [docker-entrypoint.sh, mongod]',
    "command: [bash, -c, 'exec mongod']",
    'args: [mongod]',
  ]) {
    assert.deepEqual(marks(mongo({ container: fine })), [], fine);
  }
  assert.deepEqual(marks(mongo({ env: '- name: TZ\n  value: UTC\n', container: 'command: [mongod]' })), []);
});

test('mongo: key files', () => {
  const args = (more: string): string => `args: [--replSet, rs0${more}]`;
  assert.deepEqual(marks(mongo({ container: args('') })), ['mongo-key-file-missing@--replSet']);
  for (const fine of [', --keyFile, /k', ', --clusterAuthMode, x509', ', --config, /c.yaml']) {
    assert.deepEqual(marks(mongo({ container: args(fine) })), [], fine);
  }
  assert.deepEqual(marks(mongo({ env: '- name: TZ\n  value: UTC\n', container: args('') })), []);
  const mounted = (pod: string): string =>
    mongo({
      container: args(', --keyFile, /key/file'),
      mountPath: '/data/db\n- name: key\n  mountPath: /key',
      pod,
    });
  const volume = (more = ''): string => `volumes:\n- name: key\n  secret:\n    secretName: db\n${more}`;
  assert.deepEqual(marks(mounted(volume())), ['mongo-key-file-mode@key']);
  assert.deepEqual(marks(mounted(volume('    defaultMode: 0400'))), []);
  assert.deepEqual(marks(mounted(`${volume('    defaultMode: 0400')}\nsecurityContext:\n  fsGroup: 999`)), [
    'mongo-key-file-mode@key',
  ]);
  assert.deepEqual(marks(mounted('volumes:\n- name: key\n  emptyDir: {}')), []);
  const after = fixed(mounted(`${volume()}\nsecurityContext:\n  fsGroup: 999`));
  assert.deepEqual(marks(after), []);
  assert.match(after, /- name: key-copy\n {10}mountPath: \/key\n/);
  assert.match(after, /- name: key-copy\n {8}emptyDir: \{\}\n/);
  assert.match(
    after,
    /- cp -f \/key-secret\/file \/key\/file && chmod 400 \/key\/file && chown 999:999 \/key\/file\n/,
  );
});

test('members that do not know of each other: only where nothing can join them', () => {
  assert.deepEqual(marks(mongo({ replicas: 3 })), ['members-not-joined@3']);
  assert.deepEqual(marks(mongo({ replicas: 1 })), []);
  const joined: readonly Partial<Parameters<typeof databaseExample>[0]>[] = [
    { container: 'args: [--replSet, rs0, --keyFile, /k]' },
    { container: 'args: [--config, /etc/mongod.conf]' },
    { container: "command: [sh, -c, 'start']" },
    { container: 'envFrom:\n- configMapRef:\n    name: db' },
    {
      mountPath: '/data/db\n- name: config\n  mountPath: /etc/mongo',
      pod: 'volumes:\n- name: config\n  configMap:\n    name: c',
    },
    { pod: 'initContainers:\n- name: init\n  image: busybox:1.37' },
    { image: 'cassandra:5.0.9', env: '- name: TZ\n  value: UTC\n' },
  ];
  for (const parts of joined) {
    const found = marks(mongo({ replicas: 3, ...parts }));
    assert.ok(!found.some((mark) => mark.startsWith('members-not-joined')), JSON.stringify(parts));
  }
  assert.match(fixed(mongo({ replicas: 3 }), /one replica/), /replicas: 1\n/);
});

test('fsGroup: only for another user than root, and where nobody else sets the owner', () => {
  const pod = 'securityContext:\n  runAsUser: 999';
  assert.deepEqual(marks(mongo({ pod })), ['fs-group-missing@securityContext']);
  assert.match(fixed(mongo({ pod })), /securityContext:\n {8}runAsUser: 999\n {8}fsGroup: 999\n/);
  assert.deepEqual(marks(mongo({ container: 'securityContext: {runAsUser: 999}' })), [
    'fs-group-missing@999',
  ]);
  const chown = `${pod}\ninitContainers:\n- name: chown\n  image: busybox:1.37\n  volumeMounts:\n  - name: data\n    mountPath: /d`;
  for (const fine of [`${pod}\n  fsGroup: 1`, 'securityContext:\n  runAsUser: 0', chown]) {
    assert.deepEqual(marks(mongo({ pod: fine })), [], fine);
  }
});

test('zookeeper: ids from the ordinal, servers renamed with them', () => {
  const text = databaseExample({
    name: 'zk',
    image: 'zookeeper:3.9.5',
    replicas: 3,
    spec: 'podManagementPolicy: Parallel',
    env: `- name: ZOO_SERVERS
  value: "server.1=zk-0.zk:2888:3888;2181 server.2=zk-1.zk:2888:3888;2181 server.3=other-2.zk:2888:3888;2181"
- name: ZOO_MY_ID
  value: "1"
`,
    mountPath: '/data',
  });
  assert.deepEqual(marks(text), ['zookeeper-same-id@"1"']);
  const after = fixed(text, /ordinals/);
  assert.match(
    after,
    /value: "server\.1=zk-1\.zk:2888:3888;2181 server\.2=zk-2\.zk:2888:3888;2181 server\.3=other-2\.zk/,
  );
  assert.match(after, /replicas: 3\n {2}ordinals:\n {4}start: 1\n/);
  assert.match(
    after,
    /- name: ZOO_MY_ID\n {10}valueFrom:\n {12}fieldRef:\n {14}fieldPath: metadata\.labels\['apps\.kubernetes\.io\/pod-index'\]\n/,
  );
  assert.deepEqual(marks(after), []);
});

test('service links: only a Service with an address and just that name', () => {
  const service = (more: string, name = 'kafka'): string =>
    `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\nspec:\n${more}  ports:\n  - port: 9092\n`;
  const broker = databaseExample({
    name: 'broker',
    image: 'apache/kafka:4.3.1',
    env: '- name: CLUSTER_ID\n  value: q1Sh-9_ISia_zwGINzRvyQ\n- name: KAFKA_LOG_DIRS\n  value: /var/lib/kafka/data/logs\n',
    mountPath: '/var/lib/kafka/data',
  });
  assert.deepEqual(marks(broker, [service('')]), ['service-links-clash@apache/kafka:4.3.1']);
  for (const fine of [
    service('  clusterIP: None\n'),
    service('', 'kafka-ui'),
    service('  type: ExternalName\n'),
  ]) {
    assert.deepEqual(marks(broker, [fine]), [], fine);
  }
  assert.match(fixed(broker, undefined, [service('')]), /\n {6}enableServiceLinks: false\n/);
});

test('kafka: a random cluster id that Kafka takes', () => {
  const text = databaseExample({
    name: 'broker',
    image: 'apache/kafka:4.3.1',
    env: '- name: KAFKA_LOG_DIRS\n  value: /var/lib/kafka/data/logs\n',
    mountPath: '/var/lib/kafka/data',
  });
  const ids = [fixed(text), fixed(text)].map(
    (after) => /CLUSTER_ID\n +value: "?([-\w]{22})"?\n/.exec(after)?.[1] ?? '',
  );
  assert.notEqual(ids[0], ids[1]);
  for (const id of ids) {
    const bytes = Buffer.from(id, 'base64url');
    assert.equal(bytes.length, 16);
    assert.equal(bytes.toString('base64url'), id);
  }
});

test('another major version: judged by what the system does with old data', () => {
  const severity = (before: string, now: string, kept = true): string | undefined => {
    const text = (image: string): string =>
      databaseExample({ name: 'db', image, ...(kept ? { mountPath: '/data' } : {}), env: rootOfMongo });
    return find(text(now), [], { before: parse(text(before)) }).find(
      (one) => one.code === 'database-version-changed',
    )?.severity;
  };
  assert.equal(severity('postgres:16.1', 'postgres:17.1'), 'warning');
  assert.equal(severity('mongo:7.0', 'mongo:8.0'), 'info');
  assert.equal(severity('mongo:6.0', 'mongo:8.0'), 'warning');
  assert.equal(severity('redis:8.0', 'redis:7.4'), 'warning');
  assert.equal(severity('redis:6.2', 'redis:8.0'), 'info');
  for (const [before, now] of [
    ['postgres:16.1', 'postgres:16.9'],
    ['postgres', 'postgres:17'],
    ['postgres:16', 'acme/postgres:17'],
    ['mysql:5.7', 'mariadb:11'],
  ]) {
    assert.equal(severity(before ?? '', now ?? ''), undefined, now);
  }
  assert.equal(severity('postgres:16.1', 'postgres:17.1', false), undefined);
});

test('patches and odd shapes are left alone', () => {
  const patch =
    'apiVersion: apps/v1\nkind: StatefulSet\nmetadata:\n  name: db\nspec:\n  template:\n    spec:\n      containers:\n      - name: db\n        args: [--replSet, rs0]\n';
  assert.deepEqual(marks(patch), []);
  for (const odd of [
    'env: {}',
    'env: [null, 3, {}]',
    'command: mongod',
    'args: {a: b}',
    'volumeMounts: x',
    'env:\n- name: 1',
  ]) {
    find(databaseExample({ name: 'db', image: 'mongo:8.0.29', container: odd, mountPath: '/data/db' }));
    find(databaseExample({ name: 'db', image: 'postgres:16', container: odd }));
    find(databaseExample({ name: 'db', image: 'zookeeper:3.9.5', replicas: 2, container: odd }));
  }
});
