import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { sharedCluster, testNamespace } from '../cluster/cluster.ts';
import { echoServer } from '../support/echo.ts';
import { ask } from './ask.ts';
import { eventually } from './driver.ts';
import { daemonSet, statefulSet } from './sets.ts';
import { journey, type JourneyWindow } from './window.ts';

const cluster = await sharedCluster();
const forwards = 'Port Forwards';

/** The label of the forward that starts with `place`, once it is there. */
async function forwardTo(window: JourneyWindow, place: string): Promise<string> {
  return eventually(async () => {
    const label = (await window.labels(forwards)).find((l) => l.startsWith(`${place} `));
    assert.ok(label, `a forward to ${place}, of ${(await window.labels(forwards)).join(', ')}`);
    return label;
  });
}

function localPort(label: string): number {
  return Number(/localhost:(\d+)$/.exec(label)?.[1]);
}

journey(
  'ports are forwarded by row, inline button, palette and keyboard, and what goes wrong is said',
  import.meta.filename,
  { env: { KUBECONFIG: cluster.kubeconfig } },
  async (window, t) => {
    const echo = await echoServer();
    t.after(() => echo.close());
    const occupier = createServer().listen(0, '127.0.0.1');
    await once(occupier, 'listening');
    t.after(() => occupier.close());
    const taken = (occupier.address() as { port: number }).port;
    await using namespace = await testNamespace(cluster, 'ports');
    await cluster.mapPort({ namespace: namespace.name, port: taken, targetPort: echo.port });
    const ports = [taken];
    for (const set of [statefulSet('web', 2, { ports }), daemonSet('agent', { ports: [9] })]) {
      await cluster.must(['-n', namespace.name, 'create', '-f', '-'], { input: JSON.stringify(set) });
    }
    await window.openView('Kube Sets');
    await window.until('web', /2\/2 ready/);
    await window.expand('web');

    // The local port is taken: the next free one is offered, not silently used.
    await window.menu('web-0', 'Port Forward');
    await window.page.locator('.monaco-dialog-box').waitFor();
    await window.screenshot('taken');
    const box = window.page.locator('.monaco-dialog-box');
    const use = await box.getByRole('button', { name: /^Use \d+$/ }).innerText();
    const offered = await window.dialog(use);
    assert.match(offered.message, new RegExp(`Local port ${taken} is already in use`));
    const first = await forwardTo(window, `web-0:${taken}`);
    assert.equal(localPort(first), Number(use.slice(4)));
    await eventually(async () => assert.equal(await ask(localPort(first), 'ping'), 'ping'));

    // On a set's row: which ordinal?
    await window.menu('web', 'Port Forward');
    await window.choices.filter({ hasText: 'web-1' }).waitFor();
    await window.screenshot('which-ordinal');
    await window.choose('web-1');
    await window.dialog(/^Use \d+$/);
    const second = await forwardTo(window, `web-1:${taken}`);
    await eventually(async () => assert.equal(await ask(localPort(second), 'ping'), 'ping'));

    // A DaemonSet's node, by its inline button; nothing listens on that port in the pod: said in the row, and the forward stays.
    await window.expand('agent');
    const [node = ''] = await eventually(async () => {
      const labels = await window.labels();
      const nodes = labels.slice(labels.indexOf('agent') + 1, labels.indexOf('web'));
      assert.ok(nodes.length > 0);
      return nodes;
    });
    await window.until(node, /^Ready/);
    await window.inline(node, 'Port Forward');
    const third = await eventually(async () => {
      const label = (await window.labels(forwards)).find((l) => l.includes(':9 →'));
      assert.ok(label);
      return label;
    });
    assert.equal(await ask(localPort(third), 'ping'), undefined);
    await window.until(third, /Listening · .+/, 30_000, forwards);
    await window.screenshot('nothing-listens');

    // Copy Address, then Stop by the row's button.
    await window.menu(first, 'Copy Address', forwards);
    const copied = await eventually(async () => {
      const address = await window.page.evaluate<string>('navigator.clipboard.readText()');
      assert.notEqual(address, '');
      return address;
    });
    // Where VS Code itself runs elsewhere, as in this window, the address is one of its tunnel's: of the same port.
    assert.match(copied, new RegExp(String(localPort(first))));
    await window.inline(first, 'Stop Port Forward', forwards);
    await window.row(first, forwards).waitFor({ state: 'detached' });
    assert.equal(await ask(localPort(first), 'ping'), undefined);

    // From the palette: which set, which ordinal.
    await window.palette('Port Forward');
    await window.choices.filter({ hasText: namespace.name }).filter({ hasText: 'StatefulSet' }).click();
    await window.choices.filter({ hasText: 'web-0' }).waitFor();
    await window.choose('web-0');
    await window.dialog(/^Use \d+$/);
    const fourth = await forwardTo(window, `web-0:${taken}`);
    await eventually(async () => assert.equal(await ask(localPort(fourth), 'ping'), 'ping'));

    // By keyboard alone: to the view, down to the row, its menu.
    await window.palette('Stop All Port Forwards');
    await window.view(forwards).getByText('No port is forwarded').waitFor();
    await window.palette('View: Toggle Primary Side Bar Visibility');
    await window.palette('Kube Sets: Focus on Sets View');
    await window.row('web-0').waitFor();
    const { keyboard } = window.page;
    const focused = window.view('Sets').locator('.monaco-list-row.focused .label-name');
    await keyboard.press('Home');
    for (let presses = 0; presses < 40 && (await focused.innerText()) !== 'web-0'; presses++) {
      await keyboard.press('ArrowDown');
      await window.page.waitForTimeout(50);
    }
    assert.equal(await focused.innerText(), 'web-0');
    await keyboard.press('Shift+F10');
    await window.page.getByRole('menuitem', { name: 'Port Forward', exact: true }).waitFor();
    await window.screenshot('keyboard-menu');
    const item = window.page.locator('.monaco-menu .action-item.focused');
    for (let presses = 0; presses < 10; presses++) {
      await keyboard.press('ArrowDown');
      if ((await item.allInnerTexts()).some((text) => text.trim() === 'Port Forward')) break;
    }
    await keyboard.press('Enter');
    await window.page.locator('.monaco-dialog-box').waitFor();
    await keyboard.press('Enter');
    await forwardTo(window, `web-0:${taken}`);
    await window.screenshot('by-keyboard');
    assert.deepEqual(await window.toasts(), []);
  },
);
