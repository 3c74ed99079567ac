import * as l10n from '@vscode/l10n';
import { without } from './fixes.ts';
import { given } from './given.ts';
import type { Typed } from './fields/typed.ts';
import { problemAt } from './problem.ts';
import type { Problem, RuleContext } from './rule.ts';

/** Fields of a type of which one, or at most one, may be set. */
export interface Alternatives {
  readonly type: string;
  readonly fields: readonly string[];
  /** Set where none may be given. */
  readonly optional?: true;
  /** What the server names when there are several: the part itself, or the second of the fields. */
  readonly blames?: 'second';
  readonly when?: (part: Typed) => boolean;
}

/** The parts that have none of the alternatives, or several. Of a piece of an object only the latter is said. */
export function* notOne(context: RuleContext, all: readonly Alternatives[]): Generator<Problem> {
  for (const { type, fields, optional, blames, when } of all) {
    for (const part of context.typed(type)) {
      if (when && !when(part)) continue;
      const found = fields.filter((field) => given(part.node, field));
      if (found.length === 0 && !optional && !context.partial) {
        yield problemAt(part.node, l10n.t('One of {0} is needed: the API server refuses it.', list(fields)));
      }
      const [, second] = found;
      if (second === undefined) continue;
      const message = l10n.t('Only one of {0} may be given: the API server refuses it.', list(found));
      const fixes = () => found.map((field) => without(context.file.manifest.text, part.node, field));
      const node = blames === 'second' ? given(part.node, second) : part.node;
      if (node) yield problemAt(node, message, { fixes });
    }
  }
}

function list(fields: readonly string[]): string {
  return fields.length > 6 ? `${fields.slice(0, 6).join(', ')} …` : fields.join(', ');
}
