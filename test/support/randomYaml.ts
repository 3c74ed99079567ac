import fc from 'fast-check';
import { applyEdits, type TextEdit } from '../../src/base/text.ts';

// Texts as people and machines might hand them over: manifests, pieces of YAML's syntax in any order, and edits that break both.

const manifests: readonly string[] = [
  'apiVersion: apps/v1\nkind: StatefulSet\nmetadata:\n  name: db\nspec:\n  serviceName: db\n  selector: {matchLabels: {app: db}}\n  template:\n    metadata: {labels: {app: db}}\n    spec:\n      containers:\n        - name: db\n          image: mongo:7 # x\n          ports: [{containerPort: 27017}]\n  volumeClaimTemplates:\n    - metadata: {name: data}\n',
  'apiVersion: v1\nkind: Service\nmetadata:\n  name: db\nspec:\n  clusterIP: None\n  selector: &s\n    app: db\n  ports:\n  - port: 1\n',
  'apiVersion: v1\r\nkind: Secret\r\nmetadata: {name: "p"}\r\nstringData:\r\n  a: |\r\n    b\r\n',
  "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: ConfigMap\n  metadata: {name: c}\n  data: {x: '1'}\n- &a {apiVersion: v1, kind: Pod}\n- *a\n",
  '# kubesets-ignore: service-missing\napiVersion: apps/v1\nkind: DaemonSet\nspec:\n  template:\n    spec:\n      volumes:\n        - {name: v, hostPath: {path: /}}\n      tolerations:\n        - operator: Exists\n',
];

const pieces: readonly string[] = [
  ...'\n|\r\n|\r|\t|  |    | |: |:|- |-|, |,|{|}|[|]|"|\'|#| # c\n|&a |*a|<<: *a\n|<<: |? |! |!!str |!!int |!!binary |%YAML 1.1\n|---\n|--- |...\n|>-\n|>+\n'.split(
    '|',
  ),
  '|\n',
  '|2-\n',
  '\uFEFF',
  '😀',
  'é',
  '\u0000',
  '\ud800',
  '{{ .Values.x }}',
  '{{- end }}\n',
  'a: ',
  'b:\n  ',
  'x',
  '0',
  '1e3',
  '.inf',
  'null',
  '~',
  'yes',
  '0x1F',
  '\\',
  '\\u00e9',
  'name: ',
  'kind: ',
  'apiVersion: v1\n',
  'spec:\n',
  'metadata:\n  name: x\n',
  'containers:\n',
  'image: a:b\n',
  'env: [{name: A, value: "1"}]\n',
  'kubesets-ignore: yaml-syntax\n',
];

const piece = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(...pieces) },
  { weight: 1, arbitrary: fc.constantFrom(...manifests) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 6 }) },
);

const separator = fc.constantFrom('---\n', '---\r\n', '\n---\n', '--- # c\n', '...\n---\n', '# c\n---\n', '');

/** A file: a few documents, most of them manifests, some of them scraps. */
export const yamlText: fc.Arbitrary<string> = fc
  .array(
    fc.tuple(
      fc.oneof(
        fc.constantFrom(...manifests),
        fc.array(piece, { maxLength: 12 }).map((parts) => parts.join('')),
      ),
      separator,
    ),
    { maxLength: 4 },
  )
  .map((documents) => documents.flat().join(''));

/** One edit of any text: where and how much of it goes (as shares), and what comes. */
export interface RandomEdit {
  readonly at: number;
  readonly length: number;
  readonly text: string;
  /** Whether it is taken back before the next one comes: else nothing would parse for long. */
  readonly undone: boolean;
}

export const yamlEdit: fc.Arbitrary<RandomEdit> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(0, 0, 1, 2) },
    { weight: 1, arbitrary: fc.nat({ max: 80 }) },
  ),
  text: fc.oneof(
    { weight: 1, arbitrary: fc.constant('') },
    { weight: 3, arbitrary: piece },
    { weight: 1, arbitrary: fc.array(piece, { maxLength: 4 }).map((parts) => parts.join('')) },
  ),
  undone: fc.integer({ min: 0, max: 9 }).map((n) => n < 8),
});

/** Texts do not grow without bound. */
const longest = 400;

function toEdit(text: string, { at, length, text: put }: RandomEdit): TextEdit {
  const start = Math.min(text.length, Math.floor(at * (text.length + 1)));
  const grown = text.length > longest ? 120 : length;
  return { range: { start, end: Math.min(text.length, start + grown) }, text: put };
}

export function edited(text: string, edit: RandomEdit): string {
  return applyEdits(text, [toEdit(text, edit)]);
}

/** The texts that a file has while it is edited. */
export function* versions(start: string, edits: readonly RandomEdit[]): Generator<string> {
  let text = start;
  for (const edit of edits) {
    const next = edited(text, edit);
    yield next;
    if (!edit.undone) text = next;
  }
}

/**
 * How many random edits a property tries in all: 10⁵ in CI, a fifth of that elsewhere, or what `KUBESETS_EDITS` says; in runs of
 * `each` edits of one file.
 * `share` of them where one costs more.
 */
export function amount(share = 1): { readonly numRuns: number; readonly each: number } {
  const each = 50;
  const usual = process.env['CI'] === 'true' ? 100_000 : 5_000;
  const edits = Number(process.env['KUBESETS_EDITS'] ?? usual);
  return { numRuns: Math.max(1, Math.round((edits * share) / each)), each };
}
