import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { UserError } from '../../../src/base/errors.ts';
import { applyEdits } from '../../../src/base/text.ts';
import { linksIn } from '../../../src/language/links.ts';
import { Names } from '../../../src/language/names.ts';
import { rename } from '../../../src/language/rename.ts';
import { parse } from '../../../src/manifest/parse.ts';

const service = `apiVersion: v1
kind: Service
metadata:
  name: mongodb # governs
spec:
  clusterIP: None
  selector:
    app: mongodb
  ports:
    - port: 27017
      targetPort: mongo
`;
const set = `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: mongodb
  labels:
    app: mongodb
spec:
  serviceName: "mongodb"
  selector:
    matchLabels: { app: mongodb }
  template:
    metadata:
      labels:
        app: 'mongodb' # selected
    spec:
      containers:
        - name: mongodb
          image: mongo:7
          args:
            - --hosts=mongodb-0.mongodb:27017,$(POD).mongodb,mongodb.shop.svc.cluster.local,mongodb:27017
            - |
              mongosh mongodb://mongodb-1.mongodb.shop.svc/mongodb
              echo mongodb mongodb:1
          env:
            - name: PASSWORD
              valueFrom:
                secretKeyRef: { name: auth, key: password }
            - { name: MONGO_HOST, value: mongodb }
            - { name: MONGO_USER, value: mongodb }
          ports:
            - { name: mongo, containerPort: 27017 }
          readinessProbe:
            tcpSocket: { port: mongo }
          volumeMounts:
            - { name: data, mountPath: /data/db }
  volumeClaimTemplates:
    - metadata:
        name: data
      spec: {}
`;
const inShop = (text: string): string => text.replace(/^( {2}name: \w+.*)$/m, '$1\n  namespace: shop');

function files(texts: Readonly<Record<string, string>>) {
  return Object.entries(texts).map(([path, text]) => ({
    uri: `file:///${path}`,
    manifest: parse(text),
  }));
}

/** The texts after the name at the (first) `|` of a text, which is a cursor, has become another. */
function renamed(texts: Readonly<Record<string, string>>, name: string): Readonly<Record<string, string>> {
  const [path, marked] = Object.entries(texts).find(([, text]) => text.includes('‸')) ?? ['', ''];
  const plain = { ...texts, [path]: marked.replace('‸', '') };
  const renaming = rename(files(plain), `file:///${path}`, marked.indexOf('‸'), name);
  return Object.fromEntries(
    Object.entries(plain).map(([one, text]) => [one, applyEdits(text, renaming.get(`file:///${one}`) ?? [])]),
  );
}

function refused(texts: Readonly<Record<string, string>>, name: string, message: RegExp): void {
  assert.throws(
    () => renamed(texts, name),
    (error) => error instanceof UserError && message.test(error.message),
  );
}

describe('rename', () => {
  it('a Service, with its set and the hosts that are it, in other files too; other words stay', () => {
    const after = renamed(
      { 'a.yaml': inShop(service.replace('name: mong', 'name: mong‸')), 'b.yaml': inShop(set) },
      'db',
    );
    assert.equal(after['a.yaml'], inShop(service).replace('name: mongodb', 'name: db'));
    assert.equal(
      after['b.yaml'],
      inShop(set)
        .replace('serviceName: "mongodb"', 'serviceName: "db"')
        .replace('mongodb-0.mongodb:27017', 'mongodb-0.db:27017')
        .replace('$(POD).mongodb', '$(POD).db')
        .replace('mongodb.shop.svc.cluster', 'db.shop.svc.cluster')
        .replace(',mongodb:27017', ',db:27017')
        .replace('mongodb-1.mongodb.shop', 'mongodb-1.db.shop')
        .replace('MONGO_HOST, value: mongodb', 'MONGO_HOST, value: db'),
    );
  });

  it("a pod's label where it is selected, not the set's own", () => {
    const after = renamed({ 'a.yaml': service, 'b.yaml': set.replace("app: 'mong", "app: 'mong‸") }, 'db');
    assert.equal(after['a.yaml'], service.replace('app: mongodb', 'app: db'));
    assert.equal(
      after['b.yaml'],
      set.replace('{ app: mongodb }', '{ app: db }').replace("'mongodb' # selected", "'db' # selected"),
    );
  });

  it("a label's key; a port; a claim template; a Secret's key and its name", () => {
    const both = `${set}---\n${service}---\n${'apiVersion: v1\nkind: Secret\nmetadata: { name: auth }\nstringData:\n  "password": x\n'}`;
    const at = (marker: string, name: string): string =>
      renamed({ a: both.replace(marker, `${marker}‸`) }, name)['a'] ?? '';
    assert.equal(
      at('matchLabels: { app', 'tier'),
      both
        .replace('{ app: m', '{ tier: m')
        .replace("app: 'm", "tier: 'm")
        .replace('selector:\n    app', 'selector:\n    tier'),
    );
    assert.equal(
      at('targetPort: mo', 'client'),
      both
        .replace('targetPort: mongo', 'targetPort: client')
        .replace('name: mongo,', 'name: client,')
        .replace('port: mongo }', 'port: client }'),
    );
    assert.equal(at('- { name: da', 'store'), both.replaceAll('name: data', 'name: store'));
    assert.equal(
      at('key: pass', 'secret'),
      both.replace('key: password', 'key: secret').replace('"password"', '"secret"'),
    );
    assert.equal(at('metadata: { name: a', 'login'), both.replaceAll('name: auth', 'name: login'));
  });

  it('not what has the same name in another folder or namespace', () => {
    const texts = {
      'dev/a.yaml': service.replace('name: mong', 'name: mong‸'),
      'dev/b.yaml': set,
      'live/a.yaml': service,
      'live/b.yaml': set,
    };
    const after = renamed(texts, 'db');
    assert.equal(after['live/a.yaml'], service);
    assert.equal(after['live/b.yaml'], set);
    assert.notEqual(after['dev/b.yaml'], set);
  });

  it('refuses a name of a wrong form, or one that is taken', () => {
    const texts = {
      a: service.replace('name: mong', 'name: mong‸'),
      b: service.replaceAll('mongodb', 'redis'),
    };
    refused(texts, 'My_Db', /lower-case letters/);
    refused(texts, '', /empty/);
    refused(texts, 'redis', /taken: Service "redis" in b/);
    refused({ a: set.replace('port: mongo', 'port: mon‸go') }, 'a-name-too-long-for-it', /15 are allowed/);
    // Another Service would select these pods too.
    refused(
      { a: set.replace("app: 'm", "app: '‸m"), b: service.replace('app: mongodb', 'app: db') },
      'db',
      /taken: Service/,
    );
  });

  it('refuses what is named in a template or where there is no name', () => {
    const template = `apiVersion: v1\nkind: Pod\nmetadata:\n  name: x\n  {{- include "labels" . }}\nspec:\n  imagePullSecrets: [{ name: auth }]\n`;
    const secret = 'apiVersion: v1\nkind: Secret\nmetadata:\n  name: au‸th\n';
    refused({ a: secret, 'b.yaml': template }, 'login', /named in b\.yaml too/);
    refused({ a: set.replace('image: ', 'image: ‸') }, 'x', /no name here/);
    refused({ a: set.replace('- { name: da', '- { name: x‸da') }, 'x', /has the name "xdata"/);
  });

  it('changes an anchor where all that share it mean the name, and refuses others', () => {
    const shared = set
      .replace('{ app: mongodb }', '&l { app: mong‸odb }')
      .replace("\n        app: 'mongodb' # selected", ' *l');
    assert.equal(renamed({ a: shared }, 'db')['a'], shared.replace('{ app: mong‸odb }', '{ app: db }'));
    const mixed = set
      .replace('{ app: mongodb }', '{ app: &n mong‸odb }')
      .replace('image: mongo:7', 'image: *n');
    refused({ a: mixed }, 'db', /anchor shares/);
  });

  describe('is refused where it would leave behind', () => {
    const marked = service.replace('name: mongodb #', 'name: ‸mongodb #');
    const kustomization = (text: string): string =>
      `kind: Kustomization\nresources: [../base/service.yaml, ../base/set.yaml]\n${text}`;
    const over = (more: Readonly<Record<string, string>>): Readonly<Record<string, string>> => ({
      'base/service.yaml': marked,
      'base/set.yaml': set,
      ...more,
    });
    const texts: Readonly<Record<string, Readonly<Record<string, string>>>> = {
      'a template beside it': { 'base/chart.yaml': 'name: {{ .Values.name }}\nservice: mongodb\n' },
      'a document that is broken': { 'base/other.yaml': 'a: [\n---\nservice: mongodb\nb: [\n' },
      'the target of a patch': {
        'over/kustomization.yaml': kustomization(
          'patches:\n- {path: p.yaml, target: {kind: Service, name: mongodb}}\n',
        ),
      },
      'a patch in place': {
        'over/kustomization.yaml': kustomization(
          'patches:\n- patch: |\n    kind: Service\n    metadata: {name: mongodb}\n',
        ),
      },
      'operations in a file': {
        'over/kustomization.yaml': kustomization('patches:\n- {path: p.yaml, target: {kind: StatefulSet}}\n'),
        'over/p.yaml': '- {op: replace, path: /spec/serviceName, value: mongodb}\n',
      },
      'a replacement': {
        'over/kustomization.yaml': kustomization(
          'replacements:\n- source: {kind: Service, name: mongodb}\n  targets: []\n',
        ),
      },
    };
    for (const [what, more] of Object.entries(texts)) {
      it(what, () => refused(over(more), 'db', /seems to mean "mongodb" too/));
    }

    it('a volume in a patch', () => {
      const patch = set.replace(/ {2}selector:[^]*? {4}spec:/, '  template:\n    spec:');
      refused(
        {
          'base/set.yaml': set.replace('name: data, mount', 'name: ‸data, mount'),
          'over/kustomization.yaml':
            'kind: Kustomization\nresources: [../base/set.yaml]\npatches: [{path: patch.yaml}]\n',
          'over/patch.yaml': patch,
        },
        'files',
        /patch\.yaml seems to mean "data" too/,
      );
    });

    it('not the same word that means something else', () => {
      const after = renamed(
        over({
          'chart/deploy.yaml': 'name: {{ .Values.name }}\nservice: mongodb\n',
          'over/kustomization.yaml': kustomization(
            'images: [{name: mongodb, newTag: "8"}]\nreplicas: [{name: mongodb, count: 1}]\nnamespace: mongodb\n' +
              'patches:\n- {path: p.yaml, target: {kind: StatefulSet, name: mongodb}}\n',
          ),
          'over/p.yaml': '- {op: replace, path: /spec/replicas, value: 5}\n',
        }),
        'db',
      );
      assert.match(after['base/service.yaml'] ?? '', /name: db # governs/);
      assert.match(after['base/set.yaml'] ?? '', /serviceName: "db"/);
    });
  });

  it('a name that YAML would read as something else is quoted', () => {
    const after = renamed({ a: set.replace('{ app: mong', '{ app: ‸mong') }, '1e3')['a'] ?? '';
    assert.equal(
      after,
      set.replace('{ app: mongodb }', "{ app: '1e3' }").replace("'mongodb' # selected", "'1e3' # selected"),
    );
  });

  it('survives a text that does not parse', () => {
    for (let end = 0; end < set.length; end += 7) {
      const text = `${set.slice(0, end)}: [`;
      const names = new Names(files({ a: text }));
      for (let offset = 0; offset < text.length; offset += 11) names.at('file:///a', offset);
    }
  });
});

describe('links', () => {
  it('lead from a reference to another object or file that is there', () => {
    const names = new Names(files({ 'a.yaml': service, 'b.yaml': set }));
    const links = linksIn(names, 'file:///b.yaml').map(({ range, target }) => {
      return `${set.slice(range.start, range.end)} → ${target.kind} in ${target.file.uri}`;
    });
    assert.deepEqual([...new Set(links)], ['mongodb → Service in file:///a.yaml']);
    assert.equal(links.length, 7);
  });
});
