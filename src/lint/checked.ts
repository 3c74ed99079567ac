import * as l10n from '@vscode/l10n';
import { changeMaybe } from './fixes.ts';
import { textsIn } from './given.ts';
import type { Typed } from './fields/typed.ts';
import { problemAt } from './problem.ts';
import type { Problem, RuleContext } from './rule.ts';
import { asLabelKey, labelKeyFault } from './values/labels.ts';
import { asName, labelFault, portNameFault, subdomainFault, type Check } from './values/names.ts';

/** Text fields of a type, or lists of texts, that have a form. */
export interface Formed {
  readonly type: string;
  readonly fields: readonly string[];
  readonly check: Check;
  /** Set where an empty text is refused for its form, not taken as missing. */
  readonly empty?: true;
  /** Where not all are looked at. */
  readonly when?: (part: Typed) => boolean;
}

/** The texts that do not have their form. */
export function* malformed(context: RuleContext, formed: readonly Formed[]): Generator<Problem> {
  for (const { type, fields, check, empty, when } of formed) {
    for (const part of context.typed(type)) {
      if (when && !when(part)) continue;
      for (const node of fields.flatMap((field) => textsIn(part.node, field))) {
        const fault = node.value === '' && !empty ? undefined : check(node.value);
        if (fault === undefined) continue;
        yield problemAt(node, l10n.t('"{0}" is refused by the API server: {1}.', node.value, fault), {
          fixes: () => changeMaybe(node, meant(node.value, check)),
        });
      }
    }
  }
}

const named: ReadonlySet<Check> = new Set([labelFault, subdomainFault, portNameFault]);

function meant(text: string, check: Check): string | undefined {
  if (check === labelKeyFault) return asLabelKey(text);
  return named.has(check) ? asName(text, check) : undefined;
}
