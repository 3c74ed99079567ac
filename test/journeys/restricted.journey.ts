import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { sharedCluster, testNamespace } from '../cluster/cluster.ts';
import { eventually } from './driver.ts';
import { statefulSet } from './sets.ts';
import { journey } from './window.ts';

const cluster = await sharedCluster();
const folder = await mkdtemp(join(tmpdir(), 'kube-sets-restricted-'));
after(() => rm(folder, { recursive: true, force: true }));
const namespace = await testNamespace(cluster, 'restricted');
after(() => namespace.remove());
await cluster.must(['-n', namespace.name, 'create', '-f', '-'], {
  input: JSON.stringify(statefulSet('web', 1, { ports: [8080] })),
});

// The API server would refuse it: the template's label is not what the selector asks for.
const manifest = `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
  namespace: ${namespace.name}
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: wbe
    spec:
      containers:
      - name: main
        image: busybox:1.37
        ports:
        - containerPort: 8080
`;
await writeFile(join(folder, 'web.yaml'), manifest);

journey(
  'without trust manifests are written and no cluster is reached; with trust the rows appear',
  import.meta.filename,
  { env: { KUBECONFIG: cluster.kubeconfig }, restricted: true, folder },
  async (window) => {
    await window.openView('Kube Sets');
    await eventually(async () =>
      assert.match(await window.welcome(), /Restricted Mode.*until you trust.*Manage Workspace Trust/s),
    );
    await window.screenshot('no-cluster');

    // Writing works: a scaffold, a finding and its quick fix.
    await window.view('Sets').getByRole('button', { name: 'Scaffold StatefulSet' }).click();
    await window.choose('MongoDB');
    for (const n of [2, 3, 4, 5, 6, 7]) {
      await window.page.locator('.quick-input-title', { hasText: `(${n}/` }).waitFor();
      await window.accept();
    }
    await window.page.locator('.view-line', { hasText: 'kind: Namespace' }).waitFor();
    await window.page.waitForTimeout(1000);
    assert.match(await window.editorText(), /kind: StatefulSet/);

    await window.openFile('web.yaml');
    await eventually(async () =>
      assert.match((await window.problems()).join('\n'), /selector wants app=web/),
    );
    await window.palette('View: Hide Panel');
    await window.cursorAt('wbe');
    await window.screenshot('finding');
    await window.quickFix(/Change the template's labels/);
    await eventually(async () => assert.doesNotMatch(await window.editorText(), /wbe/));

    // A verb that needs a cluster says what is missing, and why.
    await window.cursorAt('kind: StatefulSet');
    await window.quickFix(/Port Forward to web-0/);
    assert.match(await window.toast(/Restricted Mode/), /no cluster is reached.*Trust the workspace/);
    await window.screenshot('port-forward-refused');
    assert.deepEqual(await window.labels(), []);
    await window.palette('Notifications: Clear All Notifications');

    // Trust is granted: the rows come by themselves.
    await window.view('Sets').getByRole('button', { name: 'Manage Workspace Trust' }).click();
    const trust = window.page.getByRole('button', { name: 'Trust', exact: true });
    await trust.waitFor();
    await window.screenshot('trust');
    await trust.click();
    await window.openView('Kube Sets');
    await window.until('web', /1\/1 ready/);
    assert.equal(await window.welcome(), '');
    await window.screenshot('trusted');
  },
);
