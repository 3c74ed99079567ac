import * as l10n from '@vscode/l10n';
import { putIn } from '../../../manifest/edits.ts';
import { scalarAt, type MapNode } from '../../../manifest/nodes.ts';
import { without } from '../../fixes.ts';
import { given, textIn } from '../../given.ts';
import { isPatch } from '../../patches.ts';
import { problemAt, problemWithout } from '../../problem.ts';
import type { Problem, Rule, RuleContext } from '../../rule.ts';
import { labelFault, subdomainFault } from '../../values/names.ts';
import { jobExample } from './examples.ts';
import { numberIn } from './numbers.ts';

export const jobIndexesInvalid: Rule = {
  code: 'job-indexes-invalid',
  severity: 'error',
  basis: 'api',
  kinds: ['Job', 'CronJob'],
  docs: {
    title: 'Indexes of a job that do not fit',
    why: `\`completionMode: Indexed\` gives each pod a number, so it needs \`completions\`. Only such a job can have \`backoffLimitPerIndex\`,
\`maxFailedIndexes\` (with \`backoffLimitPerIndex\`, and not more than \`completions\`) and a \`successPolicy\`; its pods' names,
\`<job>-<index>\`, must be DNS labels; more than 100,000 completions narrow the rest. The API server refuses what does not fit.`,
    bad: jobExample('completionMode: Indexed\nparallelism: 3'),
    good: jobExample('completionMode: Indexed\nparallelism: 3\ncompletions: 3'),
  },
  *check(context) {
    for (const { node } of context.typed('JobSpec')) {
      const mode = textIn(node, 'completionMode');
      if (mode === 'Indexed') yield* ofIndexed(context, node);
      else if (mode === '' || mode === 'NonIndexed') yield* ofOthers(context, node);
      const most = scalarAt(node, 'maxFailedIndexes');
      if (most && most.value !== null && !given(node, 'backoffLimitPerIndex') && mode === 'Indexed') {
        const message = l10n.t(
          'maxFailedIndexes needs backoffLimitPerIndex: the API server refuses it alone.',
        );
        const { path } = problemWithout(node, 'backoffLimitPerIndex', message);
        yield { ...problemAt(most, message), path };
      }
    }
  },
};

function* ofOthers({ file }: RuleContext, spec: MapNode): Generator<Problem> {
  for (const key of ['backoffLimitPerIndex', 'maxFailedIndexes', 'successPolicy']) {
    const written = given(spec, key);
    if (!written) continue;
    yield problemAt(
      written,
      l10n.t('{0} is for jobs with completionMode: Indexed: the API server refuses it here.', key),
      {
        fixes: () => [without(file.manifest.text, spec, key)],
      },
    );
  }
}

function* ofIndexed(context: RuleContext, spec: MapNode): Generator<Problem> {
  const completions = numberIn(spec, 'completions');
  // A job that says neither gets 1 for both; a CronJob's template gets nothing.
  const needed = context.object.kind === 'CronJob' || given(spec, 'parallelism') !== undefined;
  if (needed && !given(spec, 'completions') && !isPatch(context)) {
    const message = l10n.t(
      'completionMode Indexed needs completions: the API server refuses the job without.',
    );
    yield problemWithout(spec, 'completions', message, {
      fixes: () => [
        {
          title: l10n.t('Set {0} to {1}', 'completions', numberIn(spec, 'parallelism') ?? 1),
          edits: putIn(context.file.manifest.text, spec, ['completions'], numberIn(spec, 'parallelism') ?? 1),
          preferred: true,
        },
      ],
    });
  }
  yield* limits(spec, completions);
  const { name, kind } = context.object;
  if (kind !== 'Job' || name === undefined || completions === undefined || completions <= 0) return;
  const last = `${name}-${completions - 1}`;
  const fault = labelFault(last);
  const place = scalarAt(context.object.node, 'metadata', 'name');
  if (fault !== undefined && subdomainFault(name) === undefined && place) {
    yield problemAt(
      place,
      l10n.t(
        'The last pod would be called {0}, which is no name: {1}. The API server refuses the job.',
        last,
        fault,
      ),
    );
  }
}

function* limits(spec: MapNode, completions: number | undefined): Generator<Problem> {
  const many = (completions ?? 0) > 100_000 && given(spec, 'backoffLimitPerIndex') !== undefined;
  const allowed: readonly (readonly [string, number])[] = [
    ['parallelism', many ? 10_000 : 100_000],
    ['maxFailedIndexes', Math.min(many ? 10_000 : 100_000, completions ?? Infinity)],
  ];
  for (const [key, most] of allowed) {
    const written = scalarAt(spec, key);
    const value = written?.value;
    if (!written || typeof value !== 'number' || value <= most) continue;
    yield problemAt(
      written,
      l10n.t('{0} may be at most {1} here: the API server refuses {2}.', key, most, value),
    );
  }
  if (many && !given(spec, 'maxFailedIndexes')) {
    const message = l10n.t(
      'More than 100000 completions with backoffLimitPerIndex need maxFailedIndexes: the API server refuses the job.',
    );
    yield problemWithout(spec, 'maxFailedIndexes', message);
  }
}
