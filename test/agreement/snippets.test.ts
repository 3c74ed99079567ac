import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { lint } from '../../src/lint/lint.ts';
import { parse } from '../../src/manifest/parse.ts';
import { sharedCluster, testNamespace, type Cluster, type TestNamespace } from '../cluster/cluster.ts';
import { expandSnippet } from '../support/expandSnippet.ts';

interface Snippet {
  readonly prefix: string;
  readonly description: string;
  readonly body: readonly string[];
}

const path = new URL('../../snippets/kubernetes.json', import.meta.url);
const snippets = Object.values(JSON.parse(readFileSync(path, 'utf8')) as Record<string, Snippet>);

describe('snippets', () => {
  let cluster: Cluster;
  let namespace: TestNamespace;

  before(async () => {
    cluster = await sharedCluster();
    namespace = await testNamespace(cluster, 'snippets');
  });

  after(async () => {
    await namespace?.remove();
    await cluster?.stop();
  });

  it('are the objects of the tutorial', () => {
    assert.deepEqual(snippets.map((snippet) => snippet.prefix).sort(), [
      'k8s-daemonset',
      'k8s-namespace',
      'k8s-pvc',
      'k8s-secret',
      'k8s-service-headless',
      'k8s-statefulset',
    ]);
  });

  for (const { prefix, body, description } of snippets) {
    it(`${prefix}: untouched, the server accepts it and the linter is content`, async () => {
      assert.ok(description);
      const text = expandSnippet(body.join('\n'));
      assert.ok(!text.includes('$'), text);
      assert.deepEqual(lint({ uri: 'file:///snippet.yaml', manifest: parse(text) }, []), []);
      const args = [
        'apply',
        '-n',
        namespace.name,
        '--server-side',
        '--validate=strict',
        '--dry-run=server',
        '-f',
        '-',
      ];
      assert.match(await cluster.must(args, { input: text }), /serverside-applied/);
    });
  }
});
