import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { diffText } from '../../../src/cluster/diffText.ts';

const mask = (value: string, encoding: string): string => `<${value.length} ${encoding}>`;

describe('diffText', () => {
  it('leaves out the server’s bookkeeping and the status, and begins with what the object is', () => {
    const text = diffText(
      {
        status: { replicas: 1 },
        spec: { replicas: 2, serviceName: 'on' },
        metadata: {
          name: 'db',
          namespace: 'x',
          uid: 'u',
          resourceVersion: '7',
          generation: 3,
          creationTimestamp: '2026-01-01T00:00:00Z',
          managedFields: [{ manager: 'kube-sets' }],
          annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{}' },
        },
        kind: 'StatefulSet',
        apiVersion: 'apps/v1',
      },
      mask,
    );
    assert.equal(
      text,
      `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
  namespace: x
spec:
  replicas: 2
  serviceName: 'on'
`,
    );
  });

  it('keeps what people annotate', () => {
    const text = diffText(
      { kind: 'Service', metadata: { name: 'a', annotations: { team: 'db', 'a/b': '1' } } },
      mask,
    );
    assert.match(text, /annotations:\n {4}team: db\n {4}a\/b: '1'\n/);
  });

  it('shows no value of a Secret, wherever it stands', () => {
    const text = diffText(
      {
        kind: 'Secret',
        metadata: {
          name: 's',
          annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{"data":{"p":"c2VjcmV0"}}' },
        },
        data: { p: 'c2VjcmV0', empty: null },
        stringData: { q: 'secret', 'a.b': '' },
        type: 'Opaque',
      },
      mask,
    );
    assert.doesNotMatch(text, /c2VjcmV0|secret$/m);
    assert.match(text, /data:\n {2}p: <8 base64>\n/);
    assert.match(text, /stringData:\n {2}q: <6 utf8>\n {2}a.b: <0 utf8>\n/);
  });

  it('does not mask what only looks like a Secret', () => {
    const text = diffText({ kind: 'ConfigMap', metadata: { name: 'c' }, data: { p: 'plain' } }, mask);
    assert.match(text, /p: plain/);
  });
});
