import * as l10n from '@vscode/l10n';
import { putIn } from '../../../manifest/edits.ts';
import { mapAt, scalarAt } from '../../../manifest/nodes.ts';
import { given, textIn } from '../../given.ts';
import { isPatch } from '../../patches.ts';
import { problemAt, problemWithout } from '../../problem.ts';
import type { Rule } from '../../rule.ts';
import { jobExample } from './examples.ts';

export const jobRestartPolicy: Rule = {
  code: 'job-restart-policy',
  severity: 'error',
  basis: 'api',
  kinds: ['Job', 'CronJob'],
  docs: {
    title: 'A job whose pods would run for ever',
    why: `The pods of a Job come to an end: \`restartPolicy\` must be \`OnFailure\` or \`Never\`. Left out it is \`Always\`, which the API server
refuses. With a \`podFailurePolicy\` only \`Never\` is possible.`,
    bad: jobExample('').replace('      restartPolicy: Never\n', ''),
    good: jobExample(''),
  },
  *check(context) {
    for (const { node: spec } of context.typed('JobSpec')) {
      const pod = mapAt(spec, 'template', 'spec');
      if (!pod) continue;
      const policy = textIn(pod, 'restartPolicy');
      const strict = given(spec, 'podFailurePolicy') !== undefined;
      const allowed = strict ? ['Never'] : ['OnFailure', 'Never'];
      // What is none of the policies is another fault.
      if (policy === undefined || !['', 'Always', 'OnFailure'].includes(policy) || allowed.includes(policy))
        continue;
      if (policy === '' && isPatch(context)) continue;
      const message =
        policy === 'OnFailure'
          ? l10n.t('With a podFailurePolicy, restartPolicy must be Never: the API server refuses the job.')
          : l10n.t(
              'The restartPolicy of a job must be OnFailure or Never, not Always: the API server refuses it.',
            );
      const fixes = () =>
        allowed.map((value, i) => ({
          title: l10n.t('Set {0} to {1}', 'restartPolicy', value),
          edits: putIn(context.file.manifest.text, pod, ['restartPolicy'], value),
          preferred: i === 0,
        }));
      const written = scalarAt(pod, 'restartPolicy');
      yield written
        ? problemAt(written, message, { fixes })
        : problemWithout(pod, 'restartPolicy', message, { fixes });
    }
  },
};
