import * as l10n from '@vscode/l10n';
import { boundsOf, decodedOf } from '../../decode.ts';
import { setExample } from '../../examples.ts';
import { problemAt } from '../../problem.ts';
import type { Problem, Rule, RuleContext } from '../../rule.ts';
import { rangeFaults } from '../../ranges.ts';

const bad = setExample('DaemonSet', { container: 'ports:\n- containerPort: 80800' });

export const numberOutOfRange: Rule = {
  code: 'number-out-of-range',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: 'A number outside of its range',
    why: `The API server knows for each number what it can be: ports from 1 to 65535, file modes from 0 to 0777 (in octal; \`644\` without the
leading 0 is another number), counts and seconds not below 0. Some it accepts with a warning, and takes another number instead.`,
    bad,
    good: bad.replace('80800', '8080'),
  },
  *check(context) {
    yield* undecodable(context);
    yield* rangeFaults(context);
  },
};

/** Numbers that do not even fit the field's Go type. */
function* undecodable({ object }: RuleContext): Generator<Problem> {
  for (const misfit of decodedOf(object).misfits) {
    const { node, want } = misfit;
    if (node.kind !== 'scalar' || typeof node.value !== 'number') continue;
    if (want !== 'integer' && want !== 'intOrString') continue;
    const bounds = boundsOf(misfit);
    const message = bounds
      ? l10n.t('{0} is not between {1} and {2}: the API server refuses the object.', node.text, ...bounds)
      : l10n.t('{0} is no whole number, as the API server wants one here: it refuses the object.', node.text);
    yield problemAt(node, message);
  }
}
