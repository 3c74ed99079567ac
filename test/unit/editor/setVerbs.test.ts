import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setVerbsAt } from '../../../src/editor/setVerbs.ts';
import { parse } from '../../../src/manifest/parse.ts';

const manifest = `apiVersion: v1
kind: Namespace
metadata:
  name: db
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: mongodb
  namespace: db
spec:
  ordinals:
    start: 2
  template:
    spec:
      containers:
        - name: mongodb
          image: mongo
          ports:
            - containerPort: 27017
              name: mongodb
            - containerPort: 53
              protocol: UDP
---
# An agent.
apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: fluentd
spec:
  template:
    spec:
      containers:
        - ports: [{ containerPort: 24231 }]
`;

function verbsAt(text: string, marker: string, add = 0): readonly string[] {
  const offset = text.indexOf(marker) + add;
  assert.ok(offset >= 0, marker);
  return setVerbsAt(parse(text), offset).map(({ verb, target: { kind, namespace, name, ordinal, port } }) =>
    [verb, kind, namespace ?? '-', name, ordinal ?? '-', port ?? '-'].join(' '),
  );
}

const ofMongodb = ['portForward StatefulSet db mongodb 2 -', 'deletePod StatefulSet db mongodb - -'];
const ofFluentd = ['portForward DaemonSet - fluentd - -', 'deletePod DaemonSet - fluentd - -'];

describe('setVerbsAt', () => {
  it("offers the verbs in the lines of a set's head, with its first ordinal", () => {
    assert.deepEqual(verbsAt(manifest, 'kind: StatefulSet'), ofMongodb);
    assert.deepEqual(verbsAt(manifest, 'kind: StatefulSet', 5), ofMongodb);
    assert.deepEqual(verbsAt(manifest, 'kind: DaemonSet'), ofFluentd);
    assert.deepEqual(verbsAt(manifest, 'apiVersion: apps/v1\nkind: D', 3), ofFluentd);
    assert.deepEqual(verbsAt(manifest, '  name: mongodb'), ofMongodb);
    assert.deepEqual(verbsAt(manifest, '  name: fluentd', 15), ofFluentd);
    assert.deepEqual(verbsAt(manifest.replaceAll('\n', '\r\n'), 'kind: DaemonSet', 15), ofFluentd);
    assert.deepEqual(verbsAt(manifest.replace('Set\n', 'Set # here\n'), '# here', 4), ofMongodb);
  });

  it('offers nothing in the other lines of a set', () => {
    for (const marker of [
      'metadata:\n  name: mongodb',
      '  namespace: db',
      'spec:',
      'image: mongo',
      '# An agent',
    ])
      assert.deepEqual(verbsAt(manifest, marker, 1), [], marker);
  });

  it('forwards the port under the cursor', () => {
    const port = 'forwardPort StatefulSet db mongodb 2 27017';
    assert.deepEqual(verbsAt(manifest, 'containerPort: 27017', 2), [port, ...ofMongodb]);
    assert.deepEqual(verbsAt(manifest, '27017', 1), [port, ...ofMongodb]);
    assert.deepEqual(verbsAt(manifest, '            - containerPort: 27017'), [port, ...ofMongodb]);
    assert.deepEqual(verbsAt(manifest, 'name: mongodb\n            - container', 7), [port, ...ofMongodb]);
    assert.deepEqual(verbsAt(manifest, '24231', 5), [
      'forwardPort DaemonSet - fluentd - 24231',
      ...ofFluentd,
    ]);
  });

  it('does not offer what no port-forward can reach', () => {
    assert.deepEqual(verbsAt(manifest, 'protocol: UDP', 2), []);
    assert.deepEqual(verbsAt(manifest, 'ports:', 2), []);
  });

  it('offers nothing elsewhere', () => {
    assert.deepEqual(verbsAt(manifest, 'kind: Namespace'), []);
    assert.deepEqual(verbsAt(manifest.replace('apps/v1', 'kruise.io/v1'), 'kind: StatefulSet'), []);
    assert.deepEqual(verbsAt('apiVersion: apps/v1\nkind: StatefulSet\n', 'kind'), []);
    assert.deepEqual(verbsAt(manifest.replace('name: mongodb', 'name: {{ .Values.name }}'), 'image'), []);
    assert.deepEqual(verbsAt('not: [a\nmanifest', 'not'), []);
    assert.deepEqual(setVerbsAt(parse(''), 0), []);
  });
});
