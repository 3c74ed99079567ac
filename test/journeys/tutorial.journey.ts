import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after } from 'node:test';
import { MongoClient } from 'mongodb';
import { catalogue } from '../../src/scaffold/catalogue.ts';
import { startCluster } from '../cluster/cluster.ts';
import { realNodeSupport } from '../cluster/realNode/support.ts';
import { eventually } from './driver.ts';
import { journey, type JourneyWindow } from './window.ts';

// The tutorial that every user knows, from an empty folder to a clean cluster, in one window. Where a real node can run, the
// database's pods are real ones; elsewhere the same server runs as a local process on the claim's folder.
const real = await realNodeSupport();
const cluster = await startCluster({ nodes: 6, realNode: real.ok, databases: !real.ok });
after(() => cluster.stop());

interface Identity {
  readonly uid: string;
  readonly claim: string;
}

async function identity(pod: string, namespace: string): Promise<Identity> {
  const claim = `data-${pod}`;
  const found = await cluster.get<{ metadata: { uid: string } }>('pod', pod, namespace);
  const volume = await cluster.get<{ metadata: { uid: string } }>('pvc', claim, namespace);
  return { uid: found?.metadata.uid ?? '', claim: volume?.metadata.uid ?? '' };
}

/** What must be the same after the clean-up as it was before the first step. */
async function inventory(): Promise<readonly string[]> {
  const kinds =
    'namespaces,statefulsets,daemonsets,services,pods,pvc,pv,secrets,clusterroles,clusterrolebindings';
  const names = await cluster.must(['get', kinds, '--all-namespaces', '-o', 'name']);
  return names.split('\n').filter(Boolean).sort();
}

function refused(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(false);
    });
    socket.once('error', () => resolve(true));
  });
}

async function localPort(window: JourneyWindow, place: string): Promise<number> {
  const label = await eventually(async () => {
    const found = (await window.labels('Port Forwards')).find((l) => l.startsWith(`${place}:`));
    assert.ok(found, `a forward to ${place}`);
    return found;
  });
  return Number(/localhost:(\d+)$/.exec(label)?.[1]);
}

/** Waits for the n-th question of a scaffold. */
async function question(window: JourneyWindow, n: number): Promise<void> {
  await window.page.locator('.quick-input-title', { hasText: `(${n}/` }).waitFor();
}

/** Waits until a scaffold stands in the editor; it is saved already. */
async function scaffolded(window: JourneyWindow, file: string): Promise<void> {
  await window.page.locator('.tabs-container .tab.active', { hasText: file }).waitFor();
  await window.page.locator('.editor-group-container.active .view-line', { hasText: ': ' }).first().waitFor();
  // The editor takes the focus once more when the text is in; the palette would close.
  await window.page.waitForTimeout(1000);
  await window.focusEditor();
  await window.page.keyboard.press('Escape');
}

journey(
  'the tutorial, from an empty folder to a clean cluster',
  import.meta.filename,
  { env: { KUBECONFIG: cluster.kubeconfig } },
  async (window, t) => {
    if (!real.ok) t.diagnostic(`The database's pods are simulated: ${real.why} ${real.remedy}`);
    const before = await inventory();
    await window.openView('Kube Sets');
    await window.view('Sets').getByText('There is no StatefulSet and no DaemonSet here').waitFor();
    await window.screenshot('empty');

    // Scaffold MongoDB.
    const began = performance.now();
    await window.palette('Scaffold StatefulSet');
    await window.choose('MongoDB');
    await question(window, 2);
    await window.screenshot('scaffold-name');
    await window.accept();
    await question(window, 3);
    await window.accept();
    await question(window, 4);
    await window.choose('3 independent databases');
    // Size, password, files.
    for (const n of [5, 6, 7]) {
      await question(window, n);
      await window.accept();
    }
    await scaffolded(window, 'mongodb.yaml');
    await window.screenshot('scaffold');
    const text = await window.editorText();
    assert.match(text, /kind: StatefulSet/);
    const password = /^ *password: "?([^"\s]+)/m.exec(text)?.[1];
    assert.ok(password, 'a generated password');
    assert.deepEqual(await window.problems(), []);
    await window.palette('View: Hide Panel');

    // Apply: the server checks first, then asks for a yes.
    await window.palette('Apply Manifest');
    await window.page.locator('.monaco-dialog-box').waitFor();
    await window.screenshot('apply');
    const asked = await window.dialog('Apply');
    assert.match(asked.message, /Apply 4 objects to kube-sets\?/);
    assert.match(asked.detail, /StatefulSet mongodb\/mongodb/);

    // The slots appear in order, also those that are not there yet.
    await window.expand('mongodb', 1);
    await window.expand('mongodb', 2);
    await window.row('mongodb-2').waitFor();
    await window.screenshot('slots');
    const slots = (await window.labels()).filter((l) => /^mongodb-\d$/.test(l));
    assert.deepEqual(slots, ['mongodb-0', 'mongodb-1', 'mongodb-2']);
    for (const slot of slots) await window.until(slot, /^Ready/, 60_000);
    await window.screenshot('ready');
    const created = await Promise.all(
      slots.map(async (slot) => {
        const pod = await cluster.get<{ metadata: { creationTimestamp: string } }>('pod', slot, 'mongodb');
        return Date.parse(pod?.metadata.creationTimestamp ?? '');
      }),
    );
    assert.deepEqual(created, [...created].sort(), 'made in order');

    // Forward mongodb-0 and write.
    await window.menu('mongodb-0', 'Port Forward');
    const port = await localPort(window, 'mongodb-0');
    await window.screenshot('forward');
    const forwards = 'Port Forwards';
    const row = (await window.labels(forwards)).find((label) => label.startsWith('mongodb-0:'));
    await window.menu(row ?? 'mongodb-0', 'Copy Connection String', forwards);
    const uri = `mongodb://root:${encodeURIComponent(password)}@localhost:${port}/?directConnection=true`;
    await eventually(async () =>
      assert.equal(await window.page.evaluate<string>('navigator.clipboard.readText()'), uri),
    );
    const mongo = new MongoClient(uri, { serverSelectionTimeoutMS: 30_000 });
    t.after(() => mongo.close());
    const orders = mongo.db('shop').collection('orders');
    await orders.insertMany(Array.from({ length: 100 }, (_, n) => ({ n })));
    assert.equal(await orders.countDocuments(), 100);
    const seconds = ((performance.now() - began) / 1000).toFixed(0);
    t.diagnostic(`From the palette to the first data through the forward, nothing typed: ${seconds} s`);
    const first = await identity('mongodb-0', 'mongodb');

    // Delete the pod: it comes back with another uid and the same claim, and the same forward reads what was written.
    await window.menu('mongodb-0', 'Delete Pod');
    await window.page.locator('.monaco-dialog-box').waitFor();
    await window.screenshot('delete-pod');
    const warned = await window.dialog('Delete');
    assert.match(warned.message, /Delete pod mongodb-0\?/);
    assert.match(warned.detail, /its claims stay/);
    await window.until('mongodb-0', /back in/, 60_000);
    await window.screenshot('back');
    const second = await identity('mongodb-0', 'mongodb');
    assert.notEqual(second.uid, first.uid, 'another pod');
    assert.equal(second.claim, first.claim, 'the same claim');
    assert.equal(await eventually(() => orders.countDocuments(), 30_000), 100, 'the data is still there');

    // Fluentd on every eligible node; those that are not are named with their taint.
    await window.palette('Scaffold DaemonSet');
    await window.choose('Fluentd');
    const { length } = catalogue('DaemonSet').find(({ title }) => title === 'Fluentd')?.questions ?? [];
    for (let n = 2; n <= Number(length) + 1; n++) {
      await question(window, n);
      await window.accept();
    }
    await scaffolded(window, 'fluentd.yaml');
    assert.deepEqual(await window.problems(), []);
    await window.palette('View: Hide Panel');
    await window.palette('Apply Manifest');
    await window.dialog('Apply');
    await window.until('fluentd', /^(\d+)\/\1 nodes · 2 not eligible/, 60_000);
    await window.expand('fluentd');
    await window.expand('Not eligible');
    await window.until('database-1', /taint dedicated=database:NoSchedule is not tolerated/);
    await window.screenshot('fluentd');

    // A node is added: its row appears and fills.
    await cluster.addNode('worker-9');
    await window.until('worker-9', /^Ready/, 30_000);
    await window.screenshot('node-added');

    // Once more, by the lightbulb in the manifest.
    await window.page.locator('.tabs-container .tab', { hasText: 'mongodb.yaml' }).click();
    await window.cursorAt('kind: StatefulSet');
    await window.quickFix(/Port Forward to mongodb-0/);
    await window.page.waitForTimeout(500);
    assert.equal((await window.labels('Port Forwards')).length, 1, 'the same forward');
    await window.cursorAt('kind: StatefulSet');
    await window.lightbulb();
    await window.screenshot('lightbulb');
    await window.page.keyboard.press('Escape');
    await window.quickFix(/Delete Pod of mongodb/);
    await window.choose('mongodb-1');
    await window.dialog('Delete');
    await window.until('mongodb-1', /back in/, 60_000);

    // Clean up in order.
    for (const file of ['mongodb.yaml', 'fluentd.yaml']) {
      await window.page.locator('.tabs-container .tab', { hasText: file }).click();
      await window.palette('Delete Manifest Objects in Order');
      await window.page.locator('.monaco-dialog-box').waitFor();
      await window.screenshot(`delete-${file.replace('.yaml', '')}`);
      await window.dialog(file === 'mongodb.yaml' ? 'Delete with Claims and Data' : 'Delete');
      const name = file.replace('.yaml', '');
      await window.row(name).waitFor({ state: 'detached', timeout: 90_000 });
    }
    await mongo.close();
    await window.palette('Stop All Port Forwards');
    await window.view('Port Forwards').getByText('No port is forwarded').waitFor();
    assert.ok(await refused(port), 'nothing listens any more');
    await cluster.removeNode('worker-9');
    await eventually(async () => assert.deepEqual(await inventory(), before), 60_000);
    await window.screenshot('clean');
    assert.deepEqual(await window.toasts(), []);
  },
);
