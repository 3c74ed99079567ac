import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { lint } from '../../src/lint/lint.ts';
import { parse } from '../../src/manifest/parse.ts';
import { catalogue } from '../../src/scaffold/catalogue.ts';
import { scaffold } from '../../src/scaffold/scaffold.ts';
import type { Answers, System } from '../../src/scaffold/system.ts';
import { sharedCluster, type Cluster } from '../cluster/cluster.ts';
import { until } from '../cluster/processes.ts';
import { allAnswers } from '../support/answers.ts';

const random = (count: number): Uint8Array => crypto.getRandomValues(new Uint8Array(count));

const serverSide = ['apply', '--server-side', '--validate=strict', '-f', '-'];

interface SetObject {
  readonly spec: { readonly replicas?: number; readonly template: { readonly spec: object } };
  readonly status?: Readonly<Record<string, number>>;
}

interface PodList {
  readonly items: readonly {
    readonly metadata: { readonly name: string };
    readonly spec: { readonly nodeName?: string };
  }[];
}

interface NodeList {
  readonly items: readonly {
    readonly metadata: { readonly name: string };
    readonly spec: { readonly taints?: readonly { readonly key: string; readonly effect: string }[] };
  }[];
}

let cluster: Cluster;

before(async () => {
  cluster = await sharedCluster();
});

after(async () => {
  await cluster?.stop();
});

/** Applies the text, hands on to `look`, and removes everything again, cluster-wide objects too. */
async function applied(system: System, answers: Answers, look: (namespace: string) => Promise<void>) {
  const namespace = `scaffold-${crypto.randomUUID().slice(0, 6)}`;
  await cluster.must(['create', 'namespace', namespace]);
  const { text } = scaffold(system, { ...answers, namespace }, random);
  assert.deepEqual(lint({ uri: 'file:///scaffold.yaml', manifest: parse(text) }, []), []);
  try {
    const dryRun = await cluster.must([...serverSide, '--dry-run=server'], { input: text });
    const kinds = (text.match(/^kind:/gm) ?? []).length;
    assert.equal(dryRun.match(/serverside-applied \(server dry run\)/g)?.length, kinds, dryRun);
    // The namespace was created by kubectl already: its field manager is another one, but no field conflicts.
    await cluster.must(serverSide, { input: text });
    await look(namespace);
  } finally {
    await cluster.kubectl(['delete', '--wait=false', '-f', '-'], { input: text });
  }
}

async function settled(
  kind: string,
  name: string,
  namespace: string,
  isDone: (set: SetObject) => boolean,
): Promise<SetObject> {
  return until(`${kind} ${name} in ${namespace}`, 60_000, async () => {
    const set = await cluster.get<SetObject>(kind, name, namespace);
    return set && isDone(set) ? set : undefined;
  });
}

for (const system of catalogue('StatefulSet')) {
  describe(`the scaffold ${system.id}`, () => {
    for (const answers of allAnswers(system)) {
      it(`${JSON.stringify(answers)}: is accepted, and its pods become Ready with bound claims`, async () => {
        await applied(system, answers, async (namespace) => {
          const replicas = Number(answers['replicas'] ?? 1);
          await settled(
            'statefulset',
            system.id,
            namespace,
            (set) => set.status?.['readyReplicas'] === replicas,
          );
          const claims = await cluster.must([
            'get',
            'pvc',
            '-n',
            namespace,
            '-o',
            'jsonpath={.items[*].status.phase}',
          ]);
          assert.deepEqual(claims.split(' '), Array<string>(replicas).fill('Bound'));
        });
      });
    }
  });
}

for (const system of catalogue('DaemonSet')) {
  describe(`the scaffold ${system.id}`, () => {
    for (const answers of allAnswers(system)) {
      it(`${JSON.stringify(answers)}: is accepted, and runs on the nodes that were asked for`, async () => {
        await applied(system, answers, async (namespace) => {
          await settled('daemonset', system.id, namespace, ({ status = {} }) => {
            const desired = status['desiredNumberScheduled'] ?? 0;
            return desired > 0 && status['numberReady'] === desired;
          });
          const pods = JSON.parse(
            await cluster.must(['get', 'pods', '-n', namespace, '-o', 'json']),
          ) as PodList;
          const nodes = JSON.parse(await cluster.must(['get', 'nodes', '-o', 'json'])) as NodeList;
          const running = new Set(pods.items.map((pod) => pod.spec.nodeName));
          const tainted = (key: string): readonly string[] =>
            nodes.items
              .filter((node) => node.spec.taints?.some((taint) => taint.key === key))
              .map((node) => node.metadata.name);
          const controlPlane = tainted('node-role.kubernetes.io/control-plane');
          const dedicated = tainted('dedicated');
          assert.ok(controlPlane.length > 0 && dedicated.length > 0, 'the cluster has nodes of both kinds');
          const reach = answers['nodes'];
          for (const node of controlPlane) assert.equal(running.has(node), reach !== 'ordinary', node);
          for (const node of dedicated) assert.equal(running.has(node), reach === 'every', node);
        });
      });
    }
  });
}
