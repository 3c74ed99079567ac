import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { catalogue } from '../../src/scaffold/catalogue.ts';
import { sharedCluster, testNamespace } from '../cluster/cluster.ts';
import { eventually } from './driver.ts';
import { journey, type JourneyWindow } from './window.ts';

const cluster = await sharedCluster();
const namespace = await testNamespace(cluster, 'writing');
const folder = await mkdtemp(join(tmpdir(), 'kube-sets-writing-'));
after(async () => {
  await rm(folder, { recursive: true, force: true });
  await namespace[Symbol.asyncDispose]();
});

// A set that names no Service yet.
await writeFile(
  join(folder, 'web.yaml'),
  `apiVersion: v1
kind: Service
metadata:
  name: web
  namespace: ${namespace.name}
spec:
  clusterIP: None
  selector:
    app: web
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
  namespace: ${namespace.name}
spec:
  serviceName:${' '}
  replicas: 3
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: registry.example/web:1.0.0
---
apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: agent
  namespace: ${namespace.name}
spec:
  selector:
    matchLabels:
      app: agent
  template:
    metadata:
      labels:
        app: agent
    spec:
      containers:
        - name: agent
          image: registry.example/agent:1.0.0
`,
);
await writeFile(join(folder, 'empty.yaml'), '');

/** Takes every suggestion of a scaffold's questions, until its file stands in the editor. */
async function scaffoldWithDefaults(window: JourneyWindow, kind: string, title: string): Promise<string> {
  const tabs = (await window.tabs()).length;
  await window.palette(`Scaffold ${kind}`);
  await window.choose(title);
  for (let n = 2; n < 12; n++) {
    const next = window.page.locator('.quick-input-title', { hasText: `(${n}/` });
    const done = eventually(async () => assert.ok((await window.tabs()).length > tabs)).then(() => 'done');
    const which = await Promise.race([done, next.waitFor().then(() => 'question')]);
    if (which === 'done') break;
    await window.accept();
  }
  // The editor takes the focus once more when the text is in.
  await window.page.waitForTimeout(500);
  await window.page.keyboard.press('Escape');
  await window.focusEditor();
  return (await window.tabs())[0] ?? '';
}

journey(
  'manifests are written: scaffolds, a snippet, completion, hover, rename and the verbs above a set',
  import.meta.filename,
  { env: { KUBECONFIG: cluster.kubeconfig }, folder, settings: { 'editor.minimap.enabled': false } },
  async (window, t) => {
    const { page } = window;
    await window.openView('Kube Sets');
    await page.locator('.pane').first().waitFor();

    // A name is completed from the file, its meaning here is shown, and it is changed everywhere at once.
    await window.openFile('web.yaml');
    await window.cursorAt(' \n  replicas: 3');
    await page.keyboard.press('End');
    await page.keyboard.press('Control+Space');
    const offered = page.locator('.suggest-widget.visible .monaco-list-row');
    await offered.filter({ hasText: 'web' }).first().waitFor();
    await window.screenshot('completion');
    await page.keyboard.press('Enter');
    await eventually(async () => assert.match(await window.editorText(), /serviceName: web\n/));

    await window.cursorAt('web\n  replicas: 3');
    await window.palette('>Show or Focus Hover');
    const hover = page.locator('.monaco-hover:visible', { hasText: 'web-0.web' }).first();
    await hover.waitFor();
    await window.screenshot('hover');
    await page.keyboard.press('Escape');

    await window.cursorAt('web\n  replicas: 3');
    await page.keyboard.press('F2');
    await page.locator('.rename-box input').fill('store');
    await window.screenshot('rename');
    await page.keyboard.press('Enter');
    await eventually(async () => {
      const text = await window.editorText();
      assert.match(text, /serviceName: store\n/);
      assert.match(text, /kind: Service\nmetadata:\n {2}name: store\n/);
      assert.match(text, /kind: StatefulSet\nmetadata:\n {2}name: web\n/);
    });

    // Above the sets: the verbs, and where the DaemonSet would land in the live cluster.
    const lens = page.locator('.codelens-decoration a');
    await window.goTo(11);
    await lens
      .filter({ hasText: /^Diff$/, visible: true })
      .first()
      .waitFor();
    await window.goTo(30);
    await lens
      .filter({ hasText: /\d+ of \d+ nodes/, visible: true })
      .first()
      .waitFor();
    await window.screenshot('lenses');
    await lens
      .filter({ hasText: /\d+ of \d+ nodes/, visible: true })
      .first()
      .click();
    await window.choices.filter({ hasText: /taint/ }).first().waitFor();
    await window.screenshot('landing');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+s');
    await lens
      .filter({ hasText: /^Diff$/, visible: true })
      .first()
      .click();
    await page.locator('.tabs-container .tab.active', { hasText: '↔' }).waitFor();
    await page.locator('.multiDiffEntry, .diff-editor, .monaco-diff-editor').first().waitFor();
    await window.screenshot('diff');
    await window.palette('View: Close All Editors');

    // A snippet, and a kind that is half typed.
    await window.openFile('empty.yaml');
    await page.keyboard.type('kind: Stat');
    await page.keyboard.press('Control+Space');
    await offered.filter({ hasText: 'StatefulSet' }).first().waitFor();
    await window.screenshot('kind');
    await page.keyboard.press('Enter');
    await eventually(async () => assert.match(await window.editorText(), /volumeClaimTemplates|template:/));
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+End');
    await page.keyboard.type('\n---\nk8s-name', { delay: 30 });
    await page.keyboard.press('Control+Space');
    await offered.filter({ hasText: 'k8s-namespace' }).first().waitFor();
    await window.screenshot('snippet');
    await page.keyboard.press('Enter');
    await eventually(async () => assert.match(await window.editorText(), /kind: Namespace\n/));
    await page.keyboard.press('Control+s');
    await window.palette('View: Close All Editors');

    // Scaffolds through their questions: CI tries all, other runs every fourth, each run others.
    const every = process.env['CI'] === 'true' ? 1 : 4;
    const first = Math.floor(Math.random() * every);
    t.diagnostic(every === 1 ? 'every scaffold' : `every ${every}th scaffold, from ${first}`);
    for (const system of catalogue().filter((_, i) => i % every === first)) {
      const began = performance.now();
      const file = await scaffoldWithDefaults(window, system.kind, system.title);
      assert.match(await window.editorText(), new RegExp(`kind: ${system.kind}`), system.id);
      t.diagnostic(`${system.id}: ${file}, ${((performance.now() - began) / 1000).toFixed(1)} s`);
      if (['kafka', 'cilium'].includes(system.id)) await window.screenshot(`scaffold-${system.id}`);
      await window.palette('View: Close All Editors');
    }
    assert.deepEqual(await window.toasts(), []);
  },
);
