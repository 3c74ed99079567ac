import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileOf, fixesOf } from './support.ts';
import { lint } from '../../../src/lint/lint.ts';
import { setExample } from '../../../src/lint/examples.ts';

/** How often something is looked up in a map while `work` is done. */
function lookUps(work: () => void): number {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with the map that it is asked of
  const { get } = Map.prototype;
  let count = 0;
  Map.prototype.get = function (this: Map<unknown, unknown>, key: unknown): unknown {
    count++;
    return get.call(this, key) as unknown;
  };
  try {
    work();
  } finally {
    Map.prototype.get = get;
  }
  return count;
}

const service = `apiVersion: v1
kind: Service
metadata:
  name: client
spec:
  selector:
    app: elsewhere
  ports:
  - port: 80
---
`;
const claim = `apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: data
spec:
  accessModes:
  - ReadWriteOnce
  resources:
    requests:
      storage: 1Gi
---
`;
const set = `${setExample('StatefulSet')}---\n`;

const files: Readonly<Record<string, (n: number) => string>> = {
  'sets of one name': (n) => set.repeat(n),
  'Services that select nothing beside sets': (n) => set.repeat(n) + service.repeat(n),
  'claims beside sets': (n) => set.repeat(n) + claim.repeat(n),
};

for (const [title, text] of Object.entries(files)) {
  test(`the work for a file grows as the file does: ${title}`, () => {
    const [once = 0, twice = 0] = [100, 200].map((n) => {
      const file = fileOf(text(n));
      return lookUps(() => lint(file, []));
    });
    assert.ok(once > 1000, 'the work is counted');
    assert.ok(twice < 2.2 * once, `${once} look-ups, then ${twice}`);
  });
}

test('the entries of a repeated key are read once for all fixes of it', () => {
  const file = fileOf(
    `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n${'  a: b\n'.repeat(50)}`,
  );
  const { text } = file.manifest;
  let slices = 0;
  const counted = Object.assign(Object.create(file.manifest) as object, {
    text: Object.assign(new String(text), {
      slice: (start: number, end: number) => (slices++, text.slice(start, end)),
    }) as unknown as string,
    documents: file.manifest.documents,
    templated: false,
  }) as typeof file.manifest;
  const findings = lint({ uri: file.uri, manifest: counted }, []).filter(
    ({ code }) => code === 'duplicate-key',
  );
  assert.equal(findings.length, 49);
  slices = 0;
  for (const finding of findings) assert.equal(fixesOf(finding)[0]?.preferred, true);
  assert.ok(slices < 6 * 50, `${slices} pieces of the text`);
});
