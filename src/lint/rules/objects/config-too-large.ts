import * as l10n from '@vscode/l10n';
import { given } from '../../given.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';
import { decodedSize } from '../../values/base64.ts';
import { dataFields } from './data-key-invalid.ts';
import { objectExample } from './examples.ts';

const limit = 1024 * 1024;
const binary = new Set(['Secret/data', 'ConfigMap/binaryData']);

export const configTooLarge: Rule = {
  code: 'config-too-large',
  severity: 'error',
  basis: 'api',
  kinds: ['ConfigMap', 'Secret'],
  docs: {
    title: 'A ConfigMap or Secret of more than 1 MiB',
    why: `All values of a ConfigMap or Secret together may have 1 MiB (1,048,576 bytes); the API server refuses more. \`kubectl apply\`, which
keeps a copy in an annotation, ends at 256 KiB. Put large files into an image or a volume.`,
    bad: objectExample('v1', 'ConfigMap', `data:\n  large: "${'x'.repeat(limit + 1)}"`),
    good: objectExample('v1', 'ConfigMap', 'data:\n  small: "x"'),
  },
  *check({ object }) {
    let size = 0;
    let largest = object.node as Parameters<typeof problemAt>[0];
    let most = 0;
    for (const field of dataFields[object.kind] ?? []) {
      const data = given(object.node, field);
      if (data?.kind !== 'map') continue;
      // Most are far from it; bytes are only counted where they could matter.
      if (3 * (data.range.end - data.range.start) <= limit / 2) continue;
      const encoded = binary.has(`${object.kind}/${field}`);
      for (const { value } of data.byKey.values()) {
        if (value.kind !== 'scalar' || typeof value.value !== 'string') continue;
        const own = encoded ? decodedSize(value.value) : bytesOf(value.value);
        size += own;
        if (own > most) [most, largest] = [own, value];
      }
    }
    if (size <= limit) return;
    const message = l10n.t(
      '{0} bytes in all, 1048576 are allowed: the API server refuses the {1}.',
      size,
      object.kind,
    );
    const problem = problemAt(largest, message);
    // A token, not a megabyte.
    yield {
      ...problem,
      range: { start: problem.range.start, end: Math.min(problem.range.end, problem.range.start + 80) },
    };
  },
};

/** In UTF-8; texts that can't be too long are not counted byte by byte. */
function bytesOf(text: string): number {
  return text.length < 1000 ? text.length : new TextEncoder().encode(text).length;
}
