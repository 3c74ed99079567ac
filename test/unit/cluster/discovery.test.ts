import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UserError } from '../../../src/base/errors.ts';
import { deletePlan } from '../../../src/cluster/deleteInOrder.ts';
import { objectPath } from '../../../src/cluster/discovery.ts';
import { clientFor, FakeApiServer } from './support.ts';

const configMap = { apiVersion: 'v1', kind: 'ConfigMap', text: '' };

test('no name or namespace of a manifest leads out of its own place', async () => {
  await using server = await new FakeApiServer().start();
  server.handle = (_request, response, { pathname }) => {
    const body =
      pathname === '/api/v1'
        ? { resources: [{ name: 'configmaps', kind: 'ConfigMap', namespaced: true }] }
        : { kind: 'Namespace', metadata: { name: 'team', uid: 'the-namespace' } };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  const client = clientFor(server.url);
  const bad = [
    { name: '..', namespace: 'team' },
    { name: '.', namespace: 'team' },
    { name: '', namespace: 'team' },
    { name: 'a/b', namespace: 'team' },
    { name: '%2e%2e', namespace: 'team' },
    { name: 'a', namespace: '..' },
  ];
  for (const { name, namespace } of bad) {
    const object = { ...configMap, name, namespace };
    const refused = (error: unknown): boolean => error instanceof UserError && error.reason === 'BadName';
    await assert.rejects(objectPath(client, object, 'default'), refused, `${namespace}/${name}`);
    await assert.rejects(deletePlan(client, [object], { defaultNamespace: 'default' }), refused);
  }
  assert.deepEqual(server.requests, ['/api/v1'], 'nothing but discovery was asked');
  const good = { ...configMap, name: 'system:a..b', namespace: undefined };
  assert.deepEqual(await objectPath(client, good, 'team'), {
    path: '/api/v1/namespaces/team/configmaps/system%3Aa..b',
    namespace: 'team',
  });
  client.dispose();
});
