import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nodeAt, rangeOf } from '../../../src/manifest/locate.ts';
import { parse } from '../../../src/manifest/parse.ts';

const text = `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
  labels: {app.kubernetes.io/name: db, a.b: c}
spec:
  template:
    spec:
      containers:
      - name: db
        image: mongo:8.0 # here
        ports:
        - containerPort: 27017
          protocol: TCP
      volumes:
      - name: own
        emptyDir: {}
  volumeClaimTemplates:
  - metadata: {name: data}
---
apiVersion: v1
kind: Service
metadata:
  name: db
`;
const manifest = parse(text);
const object = manifest.documents[0]?.objects[0];

for (const [path, token] of [
  ['spec.template.spec.containers[0].image', 'mongo:8.0'],
  ['spec.template.spec.containers[0].ports', 'ports'],
  ['spec.template.spec.containers[0].imagePullPolicy', 'name'],
  ['.spec.template.spec.containers[name="db"].image', 'mongo:8.0'],
  ['.spec.template.spec.containers[name="db"].ports[containerPort=27017,protocol="TCP"].protocol', 'TCP'],
  ['metadata.labels[app.kubernetes.io/name]', 'db'],
  ['metadata.labels.app.kubernetes.io/name', 'db'],
  ['metadata.labels', 'labels'],
  ['spec.selector', 'spec'],
  ['spec.template.spec.volumes[0].name', 'data'],
  ['spec.template.spec.volumes[1].name', 'own'],
  ['nowhere', 'StatefulSet'],
  ['', 'StatefulSet'],
] as const) {
  test(`the server's ${path || '(no path)'} is at ${token}`, () => {
    assert.ok(object);
    const range = rangeOf(object, path);
    const expected = token === 'data' ? 'metadata' : token;
    assert.equal(text.slice(range.start, range.end), expected);
  });
}

for (const [before, path, onKey] of [
  ['image: mon', 'spec.template.spec.containers[0].image', false],
  ['        ima', 'spec.template.spec.containers[0].image', true],
  ['containerPort: 27', 'spec.template.spec.containers[0].ports[0].containerPort', false],
  ['kind: State', 'kind', false],
] as const) {
  test(`the cursor after "${before}" is in ${path}`, () => {
    const place = nodeAt(manifest, text.indexOf(before) + before.length);
    assert.equal(place?.path, path);
    assert.equal(place.onKey, onKey);
    assert.equal(place.object?.kind, 'StatefulSet');
  });
}

test('the object of a later document', () => {
  assert.equal(nodeAt(manifest, text.lastIndexOf('db'))?.object?.kind, 'Service');
});
