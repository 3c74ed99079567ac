import * as l10n from '@vscode/l10n';
import { formatPath, stepsOf } from '../../../manifest/nodes.ts';
import { decodedOf } from '../../decode.ts';
import { setExample } from '../../examples.ts';
import { without } from '../../fixes.ts';
import { homeOf, type Home } from '../../misplaced.ts';
import { moveKey } from '../../move.ts';
import type { UnknownField } from '../../decode.ts';
import type { Fix, Rule, RuleContext } from '../../rule.ts';
import { isMisplaced } from './unknown-field.ts';

export const misplacedField: Rule = {
  code: 'misplaced-field',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: 'A field in the wrong place',
    why: `The field exists, but one or more levels further out or further in: \`hostNetwork\` belongs to the pod, not to a container;
\`volumeMounts\` to a container, not to the pod. The API server refuses a field where its type does not have it.`,
    bad: setExample('DaemonSet', { container: 'hostNetwork: true' }),
    good: setExample('DaemonSet', { pod: 'hostNetwork: true' }),
  },
  *check(context) {
    for (const unknown of decodedOf(context.object).unknown) {
      const { typed, entry } = unknown;
      const home = isMisplaced(unknown) ? homeOf(typed, entry.key) : undefined;
      if (!home) continue;
      yield {
        range: entry.keyRange,
        path: formatPath([...stepsOf(typed.node), entry.key]),
        message: l10n.t(
          '"{0}" does not belong here, but to {1}: the API server refuses the object.',
          entry.key,
          home.path,
        ),
        fixes: () => [...fixes(context, unknown, home)],
      };
    }
  },
};

function* fixes({ file, object }: RuleContext, unknown: UnknownField, home: Home): Generator<Fix> {
  const { typed, entry } = unknown;
  const { text } = file.manifest;
  if (!typed.node.entries.includes(entry)) return;
  const edits = home.steps ? moveKey(text, object, typed.node, entry, home.steps) : [];
  if (edits.length > 0) yield { title: l10n.t('Move to {0}', home.path), edits, preferred: true };
  yield without(text, typed.node, entry.key);
}
