import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { eventually } from './driver.ts';
import { journey } from './window.ts';

// A person writes a manifest, and there is no cluster: findings as they type, one fixed by keyboard, the rest on saving.
const folder = await mkdtemp(join(tmpdir(), 'kube-sets-linter-'));
after(() => rm(folder, { recursive: true, force: true }));
const file = join(folder, 'mongodb.yaml');
await writeFile(
  file,
  `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: mongodb
spec:
  serviceName: mongodb
  replica: 3 # three members
  selector:
    matchLabels:
      app: mongodb
  template:
    metadata:
      labels:
        app: mongodb
    spec:
      containers:
        - name: mongodb
          image: registry.example/mongodb:7.0.14
          ports:
            - containerPort: "27017"
          volumeMounts:
            - name: dat
              mountPath: /data/db
  volumeClaimTemplates:
    - metadata:
        name: data
      spec:
        accessModes: [ReadWriteOnce]
        resources: {requests: {storage: 1Gi}}
---
apiVersion: v1
kind: Service
metadata:
  name: mongodb
spec:
  clusterIP: None
  selector:
    app: mongodb
  ports:
    - port: 27017
`,
);

journey(
  'findings as one types, a fix by keyboard, the rest on saving',
  import.meta.filename,
  {
    folder,
    env: { KUBECONFIG: join(folder, 'none') },
    settings: {
      'editor.autoClosingBrackets': 'never',
      '[yaml]': { 'editor.codeActionsOnSave': { 'source.fixAll.kubesets': 'explicit' } },
    },
  },
  async (window) => {
    const { page } = window;
    const status = page.locator('[id="status.languageStatus"]');
    const said = page.locator('.hover-language-status', { hasText: /Kube Sets: / }).first();
    const listed = (...wanted: readonly RegExp[]): Promise<void> =>
      eventually(async () => {
        const problems = await window.problems();
        for (const one of wanted)
          assert.ok(
            problems.some((problem) => one.test(problem)),
            `${String(one)} in ${problems.join(' | ')}`,
          );
      });

    await window.openFile('mongodb.yaml');
    await page.locator('.monaco-editor .squiggly-error').first().waitFor();
    await listed(/replica\b/, /\bdat\b/, /27017/);
    await window.screenshot('findings');

    // The language status says how many there are.
    await status.click();
    await said.waitFor();
    assert.match(await said.innerText(), /Kube Sets: 3 errors/);
    await window.screenshot('status');
    await page.keyboard.press('Escape');

    // To the misspelt field, and its fix, by keyboard alone.
    await window.focusEditor();
    await window.goTo(7, 4);
    assert.ok((await window.lightbulb()).some((title) => title.includes('replicas')));
    await window.screenshot('fixes');
    await page.keyboard.press('Enter');
    await eventually(async () => assert.match(await window.editorText(), /replicas: 3 # three members/));
    await window.screenshot('fixed-one');

    // While a line is half typed, what was found elsewhere stays.
    await window.goTo(7, 31);
    await page.keyboard.type('\nminReadySeconds: [');
    await listed(/read as YAML/, /\bdat\b/);
    await status.locator('.codicon-loading').waitFor({ state: 'detached' });
    await window.screenshot('half-typed');
    await window.focusEditor();
    await page.keyboard.press('Control+Shift+K');
    await eventually(async () => {
      assert.ok(!(await window.problems()).some((problem) => /read as YAML/.test(problem)));
    });
    await window.focusEditor();

    await page.keyboard.press('Control+s');
    await eventually(async () => {
      const saved = await readFile(file, 'utf8');
      assert.match(saved, /replicas: 3 # three members\n {2}selector/);
      assert.match(saved, /containerPort: 27017\n/);
      assert.match(saved, /- name: data\n {14}mountPath/);
    });
    await page.locator('.monaco-editor .squiggly-error').first().waitFor({ state: 'detached' });
    await window.screenshot('saved');
    await status.click();
    await said.waitFor();
    assert.doesNotMatch(await said.innerText(), /error/);
    await window.screenshot('status-after');
    assert.deepEqual(await window.toasts(), []);
  },
);
