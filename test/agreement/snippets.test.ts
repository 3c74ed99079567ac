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

function read(file: string): readonly Snippet[] {
  const path = new URL(`../../snippets/${file}`, import.meta.url);
  return Object.values(JSON.parse(readFileSync(path, 'utf8')) as Record<string, Snippet>);
}

const snippets = [...read('kubernetes.json'), ...read('parts.json')];

const set = (kind: string, spec: string, pod: string): string => `apiVersion: apps/v1
kind: ${kind}
metadata:
  name: my-app
spec:
${spec}  selector:
    matchLabels:
      app.kubernetes.io/name: my-app
  template:
    metadata:
      labels:
        app.kubernetes.io/name: my-app
    spec:
${pod}`;
const container = `      containers:
        - name: my-app
          image: registry.example.com/my-app:1.0.0
`;
const mounted = (name: string, path: string): string => `${container}          volumeMounts:
            - name: ${name}
              mountPath: ${path}
              readOnly: true
`;

const indented = (text: string, by: number): string =>
  text.replace(/^(?=.)/gm, ' '.repeat(by)).replace(/\n?$/, '\n');

/** A minimal document around a part, at the place that its description names. */
const around: readonly (readonly [RegExp, (part: string) => string])[] = [
  [/^k8s-claim-template$/, (part) => set('StatefulSet', indented(part, 2), mounted('data', '/data'))],
  [/\(in a StatefulSet's spec\)/, (part) => set('StatefulSet', indented(part, 2), container)],
  [/StatefulSet.*\(in its spec\)/, (part) => set('StatefulSet', indented(part, 2), container)],
  [/DaemonSet.*\(in its spec\)/, (part) => set('DaemonSet', indented(part, 2), container)],
  [/\(in a pod's spec\)/, (part) => set('DaemonSet', '', indented(part, 6) + container)],
  [/\(in a container\)/, (part) => set('DaemonSet', '', container + indented(part, 10))],
  [
    /\(an item of a pod's volumes\)/,
    (part) => set('DaemonSet', '', `${mounted('logs', '/logs')}      volumes:\n${indented(part, 8)}`),
  ],
];

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

  it('are the objects of the tutorial, and the parts that people forget', () => {
    const prefixes = new Set(snippets.map((snippet) => snippet.prefix));
    assert.equal(prefixes.size, snippets.length);
    for (const object of [
      'namespace',
      'secret',
      'service-headless',
      'pvc',
      'statefulset',
      'daemonset',
      'pdb',
    ]) {
      assert.ok(prefixes.has(`k8s-${object}`), object);
    }
    for (const prefix of prefixes) assert.match(prefix, /^k8s-[a-z-]+$/);
  });

  for (const { prefix, body, description } of snippets) {
    it(`${prefix}: untouched, the server accepts it and the linter is content`, async () => {
      assert.ok(description);
      const expanded = expandSnippet(body.join('\n'));
      const place = around.find(([where]) => where.test(prefix) || where.test(description));
      assert.ok(place || expanded.includes('kind:'), 'it says where it belongs');
      const text = place ? place[1](expanded) : expanded;
      assert.ok(!text.includes('$'), text);
      const found = lint({ uri: 'file:///snippet.yaml', manifest: parse(text) }, []);
      assert.deepEqual(
        found
          .filter(({ severity }) => severity === 'error' || severity === 'warning')
          .map(({ message }) => message),
        [],
      );
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
