import * as l10n from '@vscode/l10n';
import { mapAt, scalarAt, stringAt } from '../../../manifest/nodes.ts';
import { without } from '../../fixes.ts';
import { given, isTrue } from '../../given.ts';
import { isPatch } from '../../patches.ts';
import { problemAt, problemWithout } from '../../problem.ts';
import type { Rule } from '../../rule.ts';
import { labelsIn, selects } from '../../selectors.ts';
import { jobExample } from './examples.ts';

/** What Kubernetes gives the pods of a job (`generateSelector`); the uid is known to nobody yet. */
function madeLabels(name: string | undefined): ReadonlyMap<string, string> {
  return new Map(
    ['', 'batch.kubernetes.io/'].flatMap((prefix): [string, string][] => [
      [`${prefix}controller-uid`, 'the uid'],
      [`${prefix}job-name`, name ?? ''],
    ]),
  );
}

export const jobSelector: Rule = {
  code: 'job-selector',
  severity: 'error',
  basis: 'api',
  kinds: ['Job', 'CronJob'],
  docs: {
    title: 'A job with a selector of its own',
    why: `A Job's selector is made by Kubernetes, from the Job's uid. One that is written is refused unless \`manualSelector: true\` says that it
is meant, and then it must match the template's labels; in a CronJob it is always refused. Leave it out, as well as the labels
\`job-name\` and \`controller-uid\`, which Kubernetes sets.`,
    bad: jobExample('selector:\n  matchLabels:\n    app: web'),
    good: jobExample(''),
  },
  *check(context) {
    const { text } = context.file.manifest;
    for (const { node, owner } of context.typed('JobSpec')) {
      const selector = given(node, 'selector');
      const manual = isTrue(node, 'manualSelector');
      const inCron = owner?.type === 'JobTemplateSpec';
      const fixes = (key: string) => () => [without(text, node, key, true)];
      if (inCron && manual) {
        const place = given(node, 'manualSelector') ?? node;
        const message = l10n.t(
          'A CronJob makes the selectors of its jobs: the API server refuses manualSelector.',
        );
        yield problemAt(place, message, { fixes: fixes('manualSelector') });
      }
      const labels = mapAt(node, 'template', 'metadata', 'labels');
      const made = madeLabels(stringAt(context.object.node, 'metadata', 'name'));
      if (!inCron && !manual) {
        for (const [key, value] of made) {
          const written = labels && scalarAt(labels, key);
          if (!written || written.value === value) continue;
          const message = l10n.t('Kubernetes gives this label its value: the API server refuses another.');
          yield problemAt(written, message, { fixes: () => [without(text, labels, key, true)] });
        }
      }
      // What selects the job's own pods by what Kubernetes gives them is taken.
      const taken =
        selector?.kind === 'map' &&
        selects(selector, made) &&
        selects(selector, new Map([...labelsIn(labels), ...made]));
      if (selector && (inCron || (!manual && !taken))) {
        const message = l10n.t(
          'The selector of a job is made by Kubernetes: the API server refuses another.',
        );
        yield problemAt(selector, message, { fixes: fixes('selector') });
      } else if (manual && !inCron && !isPatch(context)) {
        if (!selector)
          yield problemWithout(
            node,
            'selector',
            l10n.t('manualSelector wants a selector: the API server refuses the job without.'),
          );
        else if (selector.kind === 'map' && !selects(selector, labelsIn(labels))) {
          const message = l10n.t(
            "The selector does not match the template's labels: the API server refuses the job.",
          );
          yield { ...problemAt(selector, message), path: 'spec.template.metadata.labels' };
        }
      }
    }
  },
};
