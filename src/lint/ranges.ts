import * as l10n from '@vscode/l10n';
import type { ScalarNode } from '../manifest/nodes.ts';
import { tablesIn } from './fields/byType.ts';
import { ranges, type Range } from './fields/ranges.ts';
import { typedOf } from './fields/typed.ts';
import { isHidden } from './pods.ts';
import { problemAt } from './problem.ts';
import type { Fix, Problem, RuleContext } from './rule.ts';

const byType = tablesIn(ranges);

/** The numbers of an object that its fields' ranges exclude. */
export function* rangeFaults({ object }: Pick<RuleContext, 'object'>): Generator<Problem> {
  for (const typed of typedOf(object).all) {
    const own = byType.get(typed.type);
    if (!own || isHidden(typed)) continue;
    for (const [name, range] of own) {
      const value = typed.node.byKey.get(name)?.value;
      const nodes = value?.kind === 'seq' ? value.items.map((item) => item.value) : value ? [value] : [];
      for (const one of nodes) {
        if (one.kind === 'scalar' && isOutside(one, range)) yield problemOf(one, range);
      }
    }
  }
}

function isOutside({ value }: ScalarNode, { least, most, orZero }: Range): boolean {
  if (typeof value !== 'number' || !Number.isInteger(value) || (value === 0 && orZero)) return false;
  return value < least || value > (most ?? Infinity);
}

function problemOf(node: ScalarNode, range: Range): Problem {
  if (range.lax) return problemAt(node, laxMessage(node, range.lax), { severity: 'warning' });
  return problemAt(node, messageOf(node, range), { fixes: () => fixes(node, range) });
}

function messageOf({ text }: ScalarNode, { least, most, mode }: Range): string {
  if (mode) {
    return l10n.t(
      '{0} is no file mode: the API server takes 0 to 0777 (octal, with the leading 0), and refuses the object.',
      text,
    );
  }
  return most === undefined
    ? l10n.t('{0} is less than {1}: the API server refuses the object.', text, least)
    : l10n.t('{0} is not between {1} and {2}: the API server refuses the object.', text, least, most);
}

function laxMessage({ text }: ScalarNode, lax: NonNullable<Range['lax']>): string {
  return lax === 'one-second'
    ? l10n.t('{0} is less than 0: Kubernetes takes 1 second instead.', text)
    : l10n.t('{0} is less than 0: Kubernetes keeps all old revisions.', text);
}

/** `644` means `0644`. */
function fixes(node: ScalarNode, { mode }: Range): readonly Fix[] {
  if (!mode || node.style !== 'plain' || !/^[0-7]{3}$/.test(node.text)) return [];
  const edits = [{ range: node.range, text: `0${node.text}` }];
  return [{ title: l10n.t('Change to {0} (octal)', `0${node.text}`), edits, preferred: true }];
}
