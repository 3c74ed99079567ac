import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Warning } from '../../../src/model/objects.ts';
import { trimPod } from '../../../src/model/trim.ts';
import { Store, type Touched } from '../../../src/worker/store.ts';

const pod = trimPod({
  metadata: {
    name: 'mongodb-0',
    namespace: 'data',
    uid: 'a',
    resourceVersion: '1',
    ownerReferences: [
      { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'mongodb', uid: 's', controller: true },
    ],
  },
  spec: { containers: [] },
  status: {},
});

test('a pod that is only no longer known has not gone; one that the server leaves out has', () => {
  const store = new Store('c');
  const heard: Touched[] = [];
  store.onDidChange((touched) => heard.push(touched));
  store.apply('pods/*', 'pods', { type: 'put', object: pod });
  store.setWarnings('a', [{} as Warning]);
  store.forget('pods/*', 'pods');
  assert.equal(store.pod('a'), undefined);
  assert.deepEqual(heard.at(-1)?.gone, []);
  assert.deepEqual(store.warningsOf('a'), [], 'nothing is kept of it');
  store.apply('pods/*', 'pods', { type: 'put', object: pod });
  store.apply('pods/*', 'pods', { type: 'replace', objects: [] });
  assert.deepEqual(
    heard.at(-1)?.gone.map(({ meta }) => meta.uid),
    ['a'],
  );
});
