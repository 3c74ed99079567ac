import * as l10n from '@vscode/l10n';
import { scalarAt } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { changeTo, withKey } from '../../fixes.ts';
import { textIn } from '../../given.ts';
import { problemAt, problemWithout } from '../../problem.ts';
import type { Rule } from '../../rule.ts';

const example = (how: string): string =>
  setExample('DaemonSet', { pod: `tolerations:\n- effect: NoSchedule\n${how}` });

export const tolerationKeyMissing: Rule = {
  code: 'toleration-key-missing',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: 'A toleration without a key compares nothing',
    why: `A toleration without \`key\` is for every taint, and says so with \`operator: Exists\`. Without it \`Equal\` is meant, which has
nothing to compare: the API server refuses it.`,
    bad: example(''),
    good: example('  operator: Exists\n'),
  },
  *check(context) {
    if (context.partial) return;
    for (const { node } of context.typed('Toleration')) {
      const operator = textIn(node, 'operator');
      if (textIn(node, 'key') !== '' || operator === undefined || operator === 'Exists') continue;
      const { text } = context.file.manifest;
      const written = scalarAt(node, 'operator');
      const message = l10n.t('Without a key the operator must be "Exists": the API server refuses it.');
      const more = {
        fixes: () =>
          textIn(node, 'value') !== ''
            ? []
            : [written?.text ? changeTo(written, 'Exists') : withKey(text, node, 'operator', 'Exists', true)],
      };
      yield written ? problemAt(written, message, more) : problemWithout(node, 'operator', message, more);
    }
  },
};
