import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { keepFindings, type Shown } from '../../../src/editor/keepFindings.ts';
import { lint } from '../../../src/lint/lint.ts';
import { parse } from '../../../src/manifest/parse.ts';

const set = `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: db
  selector:
    matchLabels:
      app: db
  template:
    metadata:
      labels:
        app: dbb
    spec:
      containers:
        - name: db
          image: registry.example/db:1.0.1
`;
const service = `apiVersion: v1
kind: Service
metadata:
  name: db
spec:
  clusterIP: None
  selector:
    app: dbb
  ports:
    - port: 1
`;

function shown(text: string): Shown {
  const manifest = parse(text);
  return { manifest, findings: lint({ uri: 'file:///a.yaml', manifest }, []) };
}

/** What is shown after the text has become each of these, one after the other: `code token`, hints left out. */
function after(...texts: readonly string[]): readonly string[] {
  let last: Shown | undefined;
  for (const text of texts) {
    const now = shown(text);
    last = { manifest: now.manifest, findings: last ? keepFindings(last, now) : now.findings };
  }
  return (last?.findings ?? [])
    .filter(({ severity }) => severity !== 'hint')
    .map(({ code, range }) => `${code} ${last?.manifest.text.slice(range.start, range.end)}`);
}

const good = `${set}---\n${service}`;

describe('findings while a document does not parse', () => {
  it('stay, moved by the edit, beside the syntax error', () => {
    const before = after(good);
    assert.deepEqual(before, ['selector-mismatch dbb']);
    const typed = good.replace('  serviceName: db\n', '  serviceName: db\n  rep: [\n');
    assert.ok(parse(typed).documents[0]?.error);
    const now = after(good, typed);
    assert.deepEqual(now.slice(-1), ['selector-mismatch dbb']);
    assert.equal(now.filter((one) => one.startsWith('yaml-syntax')).length, 1);
    const more = after(good, typed, typed.replace('rep: [', 'replicas: [1'));
    assert.deepEqual(more.slice(-1), ['selector-mismatch dbb']);
  });

  it('go where their own token is edited, and with the error once it parses', () => {
    const typed = good.replace('app: dbb\n    spec', 'app: db"b\n   spec');
    assert.ok(parse(typed).documents[0]?.error);
    assert.deepEqual(
      after(good, typed).map((one) => one.split(' ')[0]),
      ['yaml-syntax'],
    );
    const right = good
      .replace('app: dbb\n    spec', 'app: db\n    spec')
      .replace('    app: dbb\n  ports', '    app: db\n  ports');
    assert.deepEqual(after(good, typed, right), []);
  });

  it('stay on the other documents, and none appears there', () => {
    // The Service that the set names can't be read for a moment.
    const typed = good.replace('kind: Service\n', 'kind: [Serv\n');
    assert.ok(parse(typed).documents[1]?.error);
    const now = after(good, typed);
    assert.deepEqual(now.slice(0, 1), ['selector-mismatch dbb']);
    assert.deepEqual(
      now.filter((one) => /^service-/.test(one)),
      [],
    );
    // Another document that is edited meanwhile is found to have what it has.
    const other = typed.replace('app: dbb\n    spec', 'app: dbbb\n    spec');
    assert.ok(after(good, typed, other).includes('service-missing db'));
  });

  it('stay where a template action is only in a text, or only where the error is', () => {
    const alerts = `apiVersion: v1
kind: ConfigMap
metadata:
  name: alerts
data:
  summary: "{{ $labels.instance }} down"
  more: text
`;
    const both = `${set}---\n${alerts}`;
    const expected = ['selector-mismatch dbb', 'service-missing db'];
    assert.deepEqual(after(both).toSorted(), expected);
    for (const [from, to] of [
      ['more: text', 'more: "text'],
      ['  summary', '  first: "\n  summary'],
      ['more: text', 'more: {{ $labels'],
    ] as const) {
      const typed = both.replace(from, () => to);
      assert.ok(parse(typed).documents[1]?.error, to);
      const further = typed.replace('name: alerts', 'name: alert');
      for (const texts of [[typed], [typed, further], [typed, further, typed]]) {
        const now = after(both, ...texts).filter((one) => !one.startsWith('yaml-syntax'));
        assert.deepEqual(now.toSorted(), expected, to);
      }
    }
    // A line that only a template has makes the file one.
    assert.deepEqual(after(both, both.replace('\ndata:', '\n{{- if .Values.alerts }}\ndata:')), []);
  });

  it('are those of the text where everything parses', () => {
    const now = shown(good.replace('dbb', 'dbbb'));
    assert.equal(keepFindings(shown(good), now), now.findings);
  });
});
