import * as l10n from '@vscode/l10n';
import type { YamlNode } from '../../../manifest/nodes.ts';
import { decodedOf, type Misfit, type Want } from '../../decode.ts';
import { setExample } from '../../examples.ts';
import { problemAt } from '../../problem.ts';
import { fitFixes } from '../../fit.ts';
import type { Rule } from '../../rule.ts';

const bad = setExample('DaemonSet', { container: 'args: --quiet' });

export const wrongType: Rule = {
  code: 'wrong-type',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: 'A value of another form than its field',
    why: `A list where the API has a map, a text where it has a list, a word where it has a number: the API server can't decode the object
and refuses it. A forgotten \`- \` or one too many is the usual reason.`,
    bad,
    good: bad.replace('args: --quiet', 'args: [--quiet]'),
  },
  *check(context) {
    for (const misfit of decodedOf(context.object).misfits) {
      if (!isOfWrongForm(misfit)) continue;
      const { node, want } = misfit;
      yield problemAt(
        node,
        l10n.t('The API server wants {0} here, not {1}, and refuses the object.', wanted(want), given(node)),
        { fixes: () => fitFixes(context.file.manifest.text, misfit) },
      );
    }
  },
};

/** Whether a misfit is this rule's: the quotes of scalars, quantities, times and ranges have rules of their own. */
function isOfWrongForm({ node, want }: Misfit): boolean {
  if (node.kind !== 'scalar' || want === 'list' || want === 'map') return true;
  if (want === 'quantity' || want === 'time' || want === 'text') return false;
  if (typeof node.value === 'string') return !isQuotedFor(node.value, node.style, want);
  return typeof node.value === 'boolean' || (want !== 'integer' && want !== 'intOrString');
}

/** Whether a text would fit its field without its quotes. */
export function isQuotedFor(value: string, style: string, want: Want): boolean {
  if (style !== 'single' && style !== 'double') return false;
  if (want === 'bool') return /^(?:true|false|yes|no|on|off)$/i.test(value);
  return (want === 'integer' || want === 'number') && /^-?(?:0|[1-9]\d{0,17})$/.test(value);
}

function wanted(want: Want): string {
  switch (want) {
    case 'list':
      return l10n.t('a list');
    case 'map':
      return l10n.t('a map (key: value)');
    case 'text':
      return l10n.t('a text');
    case 'bool':
      return l10n.t('true or false');
    case 'integer':
      return l10n.t('a whole number');
    case 'number':
      return l10n.t('a number');
    case 'intOrString':
      return l10n.t('a whole number or a text');
    case 'quantity':
      return l10n.t('a quantity such as 500m or 1Gi');
    case 'time':
      return l10n.t('a time such as 2026-01-31T12:00:00Z');
  }
}

function given(node: YamlNode): string {
  if (node.kind === 'seq') return l10n.t('a list');
  if (node.kind === 'map') return l10n.t('a map');
  if (typeof node.value === 'boolean') return String(node.value);
  return typeof node.value === 'number' ? node.text : l10n.t('the text "{0}"', short(node.text));
}

function short(text: string): string {
  const line = text.trim().split(/\r\n|\n|\r/)[0] ?? '';
  return line.length > 40 ? `${line.slice(0, 39)}…` : line;
}
