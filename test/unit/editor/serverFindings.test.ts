import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { serverFindings } from '../../../src/editor/serverFindings.ts';
import { parse } from '../../../src/manifest/parse.ts';
import type { ApplyOutcome } from '../../../src/worker/protocol.ts';

const service = `apiVersion: v1
kind: Service
metadata:
  name: db
spec:
  ports:
    - port: 0
`;
const set = `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  replicas: -1
  template:
    spec:
      containers:
        - name: db
          image: x
          env:
            - name: A
            - name: A
`;
const text = `${service}---\n${set}`;

function shown(manifest: string, ...outcomes: readonly ApplyOutcome[]): readonly string[] {
  return serverFindings(parse(manifest), outcomes).map(
    ({ range, severity, message }) => `${severity} ${manifest.slice(range.start, range.end)}: ${message}`,
  );
}

function failed(...causes: readonly { field: string; message: string }[]): ApplyOutcome {
  return { is: 'failed', error: { code: 'invalid', message: 'refused' }, causes };
}

const fine: ApplyOutcome = { is: 'created', warnings: [] };

describe('serverFindings', () => {
  it('puts each cause on its field, in the object that was refused', () => {
    assert.deepEqual(
      shown(
        text,
        failed({ field: 'spec.ports[0].port', message: 'Invalid value: 0' }),
        failed(
          { field: 'spec.replicas', message: 'must not be negative' },
          { field: 'spec.selector', message: 'required' },
        ),
      ),
      ['error 0: Invalid value: 0', 'error -1: must not be negative', 'error spec: required'],
    );
  });

  it('puts what has no cause on the kind', () => {
    assert.deepEqual(shown(text, fine, failed()), ['error StatefulSet: refused']);
  });

  it('shows conflicts, and nothing for what waits or went well', () => {
    const conflict: ApplyOutcome = {
      is: 'conflict',
      error: { code: 'conflict', message: 'conflict' },
      causes: [{ field: '.spec.replicas', message: 'owned by hpa' }],
    };
    assert.deepEqual(shown(text, { is: 'deferred' }, conflict), ['error -1: owned by hpa']);
    assert.deepEqual(shown(text, fine, { is: 'unchanged', warnings: [] }), []);
  });

  it('puts a warning on the field that it starts with', () => {
    const warnings = [
      'spec.template.spec.containers[0].env[1]: hides previous definition of "A"',
      'unknown: x',
    ];
    assert.deepEqual(shown(text, fine, { is: 'configured', warnings }), [
      `warning name: ${warnings[0]}`,
      `warning StatefulSet: ${warnings[1]}`,
    ]);
  });

  it('counts the items of a list as objects', () => {
    const list = `apiVersion: v1
kind: List
items:
  - apiVersion: v1
    kind: ConfigMap
  - apiVersion: v1
    kind: Secret
`;
    assert.deepEqual(shown(list, fine, failed()), ['error Secret: refused']);
    assert.deepEqual(shown('', failed()), []);
  });
});
