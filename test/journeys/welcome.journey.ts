import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { sharedCluster, testNamespace } from '../cluster/cluster.ts';
import { certificateFiles, createAuthority } from '../cluster/pki.ts';
import { eventually } from './driver.ts';
import { statefulSet } from './sets.ts';
import { journey } from './window.ts';

// Everything that stands between a person and a cluster, one after the other in one window: the kubeconfig is written anew, then
// comes Try Again. Each time the view says what is wrong, in words that fit where they stand.
const cluster = await sharedCluster();
const folder = await mkdtemp(join(tmpdir(), 'kube-sets-welcome-'));
after(() => rm(folder, { recursive: true, force: true }));
const kubeconfig = join(folder, 'config');

interface Config {
  readonly clusters: readonly [{ readonly name: string; readonly cluster: Record<string, unknown> }];
  readonly contexts: readonly object[];
}
const text = await readFile(cluster.kubeconfig, 'utf8');
const good = JSON.parse(text) as Config;
await createAuthority(folder);

function withUser(user: object): string {
  return JSON.stringify({ ...good, users: [{ name: 'admin', user }] });
}

function withCluster(fields: object): string {
  const [{ name, cluster: known }] = good.clusters;
  return JSON.stringify({ ...good, clusters: [{ name, cluster: { ...known, ...fields } }] });
}

async function withPlugin(command: string, script?: string): Promise<string> {
  if (script) await writeFile(join(folder, command), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  const exec = {
    apiVersion: 'client.authentication.k8s.io/v1',
    interactiveMode: 'Never',
    command: script ? `./${command}` : command,
  };
  return withUser({ exec });
}

interface Obstacle {
  readonly name: string;
  readonly text: string;
  /** What the view says in place of rows. */
  readonly says: RegExp;
}

const obstacles: readonly Obstacle[] = [
  { name: 'empty', text: '', says: /No cluster is known/ },
  {
    name: 'malformed',
    text: 'apiVersion: v1\nclusters:\n  - name: x\n   cluster: {\n',
    says: /config can’t be used: line 4: bad indentation/,
  },
  {
    name: 'no-context',
    text: JSON.stringify({ ...good, 'current-context': '' }),
    says: /none is its current one.*Select Context/s,
  },
  {
    name: 'dead-server',
    text: withCluster({ server: 'https://127.0.0.1:1' }),
    says: /can’t be reached: nothing listens there.*Trying again in \d+ s/s,
  },
  {
    name: 'wrong-authority',
    text: withCluster({ 'certificate-authority': certificateFiles(folder, 'ca').cert }),
    says: /can’t be trusted: its certificate is signed by an authority that the kubeconfig does not name/,
  },
  {
    name: 'wrong-token',
    text: withUser({ token: 'expired-long-ago' }),
    says: /does not accept the credentials of this context/,
  },
  {
    name: 'missing-plugin',
    text: await withPlugin('no-such-login-tool'),
    says: /plugin no-such-login-tool failed: the command was not found/,
  },
  {
    name: 'failing-plugin',
    text: await withPlugin('login-tool', 'echo "Session expired: run login-tool" >&2; exit 3'),
    says: /login-tool failed: it ended with 3\.\s*Session expired: run login-tool/,
  },
];

journey(
  'whatever stands between a person and the cluster is said, until the rows appear',
  import.meta.filename,
  { env: { KUBECONFIG: kubeconfig } },
  async (window) => {
    await using namespace = await testNamespace(cluster, 'welcome');
    const input = JSON.stringify(statefulSet('web', 1));
    await cluster.must(['-n', namespace.name, 'create', '-f', '-'], { input });
    const tryAgain = async (next: string): Promise<void> => {
      await writeFile(kubeconfig, next);
      const button = window.view('Sets').getByRole('button', { name: 'Try Again' });
      const row = window.row('Try Again');
      if (await row.or(button).isVisible()) await row.or(button).click();
      else await window.palette('Refresh');
    };

    await window.openView('Kube Sets');
    await eventually(async () =>
      assert.match(await window.welcome(), /No cluster is known.*Try Again.*Scaffold StatefulSet/s),
    );
    await window.screenshot('no-kubeconfig');

    for (const obstacle of obstacles) {
      await tryAgain(obstacle.text);
      await eventually(async () => {
        const said = `${await window.message()}\n${await window.welcome()}`;
        assert.match(said, obstacle.says, obstacle.name);
        await window
          .row('Try Again')
          .or(window.view('Sets').getByRole('button', { name: 'Try Again' }))
          .waitFor();
      });
      await window.screenshot(obstacle.name);
    }

    // A plugin that waits for a login elsewhere: said, and nothing else waits for it.
    await tryAgain(await withPlugin('slow-login-tool', 'exec sleep 600'));
    await eventually(async () =>
      assert.match(await window.message(), /Waiting for the credential plugin .*slow-login-tool/),
    );
    await window.screenshot('hanging-plugin');
    await window.palette('Select Context');
    await window.choices.filter({ hasText: 'kube-sets' }).waitFor({ timeout: 5_000 });
    await window.page.keyboard.press('Escape');

    await tryAgain(text);
    await window.row(namespace.name).waitFor();
    await window.until('web', /1\/1 ready/);
    await eventually(async () => assert.equal(await window.message(), ''));
    assert.match(await window.headline(), /^kube-sets$/);
    await window.screenshot('there');
    assert.deepEqual(await window.toasts(), []);
  },
);
