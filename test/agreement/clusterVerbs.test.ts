import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { apply, applyAll } from '../../src/cluster/apply.ts';
import { diffAll } from '../../src/cluster/diff.ts';
import { deleteInOrder, deletePlan } from '../../src/cluster/deleteInOrder.ts';
import { getObject, listClaims } from '../../src/cluster/verbs.ts';
import type { ApplyOutcome, ManifestObject } from '../../src/cluster/types.ts';
import { sharedCluster, testNamespace } from '../cluster/cluster.ts';
import { claimTemplate, clientOf, eventually, statefulSet } from './clusterSupport.ts';

const cluster = await sharedCluster();
const client = await clientOf(cluster.kubeconfig);
after(async () => {
  client.dispose();
  await cluster.stop();
});

const document = (
  kind: string,
  name: string,
  text: string,
  namespace?: string,
  apiVersion = 'v1',
): ManifestObject => ({
  text,
  apiVersion,
  kind,
  name,
  namespace,
});
const set = (text: string, name = 'db'): ManifestObject =>
  document('StatefulSet', name, text, undefined, 'apps/v1');

function causes(outcome: ApplyOutcome): readonly string[] {
  assert.ok('causes' in outcome, JSON.stringify(outcome));
  return outcome.causes.map((c) => `${c.field}: ${c.message}`);
}

test('apply: created, unchanged, configured; a dry run changes nothing', async () => {
  await using ns = await testNamespace(cluster, 'apply');
  const run = (text: string, dryRun = false) =>
    apply(client, set(text), { dryRun, force: false, defaultNamespace: ns.name });
  const path = `/apis/apps/v1/namespaces/${ns.name}/statefulsets/db`;
  const yaml = `# a comment\n---\n${statefulSet('db', 1)}`;
  assert.equal((await run(yaml, true)).is, 'created');
  assert.equal(await getObject(client, path), undefined);
  assert.equal((await run(yaml)).is, 'created');
  assert.equal((await run(yaml, true)).is, 'unchanged');
  assert.equal((await run(yaml)).is, 'unchanged');
  assert.equal((await run(yaml.replace('replicas: 1', 'replicas: 2'), true)).is, 'configured');
  assert.equal(((await getObject(client, path))?.spec as { replicas: number }).replicas, 1);
  assert.equal((await run(yaml.replace('replicas: 1', 'replicas: 2'))).is, 'configured');
  assert.equal(((await getObject(client, path))?.spec as { replicas: number }).replicas, 2);
});

test('what the server refuses is told field by field', async () => {
  await using ns = await testNamespace(cluster, 'refuse');
  const good = statefulSet('db', 1);
  const run = async (text: string, object = set(text)) => {
    const outcome = await apply(client, object, { dryRun: true, force: false, defaultNamespace: ns.name });
    assert.equal(outcome.is, 'failed', JSON.stringify(outcome));
    assert.ok('error' in outcome && outcome.error.code !== 'server', JSON.stringify(outcome));
    return causes(outcome);
  };
  assert.deepEqual(await run(good.replace('serviceName', 'serviceNam')), [
    'spec.serviceNam: field not declared in schema',
  ]);
  assert.deepEqual(await run(good.replace('image: main', 'imagee: main')), [
    'spec.template.spec.containers[name="main"].imagee: field not declared in schema',
  ]);
  assert.deepEqual(await run(good.replace('serviceName: db', 'serviceName: on')), [
    'spec.serviceName: expected string',
  ]);
  assert.deepEqual(await run(good.replace('replicas: 1', 'replicas: -1')), [
    'spec.replicas: Invalid value: -1: must be greater than or equal to 0',
  ]);
  assert.match(
    (await run(good.replace('{labels: {app: db}}', '{labels: {app: x}}')))[0] ?? '',
    /^spec.template.metadata.labels: .*selector/,
  );
  assert.match(
    (await run(good.replace('serviceName: db', 'serviceName: [db')))[0] ?? '',
    /^: .*yaml: line \d+/,
  );
  const secret = 'apiVersion: v1\nkind: Secret\nmetadata: {name: s}\ndata: {a: "%%"}\n';
  assert.match((await run(secret, document('Secret', 's', secret)))[0] ?? '', /^: illegal base64/);
  assert.match((await run(good, { ...set(good), kind: 'StatefulSett' }))[0] ?? '', /^kind: .*StatefulSett/);
  assert.match(
    (await run(good, { ...set(good), apiVersion: 'apps/v2' }))[0] ?? '',
    /^apiVersion: .*apps\/v2/,
  );
  assert.match((await run(good, set(good, '')))[0] ?? '', /^metadata.name: /);
});

test('a conflict names the field and who owns it; it is taken over only when told to', async () => {
  await using ns = await testNamespace(cluster, 'conflict');
  const yaml = statefulSet('db', 1);
  await cluster.must(['apply', '--server-side', '--field-manager=someone', '-n', ns.name, '-f', '-'], {
    input: yaml,
  });
  const run = (force: boolean, dryRun = false) =>
    apply(client, set(yaml.replace('replicas: 1', 'replicas: 2')), {
      dryRun,
      force,
      defaultNamespace: ns.name,
    });
  for (const dryRun of [true, false]) {
    const outcome = await run(false, dryRun);
    assert.equal(outcome.is, 'conflict');
    assert.deepEqual(causes(outcome), ['spec.replicas: conflict with "someone"']);
  }
  assert.equal((await run(true)).is, 'configured');
});

test('a manifest with its own namespace: deferred in a dry run, whole when applied; warnings are kept', async () => {
  const name = `own-${crypto.randomUUID().slice(0, 6)}`;
  const namespace = document(
    'Namespace',
    name,
    `apiVersion: v1\nkind: Namespace\nmetadata: {name: ${name}}\n`,
  );
  const inIt = { ...set(statefulSet('db', 0)), namespace: name };
  const text = statefulSet('db', 0).replace('name: db', `name: db\n  namespace: ${name}`);
  // The namespace stands last: it is applied first all the same.
  const objects = [{ ...inIt, text }, namespace];
  const options = { force: false, defaultNamespace: 'default' };
  try {
    const dry = await applyAll(client, objects, { ...options, dryRun: true });
    assert.deepEqual(
      dry.map((o) => o.is),
      ['deferred', 'created'],
    );
    const done = await applyAll(client, objects, { ...options, dryRun: false });
    assert.deepEqual(
      done.map((o) => o.is),
      ['created', 'created'],
    );
    const pod = `apiVersion: v1
kind: Pod
metadata: {name: w, namespace: ${name}}
spec: {nodeSelector: {beta.kubernetes.io/os: linux}, containers: [{name: c, image: i}]}
`;
    const warned = await apply(client, document('Pod', 'w', pod, name), { ...options, dryRun: true });
    assert.ok(warned.is === 'created' && warned.warnings.length > 0, JSON.stringify(warned));
    assert.match(warned.warnings[0] ?? '', /beta.kubernetes.io\/os.*deprecated/);
    const stranger = { ...inIt, namespace: 'not-there-at-all', text: statefulSet('db', 0) };
    const [outcome] = await applyAll(client, [stranger], { ...options, dryRun: true });
    assert.ok(outcome?.is === 'failed' && outcome.error.code === 'not-found', JSON.stringify(outcome));
  } finally {
    await cluster.must(['delete', 'namespace', name, '--wait=false', '--ignore-not-found']);
  }
});

async function raise(namespace: string, more: string) {
  const service =
    'apiVersion: v1\nkind: Service\nmetadata: {name: db}\nspec: {clusterIP: None, ports: [{port: 1}]}\n';
  const objects = [
    document('Namespace', namespace, `apiVersion: v1\nkind: Namespace\nmetadata: {name: ${namespace}}\n`),
    document('Service', 'db', service, namespace),
    { ...set(statefulSet('db', 2, more)), namespace },
  ];
  const outcomes = await applyAll(client, objects, {
    dryRun: false,
    force: false,
    defaultNamespace: 'default',
  });
  assert.ok(
    outcomes.every((o) => o.is === 'created' || o.is === 'unchanged'),
    JSON.stringify(outcomes),
  );
  const at = { namespace, name: 'db', templates: ['data'] };
  await eventually('two pods are ready', async () => {
    const live = await getObject(client, `/apis/apps/v1/namespaces/${namespace}/statefulsets/db`);
    return (live?.status as { readyReplicas?: number }).readyReplicas === 2;
  });
  return { objects, claims: () => listClaims(client, at) };
}

test('delete in order: the set with its pods first, claims kept or not, the namespace last, all really gone', async () => {
  const namespace = `order-${crypto.randomUUID().slice(0, 6)}`;
  const { objects, claims } = await raise(namespace, claimTemplate);
  assert.deepEqual((await claims()).map((c) => c.name).sort(), ['data-db-0', 'data-db-1']);
  const some = await deletePlan(client, objects.slice(1), { defaultNamespace: 'default' });
  assert.deepEqual(
    some.objects.map((o) => [o.object.kind, o.exists]),
    [
      ['StatefulSet', true],
      ['Service', true],
    ],
  );
  assert.deepEqual(some.claims.map((c) => [c.name, c.goesWith]).sort(), [
    ['data-db-0', undefined],
    ['data-db-1', undefined],
  ]);
  const heard: string[] = [];
  const run = (plan: typeof some, choice: 'keep' | 'delete') =>
    deleteInOrder(client, plan, {
      claims: choice,
      onProgress: (p) => heard.push(`${p.done}/${p.total} ${p.message}`),
    });
  await run(some, 'keep');
  assert.equal((await claims()).length, 2, 'kept');
  assert.equal(await cluster.must(['get', 'pods,sts,svc', '-n', namespace, '-o', 'name']), '');
  assert.equal(heard[0], '0/2 StatefulSet db');
  assert.equal(heard.at(-1), '2/2 ');

  // The set is gone, its claims were kept: who deletes the namespace next must be told of them.
  const again = await deletePlan(client, objects, { defaultNamespace: 'default' });
  assert.deepEqual(again.claims.map((c) => [c.name, c.goesWith]).sort(), [
    ['data-db-0', 'namespace'],
    ['data-db-1', 'namespace'],
  ]);

  await raise(namespace, claimTemplate);
  const all = await deletePlan(client, objects, { defaultNamespace: 'default' });
  assert.deepEqual(
    all.objects.map((o) => o.object.kind),
    ['StatefulSet', 'Service', 'Namespace'],
  );
  assert.ok(all.claims.every((c) => c.goesWith === 'namespace'));
  await run(all, 'delete');
  assert.equal(await getObject(client, `/api/v1/namespaces/${namespace}`), undefined);
  const gone = await deletePlan(client, objects, { defaultNamespace: 'default' });
  assert.ok(gone.objects.every((o) => !o.exists) && gone.claims.length === 0);
});

test('what blocks is named when the time is over; a set made anew is left alone; a cancel ends the wait', async () => {
  await using ns = await testNamespace(cluster, 'blocked');
  const { objects } = await raise(
    ns.name,
    `  persistentVolumeClaimRetentionPolicy: {whenDeleted: Delete, whenScaled: Retain}\n${claimTemplate}`,
  );
  const plan = await deletePlan(client, objects.slice(1), { defaultNamespace: 'default' });
  assert.ok(plan.claims.length === 2 && plan.claims.every((c) => c.goesWith === 'set'));
  const patch = (value: string) =>
    cluster.must([
      'patch',
      'pod',
      'db-1',
      '-n',
      ns.name,
      '--type=merge',
      '-p',
      `{"metadata":{"finalizers":${value}}}`,
    ]);
  await patch('["test.example/hold"]');
  const quiet = { claims: 'keep', onProgress: () => undefined } as const;
  const heard = new Set<string>();
  const told = { ...quiet, onProgress: (p: { message: string }) => void heard.add(p.message) };
  await assert.rejects(
    deleteInOrder(client, plan, { ...told, timeout: 1500 }),
    (e: Error & { code?: string }) => {
      assert.equal(e.code, 'timeout');
      assert.match(e.message, /StatefulSet db.*pod db-1 \(finalizers test.example\/hold\)/);
      return true;
    },
  );
  assert.ok(heard.has('StatefulSet db: 1 pod left'), [...heard].join('\n'));
  const controller = new AbortController();
  const run = deleteInOrder(client, plan, { ...quiet, signal: controller.signal });
  setTimeout(() => controller.abort(), 300);
  await assert.rejects(run);
  await patch('null');
  await eventually('the set is gone', async () => !(await cluster.get('statefulset', 'db', ns.name)));
  await raise(ns.name, '');
  await assert.rejects(deleteInOrder(client, plan, quiet), { code: 'conflict' });
  assert.ok(await cluster.get('statefulset', 'db', ns.name));
});

test('diff: what an apply would make of each object, with nothing changed', async () => {
  await using ns = await testNamespace(cluster, 'diff');
  const diff = (...objects: ManifestObject[]) => diffAll(client, objects, { defaultNamespace: ns.name });
  const yaml = statefulSet('db', 1);
  const [fresh] = await diff(set(yaml));
  assert.equal(fresh?.outcome.is, 'created');
  assert.equal(fresh.live, undefined);
  assert.match(fresh.after ?? '', /^apiVersion: apps\/v1\nkind: StatefulSet\n[^]*revisionHistoryLimit: 10\n/);
  const path = `/apis/apps/v1/namespaces/${ns.name}/statefulsets/db`;
  assert.equal(await getObject(client, path), undefined);

  await apply(client, set(yaml), { dryRun: false, force: false, defaultNamespace: ns.name });
  const [same] = await diff(set(yaml));
  assert.ok(same?.live);
  assert.equal(same.after, same.live);
  const [changed] = await diff(set(yaml.replace('replicas: 1', 'replicas: 2')));
  assert.equal(changed?.outcome.is, 'configured');
  assert.equal(changed.after, changed.live?.replace('replicas: 1', 'replicas: 2'));
  assert.notEqual(changed.after, changed.live);
  assert.doesNotMatch(changed.live ?? '', /managedFields|resourceVersion|\bstatus:|\buid:|creationTimestamp/);
  assert.equal(((await getObject(client, path))?.spec as { replicas: number }).replicas, 1);

  const [refused, other] = await diff(set(yaml.replace('replicas: 1', 'replicas: -1')), set(yaml));
  assert.equal(refused?.outcome.is, 'failed');
  assert.equal(refused.after, undefined);
  assert.equal(other?.outcome.is, 'unchanged');
});

test('diff: of a Secret only lengths, and whether a value is another', async () => {
  await using ns = await testNamespace(cluster, 'diff-secret');
  const secret = (value: string): ManifestObject => {
    const text = `apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {password: ${value}, user: root}\n`;
    return document('Secret', 's', text);
  };
  await cluster.must(['apply', '-n', ns.name, '-f', '-'], { input: secret('first-one').text });
  const [taken] = await diffAll(client, [secret('other-one')], { defaultNamespace: ns.name });
  assert.equal(taken?.outcome.is, 'configured');
  const lines = (text: string | undefined, key: string) =>
    new RegExp(`^ {2}${key}: .*$`, 'm').exec(text ?? '')?.[0];
  assert.match(lines(taken.live, 'password') ?? '', /^ {2}password: 9 bytes, [0-9a-f]{8}$/);
  assert.match(lines(taken.after, 'password') ?? '', /^ {2}password: 9 bytes, [0-9a-f]{8}$/);
  assert.notEqual(lines(taken.live, 'password'), lines(taken.after, 'password'));
  assert.equal(lines(taken.live, 'user'), lines(taken.after, 'user'));
  for (const value of ['first-one', 'other-one', 'root']) {
    const said = JSON.stringify(taken);
    assert.ok(!said.includes(value) && !said.includes(btoa(value)), value);
  }
});

test('diff: fields of another manager are told, and shown as if taken over', async () => {
  await using ns = await testNamespace(cluster, 'diff-conflict');
  const yaml = statefulSet('db', 1);
  await cluster.must(['apply', '--server-side', '--field-manager=someone', '-n', ns.name, '-f', '-'], {
    input: yaml,
  });
  const [taken] = await diffAll(client, [set(yaml.replace('replicas: 1', 'replicas: 2'))], {
    defaultNamespace: ns.name,
  });
  assert.ok(taken);
  assert.deepEqual(causes(taken.outcome), ['spec.replicas: conflict with "someone"']);
  assert.equal(taken.after, taken.live?.replace('replicas: 1', 'replicas: 2'));
});

test('diff: what stands in a namespace of its own is compared before that is there', async () => {
  const name = `own-${crypto.randomUUID().slice(0, 6)}`;
  const namespace = document(
    'Namespace',
    name,
    `apiVersion: v1\nkind: Namespace\nmetadata: {name: ${name}}\n`,
  );
  const text = `apiVersion: v1\nkind: Secret\nmetadata: {name: s, namespace: ${name}}\nstringData: {p: hidden}\n`;
  const both = await diffAll(client, [document('Secret', 's', text, name), namespace], {
    defaultNamespace: 'default',
  });
  assert.deepEqual(
    both.map(({ outcome, live }) => [outcome.is, live]),
    [
      ['deferred', undefined],
      ['created', undefined],
    ],
  );
  assert.match(both[0]?.after ?? '', /^stringData:\n {2}p: 6 bytes, /m);
});
