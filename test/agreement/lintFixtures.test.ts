import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { sharedCluster, testNamespace, type Cluster, type TestNamespace } from '../cluster/cluster.ts';
import { documentsOf } from '../support/agreement.ts';
import { Judge } from '../support/judge.ts';
import { findingsOf, fixedText, lintFixtures } from '../support/lintFixtures.ts';

/** Mistakes that have no one right answer: *Fix all* leaves them to the person. */
const undecided = [
  'mongodb-duplicate-image',
  'mongodb-port-out-of-range',
  'mongodb-recreate',
  'mongodb-service-address',
  'mongodb-two-probes-in-one',
];

/** By document, whether the linter says that the API server refuses it. */
function refusedByUs(text: string): readonly boolean[] {
  const errors = findingsOf(text).filter(
    // kubectl takes the last of duplicate keys and sends no other: that is a warning, though the server itself would refuse them.
    ({ code, basis, severity }) => (basis === 'api' && severity === 'error') || code === 'duplicate-key',
  );
  return documentsOf(text).map((_, index) => errors.some(({ document }) => document === index));
}

describe("the tutorial's manifests as beginners type them", () => {
  let cluster: Cluster;
  let namespace: TestNamespace;
  let judge: Judge;

  before(async () => {
    cluster = await sharedCluster();
    namespace = await testNamespace(cluster, 'fixtures');
    judge = new Judge(cluster.kubeconfig, namespace.name);
  });

  after(async () => {
    judge?.close();
    await namespace?.remove();
    await cluster?.stop();
  });

  /** By document, what the server says against it; '' where it accepts. */
  async function refusals(text: string): Promise<readonly string[]> {
    const said: string[] = [];
    for (const document of documentsOf(text)) {
      const verdict = await judge.verdict(document);
      if (verdict) said.push(verdict.message);
      else said.push(await kubectlSays(document));
    }
    return said;
  }

  /** What is of no kind that the server serves, kubectl refuses itself. */
  async function kubectlSays(document: string): Promise<string> {
    const args = ['create', '-n', namespace.name, '--validate=strict', '--dry-run=server', '-f', '-'];
    const { code, stderr } = await cluster.kubectl(args, { input: document });
    return code === 0 ? '' : stderr;
  }

  for (const { name, text } of lintFixtures()) {
    it(`${name}: an error stands where the server refuses, and nowhere else`, async () => {
      const said = await refusals(text);
      assert.deepEqual(
        refusedByUs(text),
        said.map((message) => message !== ''),
        said.join('\n'),
      );
    });

    it(`${name}: after Fix all, the server accepts it`, async () => {
      const fixed = fixedText(text);
      const said = (await refusals(fixed)).join('');
      if (undecided.includes(name)) assert.notEqual(said, '', 'it has one right answer now');
      else assert.equal(said, '', fixed);
    });
  }
});
