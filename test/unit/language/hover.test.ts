import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { hovered } from './support.ts';

const set = (spec: string, replicas = 3): string => `apiVersion: apps/v1
kind: StatefulSet
metadata: {name: mongodb, namespace: data}
spec:
  replicas: ${replicas}
  ${spec}
  volumeClaimTemplates: [{metadata: {name: data}}]
`;
const here = (text: string): string => hovered(text).at(-1) ?? '';
const agent = (toleration: string): string => `apiVersion: apps/v1
kind: DaemonSet
metadata: {name: logs}
spec: {template: {spec: {tolerations: [${toleration}]}}}
`;

describe('a field', () => {
  test('its type, whether it must be there, its default, its documentation', () => {
    const [field = ''] = hovered(set('podManagement¦Policy: Parallel'));
    assert.match(
      field,
      /^\*\*podManagementPolicy\*\* · `string` · default `OrderedReady`\n\npodManagementPolicy controls how pods/,
    );
    const [name = ''] = hovered('apiVersion: v1\nkind: Pod\nspec: {containers: [{na¦me: a}]}\n');
    assert.match(name, /^\*\*name\*\* · `string` · required\n\nName of the container/);
  });

  test('without documentation of its own has that of its type', () => {
    const [field = ''] = hovered(set('sele¦ctor: {}'));
    assert.match(field, /A label selector is a label query/);
  });

  test('nothing for a key of the person’s own, nor beside the text', () => {
    assert.deepEqual(hovered('apiVersion: v1\nkind: ConfigMap\ndata: {na¦me: x}\n'), []);
    assert.deepEqual(hovered('apiVersion: v1\n¦\nkind: ConfigMap\n'), []);
    assert.deepEqual(hovered('services: {web: {im¦age: x}}\n'), []);
  });
});

describe('what a StatefulSet’s field does here', () => {
  test('the order of its pods', () => {
    assert.match(
      here(set('podManagementPolicy: Ordered¦Ready')),
      /^3 pods, `mongodb-0` first; each waits until the one before is Ready\./,
    );
    assert.match(
      here(set('podManagementPolicy: Para¦llel')),
      /`mongodb-0` to `mongodb-2`, started and stopped all at once/,
    );
    assert.match(here(set('podManagementPolicy: Ordered¦Ready', 1)), /^1 pod, `mongodb-0`\.$/);
    assert.match(here(set('podManagementPolicy: Ordered¦Ready', 0)), /^No pods/);
    assert.match(here(set('minReady¦Seconds: 10')), /at least 20 s until the last of 3/);
    assert.match(
      here(set('ordinals: {start¦: 5}')),
      /`mongodb-5` to `mongodb-7`; there is no pod of a lower/,
    );
  });

  test('an update', () => {
    const update = (partition: number): string =>
      here(set(`updateStrategy: {rollingUpdate: {part¦ition: ${partition}}}`));
    assert.match(update(0), /from `mongodb-2` down to `mongodb-0`/);
    assert.match(update(1), /only `mongodb-1` to `mongodb-2`/);
    assert.equal(update(2), 'partition: 2: only `mongodb-2` gets the new revision.');
    assert.match(update(3), /no pod gets a new revision, as the last is `mongodb-2`/);
    assert.match(here(set('updateStr¦ategy: {type: OnDelete}')), /only when it is deleted/);
  });

  test('its claims', () => {
    const policy = here(set('persistentVolumeClaimRetention¦Policy: {whenDeleted: Delete}'));
    assert.match(
      policy,
      /deletes the claims with their data: `data-mongodb-0`, `data-mongodb-1`, `data-mongodb-2`/,
    );
    assert.match(policy, /Scaling down leaves the claims/);
  });

  test('the DNS name of each pod', () => {
    assert.match(
      here(set('serviceName: mon¦go')),
      /- `mongodb-0\.mongo\.data\.svc\.cluster\.local`\n[^]*mongodb-2/,
    );
    assert.match(here(set('serviceName: mon¦go', 9)), /- and 4 more$/);
  });

  test('shows names as text, whatever they hold', () => {
    const text = set('serviceName: "[x](command:evil)`¦"').replace('name: mongodb', 'name: "a`b"');
    assert.match(here(text), /- `` a`b-0\.\[x\]\(command:evil\)`\.data\.svc\.cluster\.local ``/);
  });
});

describe('where a toleration lets pods run', () => {
  test('in words', () => {
    assert.match(
      here(agent('{key: node-role.kuber¦netes.io/control-plane, operator: Exists}')),
      /Tolerates the control-plane taint\. It also runs there\./,
    );
    assert.match(here(agent('{oper¦ator: Exists}')), /^Tolerates every taint: runs on every node/);
    assert.match(
      here(agent('{key: a, val¦ue: b, effect: NoExecute, tolerationSeconds: 5}')),
      /taint `a=b:NoExecute`\. It is evicted 5 s/,
    );
    assert.match(
      here(agent('{key: node.kubernetes.io/disk-pressure, oper¦ator: Exists, effect: NoSchedule}')),
      /need not be written/,
    );
    assert.match(
      here(
        agent(
          '{key: node.kubernetes.io/not-ready, oper¦ator: Exists, effect: NoExecute, tolerationSeconds: 5}',
        ),
      ),
      /need not be written\. Its tolerationSeconds have no effect/,
    );
  });
});

describe('a Secret’s value', () => {
  const secret = (part: string, value: string): string =>
    `apiVersion: v1\nkind: Secret\nmetadata: {name: a}\n${part}:\n  p: ${value}\n`;

  test('its length, never its text', () => {
    assert.deepEqual(hovered(secret('data', 'c2Vj¦cmV0')), ['6 bytes, decoded']);
    assert.deepEqual(hovered(secret('stringData', 'sécr¦et')), ['7 bytes, decoded']);
    assert.deepEqual(hovered(secret('data', '"no bas¦e64!"')), []);
  });
});
