import * as l10n from '@vscode/l10n';
import { scalarAt } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { changeTo, withKey, without } from '../../fixes.ts';
import { given, textIn } from '../../given.ts';
import { problemAt, problemWithout } from '../../problem.ts';
import type { Rule } from '../../rule.ts';

const example = (effect: string): string =>
  setExample('StatefulSet', {
    pod: `tolerations:
- key: node.kubernetes.io/unreachable
  operator: Exists
  effect: ${effect}
  tolerationSeconds: 60
`,
  });

export const tolerationSeconds: Rule = {
  code: 'toleration-seconds',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: 'tolerationSeconds without the effect NoExecute',
    why: `\`tolerationSeconds\` is how long a pod stays on a node that gets a \`NoExecute\` taint. Other effects drive no pod away: the API
server refuses the seconds with them, and without an effect too.`,
    bad: example('NoSchedule'),
    good: example('NoExecute'),
  },
  *check(context) {
    for (const { node } of context.typed('Toleration')) {
      const effect = textIn(node, 'effect');
      if (!given(node, 'tolerationSeconds') || effect === undefined || effect === 'NoExecute') continue;
      const { text } = context.file.manifest;
      const written = scalarAt(node, 'effect');
      const message = l10n.t('tolerationSeconds needs the effect "NoExecute": the API server refuses it.');
      const fixes = () => [
        written?.text ? changeTo(written, 'NoExecute') : withKey(text, node, 'effect', 'NoExecute', true),
        without(text, node, 'tolerationSeconds'),
      ];
      if (written) yield problemAt(written, message, { fixes });
      else if (!context.partial) yield problemWithout(node, 'effect', message, { fixes });
    }
  },
};
