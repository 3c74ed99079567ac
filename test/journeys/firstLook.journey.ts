import assert from 'node:assert/strict';
import { sharedCluster, testNamespace } from '../cluster/cluster.ts';
import { eventually } from './driver.ts';
import { statefulSet } from './sets.ts';
import { journey } from './window.ts';

const cluster = await sharedCluster();

journey(
  'the sidebar shows a cluster by place',
  import.meta.filename,
  { env: { KUBECONFIG: cluster.kubeconfig } },
  async (window) => {
    await using namespace = await testNamespace(cluster, 'first-look');
    const input = JSON.stringify(statefulSet('web', 2));
    await cluster.must(['-n', namespace.name, 'create', '-f', '-'], { input });
    await window.openView('Kube Sets');
    await window.expand(namespace.name);
    await window.until('web', /2\/2 ready/);
    await window.expand('web');
    await eventually(async () => {
      const labels = await window.labels();
      assert.deepEqual(labels.slice(labels.indexOf('web')).slice(0, 3), ['web', 'web-0', 'web-1']);
    });
    await window.screenshot('sets');
    await cluster.must(['-n', namespace.name, 'scale', 'statefulset/web', '--replicas=3']);
    await window.row('web-2').waitFor();
    await window.until('web', /3\/3 ready/);
    await window.screenshot('scaled');
    const shown = await window.toasts();
    assert.deepEqual(shown, []);
  },
);
