import assert from 'node:assert/strict';
import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { sharedCluster, testNamespace } from '../cluster/cluster.ts';
import { eventually } from './driver.ts';
import { statefulSet } from './sets.ts';
import { journey } from './window.ts';

// Logs come from a file and the shell is this machine's, through the real API server and the kubelet's own streaming code.
const cluster = await sharedCluster();
const folder = await mkdtemp(join(tmpdir(), 'kube-sets-logs-'));
after(() => rm(folder, { recursive: true, force: true }));
const file = join(folder, 'web-0.log');

let lines = 0;
async function log(count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    const time = new Date().toISOString().replace('Z', '000000Z');
    await appendFile(file, `${time} stdout F line ${++lines}\n`);
  }
}

journey(
  'a pod’s log is followed across its re-creation, and a shell answers',
  import.meta.filename,
  { env: { KUBECONFIG: cluster.kubeconfig } },
  async (window) => {
    await using namespace = await testNamespace(cluster, 'logs');
    await writeFile(file, '');
    await log(3);
    await cluster.mapLogs({ namespace: namespace.name, name: 'web-0', file });
    const input = JSON.stringify(statefulSet('web', 1));
    await cluster.must(['-n', namespace.name, 'create', '-f', '-'], { input });

    await window.openView('Kube Sets');
    await window.expand('web');
    await window.until('web-0', /^Ready/);
    const shown = window.page.locator('.editor-group-container.active .view-lines');
    const text = async (): Promise<string> => (await shown.innerText()).replaceAll('\u00a0', ' ');

    await window.menu('web-0', 'Show Logs');
    await eventually(async () => assert.match(await text(), /line 1\n[^]*line 3/));
    await window.page.locator('.tabs-container .tab.active', { hasText: 'web-0.log' }).waitFor();
    await log(2);
    await eventually(async () => assert.match(await text(), /line 5/));
    await window.screenshot('log');

    await window.menu('web-0', 'Delete Pod');
    await window.dialog('Delete');
    await eventually(async () => assert.match(await text(), /Pod web-0 was made anew/));
    await log(1);
    await eventually(async () => assert.match(await text(), /line 6/));
    await window.screenshot('log-of-the-successor');
    await window.until('web-0', /^Ready/);

    // More lines than fit: the last one stays in sight.
    await log(80);
    await eventually(async () => assert.match(await text(), /line 86/));
    await window.screenshot('follows');

    await window.menu('web-0', 'Open Shell');
    await window.page.locator('.terminal-wrapper.active').waitFor();
    await eventually(async () => assert.notEqual((await window.terminalText()).trim(), ''));
    await window.terminal('echo $((6 * 7)) is the answer');
    await eventually(async () => assert.match(await window.terminalText(), /^42 is the answer/m));
    await window.screenshot('shell');
    await window.terminal('exit');
    await eventually(async () => assert.match(await window.terminalText(), /The shell ended\./));
    await window.screenshot('shell-ended');
    assert.deepEqual(await window.toasts(), []);
  },
);
