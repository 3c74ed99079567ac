import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sharedCluster, testNamespace, type Cluster, type TestNamespace } from '../cluster/cluster.ts';
import { Agreement, type Difference } from '../support/agreement.ts';
import { Judge } from '../support/judge.ts';
import { podCases } from '../support/podCases.ts';

let cluster: Cluster;
let namespace: TestNamespace;
let judge: Judge;

before(async () => {
  cluster = await sharedCluster();
  namespace = await testNamespace(cluster, 'pods');
  judge = new Judge(cluster.kubeconfig, namespace.name);
});

after(async () => {
  judge?.close();
  await namespace?.remove();
  await cluster?.stop();
});

const shown = (differences: readonly Difference[]): string =>
  differences
    .map(({ what, server, linter }) => `\n${what}\n  server: ${server}\n  linter: ${linter.join('; ')}`)
    .join('');

test('of pods and sets, the linter refuses what the API server refuses', async (t) => {
  const agreement = new Agreement();
  for (const { text, what } of podCases()) await agreement.add(judge, text, what);
  t.diagnostic(String(agreement));
  assert.equal(agreement.falseAlarms.length, 0, `not refused:${shown(agreement.falseAlarms)}`);
  assert.equal(agreement.missed.length, 0, `not found:${shown(agreement.missed)}`);
  assert.ok(agreement.rejected > 200 && agreement.accepted > 120, String(agreement));
  // Old annotations, claim templates and some lists have other paths in the server's words than in the text.
  assert.ok(agreement.location >= 0.88, shown(agreement.elsewhere));
});
