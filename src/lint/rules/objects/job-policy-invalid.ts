import * as l10n from '@vscode/l10n';
import { mapAt, mapsAt, scalarAt, seqAt, stringAt, type MapNode } from '../../../manifest/nodes.ts';
import { setScalar } from '../../../manifest/edits.ts';
import { changeMaybe } from '../../fixes.ts';
import { given, lengthIn, textIn } from '../../given.ts';
import { nearest } from '../../nearest.ts';
import { problemAt, problemWithout } from '../../problem.ts';
import type { Problem, Rule } from '../../rule.ts';
import { jobExample } from './examples.ts';
import { numberIn } from './numbers.ts';

const example = (values: string): string =>
  jobExample(
    `podFailurePolicy:\n  rules:\n  - action: FailJob\n    onExitCodes:\n      operator: In\n      values: ${values}`,
  );

export const jobPolicyInvalid: Rule = {
  code: 'job-policy-invalid',
  severity: 'error',
  basis: 'api',
  kinds: ['Job', 'CronJob'],
  docs: {
    title: 'A failure or success policy of a job that is refused',
    why: `A rule of a \`podFailurePolicy\` looks at exit codes or at conditions of the pod, not at both; exit codes are given in order, once
each, and without 0 for \`In\`; \`containerName\` is one of the template's; \`FailIndex\` needs \`backoffLimitPerIndex\`. A rule of a
\`successPolicy\` has \`succeededIndexes\` or \`succeededCount\`, within \`completions\`. The API server refuses the rest.`,
    bad: example('[42, 1]'),
    good: example('[1, 42]'),
  },
  *check(context) {
    for (const { node } of context.typed('JobSpec')) {
      for (const { map } of mapsAt(node, 'podFailurePolicy', 'rules')) yield* ofFailure(node, map);
      const replacement = scalarAt(node, 'podReplacementPolicy');
      if (given(node, 'podFailurePolicy') && replacement?.value === 'TerminatingOrFailed') {
        const message = l10n.t(
          'With a podFailurePolicy, podReplacementPolicy must be Failed: the API server refuses it.',
        );
        yield problemAt(replacement, message, { fixes: () => changeMaybe(replacement, 'Failed') });
      }
      const success = mapAt(node, 'successPolicy');
      if (!success || textIn(node, 'completionMode') !== 'Indexed') continue;
      if (lengthIn(success, 'rules') === 0)
        yield problemWithout(
          success,
          'rules',
          l10n.t('successPolicy needs rules: the API server refuses it without.'),
        );
      for (const { map } of mapsAt(success, 'rules')) yield* ofSuccess(map, numberIn(node, 'completions'));
    }
  },
};

function* ofFailure(spec: MapNode, rule: MapNode): Generator<Problem> {
  const codes = mapAt(rule, 'onExitCodes');
  const conditions = (lengthIn(rule, 'onPodConditions') ?? 0) > 0;
  if (given(rule, 'onExitCodes') && conditions)
    yield problemAt(
      rule,
      l10n.t('A rule has onExitCodes or onPodConditions, not both: the API server refuses it.'),
    );
  if (!given(rule, 'onExitCodes') && !conditions)
    yield problemAt(
      rule,
      l10n.t('A rule needs onExitCodes or onPodConditions: the API server refuses it without.'),
    );
  const action = scalarAt(rule, 'action');
  if (action?.value === 'FailIndex' && !given(spec, 'backoffLimitPerIndex'))
    yield problemAt(action, l10n.t('FailIndex needs backoffLimitPerIndex: the API server refuses it.'));
  if (codes) yield* ofCodes(spec, codes);
}

function* ofCodes(spec: MapNode, codes: MapNode): Generator<Problem> {
  const container = scalarAt(codes, 'containerName');
  const names = ['containers', 'initContainers'].flatMap((key) =>
    mapsAt(spec, 'template', 'spec', key).flatMap(({ map }) => stringAt(map, 'name') ?? []),
  );
  if (typeof container?.value === 'string' && !names.includes(container.value)) {
    const { value } = container;
    yield problemAt(
      container,
      l10n.t('The template has no container "{0}": the API server refuses the job.', value),
      {
        fixes: () => changeMaybe(container, names.length === 1 ? names[0] : nearest(value, names)),
      },
    );
  }
  const items = seqAt(codes, 'values')?.items.map(({ value }) => value) ?? [];
  if (lengthIn(codes, 'values') === 0)
    yield problemWithout(
      codes,
      'values',
      l10n.t('onExitCodes needs values: the API server refuses it without.'),
    );
  const numbers = items.flatMap((item) =>
    item.kind === 'scalar' && typeof item.value === 'number' ? [item.value] : [],
  );
  const sorted = [...new Set(numbers)].sort((a, b) => a - b);
  const zero = stringAt(codes, 'operator') === 'In' && numbers.includes(0);
  if (items.length === numbers.length && (zero || sorted.join() !== numbers.join())) {
    const message = zero
      ? l10n.t('0 is no exit code of a failure: the API server refuses it for In.')
      : l10n.t('Exit codes are given in order and once each: the API server refuses the job.');
    const wanted = zero ? sorted.filter((one) => one !== 0) : sorted;
    const same = wanted.length === items.length;
    yield {
      ...problemAt(seqAt(codes, 'values') ?? codes, message),
      fixes: () =>
        same
          ? [
              {
                title: l10n.t('Put them in order'),
                edits: items.flatMap((item, i) =>
                  item.kind === 'scalar' ? setScalar(item, wanted[i] ?? 0) : [],
                ),
                preferred: true,
              },
            ]
          : [],
    };
  }
}

function* ofSuccess(rule: MapNode, completions: number | undefined): Generator<Problem> {
  const indexes = scalarAt(rule, 'succeededIndexes');
  const count = scalarAt(rule, 'succeededCount');
  if (!given(rule, 'succeededIndexes') && !given(rule, 'succeededCount'))
    yield problemAt(
      rule,
      l10n.t('A rule needs succeededIndexes or succeededCount: the API server refuses it without.'),
    );
  if (completions === undefined) return;
  const total = typeof indexes?.value === 'string' ? countIndexes(indexes.value, completions) : completions;
  if (total === undefined && indexes)
    yield problemAt(
      indexes,
      l10n.t(
        '"{0}" is no list of indexes below {1}, in order, such as 0,2-4: the API server refuses it.',
        indexes.text,
        completions,
      ),
    );
  if (count && typeof count.value === 'number' && count.value > (total ?? completions))
    yield problemAt(
      count,
      l10n.t(
        '{0} is more than the {1} indexes there are: the API server refuses it.',
        count.value,
        total ?? completions,
      ),
    );
}

/** How many indexes `1,3-5` names; undefined where they are none below `completions`, or not in order. */
function countIndexes(text: string, completions: number): number | undefined {
  let last = -1;
  let total = 0;
  for (const part of text === '' ? [] : text.split(',')) {
    const [, from, to] = /^([0-9]{1,10})(?:-([0-9]{1,10}))?$/.exec(part) ?? [];
    if (from === undefined) return undefined;
    const first = Number(from);
    const end = to === undefined ? first : Number(to);
    if (first <= last || end >= completions || (to !== undefined && first >= end)) return undefined;
    total += end - first + 1;
    last = end;
  }
  return total;
}
