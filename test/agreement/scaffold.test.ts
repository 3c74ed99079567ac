import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { lint } from '../../src/lint/lint.ts';
import { parse } from '../../src/manifest/parse.ts';
import { catalogue } from '../../src/scaffold/catalogue.ts';
import { scaffold } from '../../src/scaffold/scaffold.ts';
import type { Answers, System } from '../../src/scaffold/system.ts';
import { sharedCluster, type Cluster } from '../cluster/cluster.ts';
import { allAnswers } from '../support/answers.ts';

const random = (count: number): Uint8Array => crypto.getRandomValues(new Uint8Array(count));

const serverSide = ['apply', '--server-side', '--validate=strict', '-f', '-'];

interface SetList {
  readonly items: readonly {
    readonly kind: string;
    readonly metadata: { readonly name: string };
    readonly spec: { readonly replicas?: number; readonly volumeClaimTemplates?: readonly unknown[] };
  }[];
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
  const found = lint({ uri: 'file:///scaffold.yaml', manifest: parse(text) }, []);
  assert.deepEqual(
    found.filter(({ severity }) => severity === 'error' || severity === 'warning'),
    [],
  );
  try {
    const said = await cluster.must(serverSide, { input: text });
    const kinds = (text.match(/^kind:/gm) ?? []).length;
    assert.equal(said.match(/serverside-applied/g)?.length, kinds, said);
    await look(namespace);
  } finally {
    await cluster.kubectl(['delete', '--wait=false', '-f', '-'], { input: text });
  }
}

/** The sets of a namespace, as soon as all their pods are ready. */
async function settled(namespace: string): Promise<SetList['items']> {
  const args = ['get', 'statefulsets,daemonsets', '-n', namespace, '-o', 'json'];
  const { items } = JSON.parse(await cluster.must(args)) as SetList;
  for (const { kind, metadata } of items) {
    const set = `${kind.toLowerCase()}/${metadata.name}`;
    await cluster.must(['rollout', 'status', set, '-n', namespace, '--timeout=120s']);
  }
  return items;
}

async function claimPhases(namespace: string): Promise<readonly string[]> {
  const path = 'jsonpath={.items[*].status.phase}';
  return (await cluster.must(['get', 'pvc', '-n', namespace, '-o', path])).split(' ');
}

// Mostly waiting: several at once.
const several = { concurrency: 4 };

describe('the scaffolds of StatefulSets', several, () => {
  for (const system of catalogue('StatefulSet')) {
    for (const answers of allAnswers(system)) {
      it(`${system.id} ${JSON.stringify(answers)}: accepted, its pods become Ready with bound claims`, async () => {
        await applied(system, answers, async (namespace) => {
          const items = await settled(namespace);
          const claims = items.map(
            ({ spec }) => (spec.replicas ?? 1) * (spec.volumeClaimTemplates?.length ?? 0),
          );
          const count = claims.reduce((sum, n) => sum + n, 0);
          assert.ok(items.length > 0 && count > 0);
          assert.deepEqual(await claimPhases(namespace), Array<string>(count).fill('Bound'));
        });
      });
    }
  }
});

describe('the scaffolds of DaemonSets', several, () => {
  for (const system of catalogue('DaemonSet')) {
    for (const answers of allAnswers(system)) {
      it(`${system.id} ${JSON.stringify(answers)}: accepted, runs on the nodes that were asked for`, async () => {
        await applied(system, answers, async (namespace) => {
          assert.equal((await settled(namespace)).length, 1);
          await runsWhere(namespace, answers['nodes']);
        });
      });
    }
  }
});

async function runsWhere(namespace: string, reach: string | undefined): Promise<void> {
  const pods = JSON.parse(await cluster.must(['get', 'pods', '-n', namespace, '-o', 'json'])) as PodList;
  const nodes = JSON.parse(await cluster.must(['get', 'nodes', '-o', 'json'])) as NodeList;
  const running = new Set(pods.items.map((pod) => pod.spec.nodeName));
  const tainted = (key: string): readonly string[] =>
    nodes.items
      .filter((node) => node.spec.taints?.some((taint) => taint.key === key))
      .map((node) => node.metadata.name);
  const controlPlane = tainted('node-role.kubernetes.io/control-plane');
  const dedicated = tainted('dedicated');
  assert.ok(controlPlane.length > 0 && dedicated.length > 0, 'the cluster has nodes of both kinds');
  for (const node of controlPlane) assert.equal(running.has(node), reach !== 'ordinary', node);
  for (const node of dedicated) assert.equal(running.has(node), reach === 'every', node);
}
