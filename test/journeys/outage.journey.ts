import assert from 'node:assert/strict';
import { after } from 'node:test';
import { startCluster, testNamespace } from '../cluster/cluster.ts';
import { echoServer } from '../support/echo.ts';
import { ask } from './ask.ts';
import { eventually } from './driver.ts';
import { statefulSet } from './sets.ts';
import { journey } from './window.ts';

// The API server dies under an open tree and an open forward, and comes back. A cluster of its own: others need theirs.
const cluster = await startCluster({ nodes: 2 });
after(() => cluster.stop());

journey(
  'an outage of the API server is said, what was known stays, and all is live again after it',
  import.meta.filename,
  { env: { KUBECONFIG: cluster.kubeconfig } },
  async (window, t) => {
    const echo = await echoServer();
    t.after(() => echo.close());
    // Gone with its cluster: to remove it would fail, and hide why, while the server is down.
    const namespace = await testNamespace(cluster, 'outage');
    await cluster.mapPort({ namespace: namespace.name, port: 7007, targetPort: echo.port });
    const input = JSON.stringify(statefulSet('web', 2, { ports: [7007] }));
    await cluster.must(['-n', namespace.name, 'create', '-f', '-'], { input });

    await window.openView('Kube Sets');
    await window.until('web', /2\/2 ready/);
    await window.expand('web');
    await window.menu('web-0', 'Port Forward');
    const forward = await eventually(async () => {
      const label = (await window.labels('Port Forwards')).find((l) => l.startsWith('web-0:7007'));
      assert.ok(label);
      return label;
    });
    const port = Number(/localhost:(\d+)$/.exec(forward)?.[1]);
    await eventually(async () => assert.equal(await ask(port, 'before'), 'before'));
    const rows = await window.labels();

    await cluster.killApiServer();
    const down = performance.now();
    await eventually(async () => {
      assert.match(await window.message(), /^Not live since .+can’t be reached.+Trying again/s);
      assert.match(await window.headline(), /^kube-sets · not live$/);
    });
    assert.deepEqual(await window.labels(), rows, 'stale rows stay');
    assert.deepEqual(await window.labels('Port Forwards'), [forward], 'the forward stays');
    // The message counts down, second by second.
    const counts = new Set<string>();
    await eventually(async () => {
      counts.add(/in (\d+) s/.exec(await window.message())?.[1] ?? '');
      assert.ok(counts.size >= 3, [...counts].join(' '));
    });
    await window.screenshot('not-live');
    await window.page.waitForTimeout(Math.max(0, 20_000 - (performance.now() - down)));
    await window.screenshot('still-not-live');
    await cluster.startApiServer();
    await cluster.must(['-n', namespace.name, 'scale', 'statefulset/web', '--replicas=3']);

    await window.row('web-2').waitFor();
    await eventually(async () => {
      assert.equal(await window.message(), '');
      assert.equal(await window.headline(), 'kube-sets');
    });
    // The controllers take their own time to come back; whatever they have done so far is what the rows say.
    await eventually(async () => {
      const said = await cluster.must(['-n', namespace.name, 'get', 'statefulset/web', '--no-headers']);
      const ready = said.split(/\s+/)[1] ?? '';
      assert.equal((await window.description('web')).split(' ')[0], ready);
      const pods = await cluster.must(['-n', namespace.name, 'get', 'pods', '--no-headers']);
      const running = pods.split('\n').filter((line) => / Running /.test(line));
      const states = await Promise.all(['web-0', 'web-1', 'web-2'].map((slot) => window.description(slot)));
      assert.equal(states.filter((state) => state.startsWith('Ready')).length, running.length);
    });
    await eventually(async () => assert.equal(await ask(port, 'after'), 'after'), 45_000);
    await eventually(async () => {
      assert.equal(await window.description(forward, 'Port Forwards'), 'Listening');
    });
    await window.screenshot('live-again');
    assert.deepEqual(await window.toasts(), []);
  },
);
