import * as l10n from '@vscode/l10n';
import { mapsAt, seqAt } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { given, textIn } from '../../given.ts';
import { problemAt, problemWithout } from '../../problem.ts';
import type { Rule } from '../../rule.ts';

const example = (policy: string): string =>
  setExample('DaemonSet', {
    container: `${policy}restartPolicyRules:
- action: Restart
  exitCodes:
    operator: In
    values: [42]
`,
  });

export const containerRestartRules: Rule = {
  code: 'container-restart-rules',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: "A container's restart rules are not complete",
    why: `\`restartPolicyRules\` are exceptions from the container's own \`restartPolicy\`, which must be there; each rule says its
\`exitCodes\`, at most 255 of them, and there are at most 20 rules. The API server refuses others.`,
    bad: example(''),
    good: example('restartPolicy: Never\n'),
  },
  *check(context) {
    for (const { node } of context.typed('Container')) {
      const rules = seqAt(node, 'restartPolicyRules');
      if (!rules || rules.items.length === 0) continue;
      if (textIn(node, 'restartPolicy') === '' && !context.partial) {
        yield problemWithout(
          node,
          'restartPolicy',
          l10n.t('restartPolicyRules need a restartPolicy of the container: the API server refuses them.'),
        );
      }
      if (rules.items.length > 20)
        yield problemAt(rules, l10n.t('There are more than {0} rules: the API server refuses them.', 20));
      for (const { map } of mapsAt(rules)) {
        const codes = given(map, 'exitCodes');
        if (!codes && !context.partial) {
          yield problemWithout(
            map,
            'exitCodes',
            l10n.t('The rule says no exitCodes: the API server refuses it.'),
          );
        }
        const values = seqAt(codes, 'values');
        if (values && values.items.length > 255)
          yield problemAt(
            values,
            l10n.t('There are more than {0} exit codes: the API server refuses them.', 255),
          );
      }
    }
  },
};
