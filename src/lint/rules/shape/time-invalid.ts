import * as l10n from '@vscode/l10n';
import { mapAt } from '../../../manifest/nodes.ts';
import { decodedOf } from '../../decode.ts';
import { setExample } from '../../examples.ts';
import { without } from '../../fixes.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';

export const timeInvalid: Rule = {
  code: 'time-invalid',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: 'A time in another form than RFC 3339',
    why: `Times are written as \`2026-01-31T12:00:00Z\`. The API server refuses others. Most such fields (\`creationTimestamp\`, all of \`status\`)
are set by the cluster and better left out of a manifest.`,
    bad: setExample('DaemonSet', { metadata: 'creationTimestamp: yesterday' }),
    good: setExample('DaemonSet'),
  },
  *check(context) {
    const { object } = context;
    for (const { node, want, typed, field } of decodedOf(object).misfits) {
      if (want !== 'time' || node.kind !== 'scalar') continue;
      const message = l10n.t(
        '{0} is no time that the API server reads (2026-01-31T12:00:00Z): it refuses the object.',
        node.text,
      );
      const own = typed.node === mapAt(object.node, 'metadata');
      yield problemAt(node, message, {
        fixes: () => (own ? [without(context.file.manifest.text, typed.node, field.name, true)] : []),
      });
    }
  },
};
