import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { parse } from '../../src/manifest/parse.ts';
import { catalogue } from '../../src/scaffold/catalogue.ts';
import { scaffoldFiles } from '../../src/scaffold/scaffold.ts';
import { sharedCluster, type Cluster } from '../cluster/cluster.ts';
import { allAnswers, podAnswers } from '../support/answers.ts';
import { ScaffoldChecks } from '../support/scaffoldChecks.ts';

let cluster: Cluster;
let checks: ScaffoldChecks;

before(async () => {
  cluster = await sharedCluster();
  checks = await ScaffoldChecks.open(cluster);
});

after(async () => {
  await cluster?.stop();
});

// Mostly waiting: several systems at once, but the combinations of one system one after the other, since its pods may want the same
// port of a node.
describe('the scaffolds', { concurrency: 4 }, () => {
  for (const system of catalogue()) {
    describe(system.id, { concurrency: false }, () => {
      it('is accepted by a strict dry run in every combination of answers, and clean', async () => {
        await checks.inNamespace(async (namespace) => {
          for (const answers of allAnswers(system).filter(({ layout }) => layout === 'one')) {
            assert.deepEqual(checks.linted(system, answers), [], JSON.stringify(answers));
            assert.ok((await checks.dryRun(system, { ...answers, size: '3Gi' }, namespace)) > 1);
          }
        });
      });

      for (const answers of podAnswers(system)) {
        const what =
          system.kind === 'StatefulSet' ? 'pods become Ready with bound claims' : 'runs where asked';
        it(`${JSON.stringify(answers)}: ${what}`, async (t) => {
          t.diagnostic(await checks.run(system, answers));
        });
      }
    });
  }
});

describe('a file for each object', () => {
  it('is what kubectl kustomize makes the same objects of, in the same order', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'kubesets-kustomize-'));
    try {
      for (const system of catalogue()) {
        const answers = { ...podAnswers(system).at(-1), layout: 'each' };
        const { files, whole } = scaffoldFiles(system, answers, (n) => new Uint8Array(n), system.id);
        for (const { path, text } of files) {
          await mkdir(dirname(join(folder, path)), { recursive: true });
          await writeFile(join(folder, path), text);
        }
        const built = await cluster.must(['kustomize', join(folder, system.id)]);
        const objects = (text: string): readonly unknown[] =>
          parse(text).documents.flatMap((document) => document.objects.map((object) => object.toJs()));
        assert.deepEqual(objects(built), objects(whole.text), system.id);
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
