import * as l10n from '@vscode/l10n';
import { mapAt, scalarAt, stringAt, type MapNode, type YamlNode } from '../../../manifest/nodes.ts';
import { without } from '../../fixes.ts';
import { given, isTrue } from '../../given.ts';
import { isPatch } from '../../patches.ts';
import { problemAt, problemWithout } from '../../problem.ts';
import type { Problem, Rule } from '../../rule.ts';
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
      if (owner?.type === 'JobTemplateSpec') yield* ofCronJob(text, node);
      else if (isTrue(node, 'manualSelector')) yield* manual(node, isPatch(context));
      else yield* generated(text, node, stringAt(context.object.node, 'metadata', 'name'));
    }
  },
};

function* ofCronJob(text: string, spec: MapNode): Generator<Problem> {
  const written = isTrue(spec, 'manualSelector') ? given(spec, 'manualSelector') : undefined;
  if (written) {
    const message = l10n.t(
      'A CronJob makes the selectors of its jobs: the API server refuses manualSelector.',
    );
    yield problemAt(written, message, { fixes: () => [without(text, spec, 'manualSelector', true)] });
  }
  const selector = given(spec, 'selector');
  if (selector) yield notGenerated(text, spec, selector);
}

function* manual(spec: MapNode, isPiece: boolean): Generator<Problem> {
  if (isPiece) return;
  const selector = given(spec, 'selector');
  if (!selector) {
    const message = l10n.t('manualSelector wants a selector: the API server refuses the job without.');
    yield problemWithout(spec, 'selector', message);
  } else if (selector.kind === 'map' && !selects(selector, labelsIn(templateLabels(spec)))) {
    const message = l10n.t(
      "The selector does not match the template's labels: the API server refuses the job.",
    );
    yield { ...problemAt(selector, message), path: 'spec.template.metadata.labels' };
  }
}

function* generated(text: string, spec: MapNode, name: string | undefined): Generator<Problem> {
  const labels = templateLabels(spec);
  const made = madeLabels(name);
  for (const [key, value] of made) {
    const written = labels && scalarAt(labels, key);
    if (!written || written.value === value) continue;
    const message = l10n.t('Kubernetes gives this label its value: the API server refuses another.');
    yield problemAt(written, message, { fixes: () => [without(text, labels, key, true)] });
  }
  const selector = given(spec, 'selector');
  if (!selector) return;
  // What selects the job's own pods by what Kubernetes gives them is taken.
  const taken =
    selector.kind === 'map' &&
    selects(selector, made) &&
    selects(selector, new Map([...labelsIn(labels), ...made]));
  if (!taken) yield notGenerated(text, spec, selector);
}

const templateLabels = (spec: MapNode): MapNode | undefined => mapAt(spec, 'template', 'metadata', 'labels');

function notGenerated(text: string, spec: MapNode, selector: YamlNode): Problem {
  const message = l10n.t('The selector of a job is made by Kubernetes: the API server refuses another.');
  return problemAt(selector, message, { fixes: () => [without(text, spec, 'selector', true)] });
}
