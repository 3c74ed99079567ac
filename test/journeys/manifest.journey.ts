import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { sharedCluster, testNamespace } from '../cluster/cluster.ts';
import { eventually } from './driver.ts';
import { journey, type JourneyWindow } from './window.ts';

const cluster = await sharedCluster();
const folder = await mkdtemp(join(tmpdir(), 'kube-sets-manifest-'));
after(() => rm(folder, { recursive: true, force: true }));
const namespace = await testNamespace(cluster, 'manifest');
after(() => namespace.remove());

// A beginner's file: each of its faults is one that beginners make.
const faulty = `apiVersion: v1
kind: Service
metadata:
  name: mongodb
  namespace: ${namespace.name}
spec:
  selector:
    app: mongodb
  ports:
  - port: 27017
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: mongodb
  namespace: ${namespace.name}
spec:
  serviceName: mongodb
  replicas: 1
  selector:
    matchLabels:
      app: mongodb
  template:
    metadata:
      labels:
        app: mongo
    spec:
      containers:
      - name: mongodb
        image: mongo:8.0
        env:
        - name: MONGO_INITDB_ROOT_USERNAME
          value: root
        volumeMounts:
        - name: data
          mountPath: /data/db
  volumeClaimTemplates:
  - metadata:
      name: backup
    spec:
      accessModes: [ReadWriteOnce]
      resources:
        requests:
          storage: 1Gi
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: mongodb-data
  namespace: ${namespace.name}
spec:
  accessModes: [ReadWriteOnce]
  resources:
    requests:
      storage: 1Gi
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
        image: busybox:1.37
        volumeMounts:
        - name: logs
          mountPath: /var/log
      volumes:
      - name: logs
        hostPath:
          path: /var/log
`;

/** A ConfigMap: small, and nothing about it is a finding. */
const settings = (data: string): string => `apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
  namespace: ${namespace.name}
data:
  ${data}
`;

const refused = `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
  namespace: ${namespace.name}
spec:
  serviceName: web
  replicaz: 2
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
      - name: main
        image: busybox:1.37
        ports:
        - containerPort: 99999
`;

const files = {
  'faulty.yaml': faulty,
  'refused.yaml': refused,
  'notes.yaml': 'just: notes\nto: myself\n',
  'half.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: half\n  labels: {app: \n`,
  'text.yaml': 'Dear diary,\n\ttoday: [I learned "YAML\n',
  'settings.yaml': settings('mode: fast'),
};
for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);

/** `[Ln 3, Col 9]` of the first place where a text stands in the faulty file, as Problems shows it. */
function positionOf(token: string): string {
  const before = faulty.slice(0, faulty.indexOf(token)).split('\n');
  return `[Ln ${before.length}, Col ${(before.at(-1)?.length ?? 0) + 1}]`;
}

async function problem(window: JourneyWindow, expected: RegExp): Promise<void> {
  await eventually(async () => assert.match((await window.problems()).join('\n'), expected));
}

/** Runs Apply on a file and returns what the person is told in place of a question. */
async function refusal(window: JourneyWindow, file: string): Promise<string> {
  await window.openFile(file);
  await window.palette('Apply Manifest');
  const text = await window.toast();
  assert.equal(await window.page.locator('.monaco-dialog-box').count(), 0, 'nothing is asked');
  await window.screenshot(`refused-${file.replace('.yaml', '')}`);
  await window.palette('Notifications: Clear All Notifications');
  return text;
}

journey(
  'a faulty manifest: found, fixed, refused, applied, and nothing taken over unasked',
  import.meta.filename,
  {
    env: { KUBECONFIG: cluster.kubeconfig },
    folder,
    settings: { 'kubesets.protectedContexts': ['kube-*'] },
  },
  async (window) => {
    await window.openView('Kube Sets');
    await window.openFile('faulty.yaml');
    // Each fault on its own token: line and column.
    const faults: readonly (readonly [code: string, token: string])[] = [
      ['service-not-headless', 'mongodb\n  namespace'],
      ['selector-mismatch', 'mongo\n    spec'],
      ['mongo-password-missing', 'MONGO_INITDB_ROOT_USERNAME'],
      ['mount-without-volume', 'data\n'],
      ['claim-unused', 'mongodb-data'],
      ['hostpath-writable', '/var/log\n'],
    ];
    await eventually(async () => {
      const found = (await window.problems()).map((text) =>
        /([\w-]+) (\[Ln .*\])$/.exec(text)?.slice(1).join(' '),
      );
      assert.deepEqual(found.sort(), faults.map(([code, token]) => `${code} ${positionOf(token)}`).sort());
    });
    await window.screenshot('findings');
    await window.palette('View: Hide Panel');

    // One fix by keyboard alone, then all that need no decision.
    await window.cursorAt('mongo\n    spec');
    const fixes = await window.lightbulb();
    assert.match(fixes[0] ?? '', /Change the template's labels to match the selector/);
    await window.screenshot('fixes');
    await window.page.keyboard.press('Enter');
    await eventually(async () => assert.match(await window.editorText(), /labels:\n {8}app: mongodb\n/));
    await window.palette('>Fix All');
    await eventually(async () => {
      const codes = (await window.problems()).map((text) => /([\w-]+) \[Ln /.exec(text)?.[1]);
      assert.deepEqual(codes.sort(), [
        'claim-unused',
        'hostpath-writable',
        'mongo-password-missing',
        'service-not-headless',
      ]);
    });
    await window.palette('View: Hide Panel');
    // What may well be right as it is waits for a decision.
    await window.cursorAt('mongodb\n  namespace');
    await window.quickFix(/Make it headless/);
    await eventually(async () => assert.match(await window.editorText(), /clusterIP: None/));
    await window.cursorAt('/var/log\n');
    await window.quickFix(/read-only/i);
    await eventually(async () => assert.match(await window.editorText(), /readOnly: true/));
    const fixed = await window.editorText();
    assert.match(fixed, /clusterIP: None/);
    assert.match(fixed, /mountPath: \/var\/log\n {10}readOnly: true/);
    await window.screenshot('fixed');

    // What is no manifest is refused in plain words, before anything is sent.
    assert.match(
      await refusal(window, 'notes.yaml'),
      /no Kubernetes object in this file\. Each document needs/,
    );
    assert.match(
      await refusal(window, 'half.yaml'),
      /Line 5 is not valid YAML: .*\. Correct it.*nothing was sent/,
    );
    assert.match(await refusal(window, 'text.yaml'), /Line 2 is not valid YAML: /);

    // What the server refuses stands on its line, and nothing is applied.
    assert.match(await refusal(window, 'refused.yaml'), /web: spec\.replicaz: field not declared in schema/);
    await problem(window, /field not declared in schema API server spec\.replicaz \[Ln 8, /);
    await window.screenshot('refused-by-the-server');
    await window.palette('View: Hide Panel');
    await window.cursorAt('replicaz');
    for (let n = 0; n < 8; n++) await window.page.keyboard.press('Delete');
    await window.page.keyboard.type('replicas');
    await window.page.keyboard.press('Control+S');
    assert.match(await refusal(window, 'refused.yaml'), /containerPort.*99999.*between 1 and 65535/s);
    await problem(window, /between 1 and 65535.* API server .*containerPort \[Ln 21, /);
    await window.palette('View: Hide Panel');
    assert.equal(await cluster.get('statefulset', 'web', namespace.name), undefined);

    // A field that another tool owns: shown, and taken over only after a yes. The context is protected: its name is typed.
    const mode = async (): Promise<string | undefined> =>
      (await cluster.get<{ data: { mode: string } }>('configmap', 'settings', namespace.name))?.data.mode;
    const object = { apiVersion: 'v1', kind: 'ConfigMap', data: { mode: 'slow' } };
    await cluster.apply({ ...object, metadata: { name: 'settings', namespace: namespace.name } });
    await window.openFile('settings.yaml');
    await window.palette('Apply Manifest');
    await window.page.locator('.monaco-dialog-box').waitFor();
    await window.screenshot('conflict');
    const conflict = await window.dialog('Cancel');
    assert.match(conflict.message, /Other tools manage fields/);
    assert.match(conflict.detail, /settings\s+data\.mode: conflict with "test-cluster"/);
    assert.equal(await mode(), 'slow');

    await window.palette('Apply Manifest');
    await window.dialog('Take Over These Fields');
    assert.match((await window.dialog('Apply')).message, /Apply 1 object to kube-sets\?/);
    await window.type('kube-set');
    assert.match(await window.validation(/exactly/), /Type kube-sets exactly\./);
    await window.screenshot('protected');
    assert.equal(await mode(), 'slow');
    await window.type('kube-sets');
    await eventually(async () => assert.equal(await mode(), 'fast'));
    assert.deepEqual(await window.toasts(), []);
  },
);
