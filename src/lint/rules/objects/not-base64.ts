import * as l10n from '@vscode/l10n';
import { insertKey, putIn, removeKey, setScalar } from '../../../manifest/edits.ts';
import { mapAt, type MapNode, type ScalarNode } from '../../../manifest/nodes.ts';
import { inSteps } from '../../../manifest/steps.ts';
import { given } from '../../given.ts';
import { problemAt } from '../../problem.ts';
import type { Fix, Rule, RuleContext } from '../../rule.ts';
import { base64Stop, decodeBase64, decodeText, encodeBase64 } from '../../values/base64.ts';
import { objectExample } from './examples.ts';

export const notBase64: Rule = {
  code: 'not-base64',
  severity: 'error',
  basis: 'api',
  kinds: ['Secret', 'ConfigMap'],
  docs: {
    title: 'A value that is not base64',
    why: `The values of a Secret's \`data\` and of a ConfigMap's \`binaryData\` are base64 in the standard alphabet (A–Z a–z 0–9 + /), with
\`=\` at the end where needed; line breaks may be in it. Anything else is refused. Write plain text into \`stringData\` (Secret) or \`data\`
(ConfigMap), or encode it.`,
    bad: objectExample('v1', 'Secret', 'data:\n  password: pass-word!'),
    good: objectExample('v1', 'Secret', 'stringData:\n  password: pass-word!'),
  },
  *check(context) {
    const field = context.object.kind === 'Secret' ? 'data' : 'binaryData';
    const data = given(context.object.node, field);
    if (data?.kind !== 'map') return;
    for (const [key, { value: node }] of data.byKey) {
      if (node.kind !== 'scalar' || typeof node.value !== 'string') continue;
      const { value } = node;
      const stop = base64Stop(value);
      if (stop === undefined) continue;
      yield problemAt(
        node,
        l10n.t('{0} is not base64: {1}. The API server refuses it.', key, reason(value, stop)),
        {
          fixes: () => fixes(context, data, key, node, value),
        },
      );
    }
  },
};

function reason(value: string, stop: number): string {
  const char = value.charAt(stop);
  if (char === '') return l10n.t('it ends too early, = may be missing at its end');
  if (char === '-' || char === '_') return l10n.t('"{0}" is of the alphabet for URLs', char);
  return l10n.t('"{0}" is at place {1}', char, stop + 1);
}

function fixes(
  { file, object }: RuleContext,
  data: MapNode,
  key: string,
  node: ScalarNode,
  value: string,
): readonly Fix[] {
  const { text } = file.manifest;
  const secret = object.kind === 'Secret';
  const plain = secret ? 'stringData' : 'data';
  const field = secret ? 'data' : 'binaryData';
  const move = inSteps(text, object, [
    (now, root) => {
      const own = mapAt(root, field);
      if (!own?.byKey.has(key)) return [];
      return own.byKey.size === 1 && !mapAt(root, plain)
        ? removeKey(now, root, field)
        : removeKey(now, own, key);
    },
    (now, root) =>
      given(root, plain)
        ? putIn(now, root, [plain, key], value)
        : insertKey(now, root, plain, { [key]: value }),
  ]);
  const mended = mend(value);
  const taken = mapAt(object.node, plain)?.byKey.has(key) ?? false;
  const all: Fix[] = [
    ...(mended === undefined && secret ? asText(object.node, data) : []),
    ...(mended === undefined
      ? []
      : [
          {
            title: l10n.t('Write it in the standard alphabet, with padding'),
            edits: setScalar(node, mended),
          },
        ]),
    ...(taken ? [] : [{ title: l10n.t('Move it to {0} as plain text', plain), edits: move }]),
    {
      title: l10n.t('Encode it as base64'),
      edits: setScalar({ ...node, style: 'plain' }, encodeBase64(value)),
    },
  ].filter(({ edits }) => edits.length > 0 && data.entries.length > 0);
  return all.map((fix, i) => ({ ...fix, preferred: i === 0 }));
}

/** Where none of the values is the base64 of a text, all of them are meant as texts: `root` only happens to have the right letters. */
function asText(secret: MapNode, data: MapNode): readonly Fix[] {
  const entry = secret.entries.find(({ key }) => key === 'data');
  if (!entry || data.entries.length < 2 || secret.byKey.has('stringData')) return [];
  const texts = data.entries.every(
    ({ value }) => value.kind === 'scalar' && typeof value.value === 'string' && !isEncodedText(value.value),
  );
  if (!texts) return [];
  return [
    { title: l10n.t('Rename data to stringData'), edits: [{ range: entry.keyRange, text: 'stringData' }] },
  ];
}

function isEncodedText(value: string): boolean {
  if (base64Stop(value) !== undefined) return false;
  const text = decodeText(decodeBase64(value));
  return text !== undefined && !/[\u0000-\u0008\u000e-\u001f\u007f]/.test(text);
}

/** What is base64 but for its alphabet or its padding. */
function mend(value: string): string | undefined {
  const bare = value.replace(/[\r\n \t]/g, '').replace(/=+$/, '');
  // Short words are more likely plain text that happens to have the right letters.
  if (bare.length < 16 || !/^[A-Za-z0-9+/_-]+$/.test(bare) || bare.length % 4 === 1) return undefined;
  const looks = /[0-9]/.test(bare) && /[A-Z]/.test(bare) && /[a-z]/.test(bare);
  if (!looks) return undefined;
  const standard = bare.replaceAll('-', '+').replaceAll('_', '/');
  return standard + '='.repeat((4 - (standard.length % 4)) % 4);
}
