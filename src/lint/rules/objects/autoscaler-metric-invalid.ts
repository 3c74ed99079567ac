import * as l10n from '@vscode/l10n';
import { mapAt, scalarAt, type MapNode } from '../../../manifest/nodes.ts';
import { without } from '../../fixes.ts';
import { malformed, type Formed } from '../../checked.ts';
import { given, textIn } from '../../given.ts';
import { problemAt, problemWithout } from '../../problem.ts';
import type { Problem, Rule } from '../../rule.ts';
import { labelFault, pathSegmentFault } from '../../values/names.ts';
import { quantityOf } from '../../values/quantity.ts';
import { autoscalerExample } from './examples.ts';

/** A metric's type and its field; the targets of which one is needed, and those of which not both may be given. */
const sources: Readonly<
  Record<string, { readonly field: string; readonly oneOf: readonly string[]; readonly exclusive: boolean }>
> = {
  Resource: { field: 'resource', oneOf: ['averageUtilization', 'averageValue'], exclusive: true },
  ContainerResource: {
    field: 'containerResource',
    oneOf: ['averageUtilization', 'averageValue'],
    exclusive: true,
  },
  Pods: { field: 'pods', oneOf: ['averageValue'], exclusive: false },
  Object: { field: 'object', oneOf: ['value', 'averageValue'], exclusive: false },
  External: { field: 'external', oneOf: ['value', 'averageValue'], exclusive: true },
};
const names: readonly Formed[] = [
  { type: 'MetricIdentifier', fields: ['name'], check: pathSegmentFault },
  { type: 'ContainerResourceMetricSource', fields: ['container'], check: labelFault },
  { type: 'CrossVersionObjectReference', fields: ['kind', 'name'], check: pathSegmentFault },
];
const fields = Object.values(sources).map(({ field }) => field);

const example = (target: string): string =>
  autoscalerExample(
    `maxReplicas: 5\nmetrics:\n- type: Resource\n  resource:\n    name: cpu\n    target:\n      type: Utilization\n${target}`,
  );

export const autoscalerMetricInvalid: Rule = {
  code: 'autoscaler-metric-invalid',
  severity: 'error',
  basis: 'api',
  kinds: ['HorizontalPodAutoscaler'],
  docs: {
    title: 'A metric of an autoscaler that is refused',
    why: `A metric has a \`type\` and the one field of that type (\`Resource\` and \`resource\` …) with a \`target\`: \`averageUtilization\` or
\`averageValue\` for resources, \`averageValue\` for pods, \`value\` or \`averageValue\` for objects and external metrics; all above zero. The API
server refuses the rest.`,
    bad: example('      value: 80'),
    good: example('      averageUtilization: 80'),
  },
  *check(context) {
    const { text } = context.file.manifest;
    for (const { node } of context.typed('MetricSpec')) yield* ofMetric(text, node);
    for (const { node } of context.typed('MetricTarget')) yield* notPositive(node);
    yield* malformed(context, names);
  },
};

function* ofMetric(text: string, metric: MapNode): Generator<Problem> {
  const type = textIn(metric, 'type') ?? '';
  const source = Object.hasOwn(sources, type) ? sources[type] : undefined;
  if (!source) return;
  const found = fields.filter((field) => given(metric, field));
  if (!found.includes(source.field)) {
    const message = l10n.t(
      'A metric of type {0} needs {1}: the API server refuses it without.',
      type,
      source.field,
    );
    yield problemWithout(metric, source.field, message);
  }
  for (const field of found.filter((one) => one !== source.field)) {
    const place = given(metric, field) ?? metric;
    yield problemAt(
      place,
      l10n.t('{0} does not go with a metric of type {1}: the API server refuses it.', field, type),
      {
        fixes: () => [without(text, metric, field)],
      },
    );
  }
  const target = mapAt(metric, source.field, 'target');
  if (!target) return;
  const found_ = source.oneOf.filter((key) => given(target, key));
  if (found_.length === 0) {
    const list = source.oneOf.join(l10n.t(' or '));
    const message = l10n.t(
      'The target of a metric of type {0} needs {1}: the API server refuses it without.',
      type,
      list,
    );
    yield problemWithout(
      target,
      source.oneOf.includes('averageUtilization') ? 'averageUtilization' : 'averageValue',
      message,
    );
  } else if (found_.length > 1 && source.exclusive) {
    yield problemAt(
      target,
      l10n.t('Only one of {0} may be given: the API server refuses it.', found_.join(', ')),
      {
        fixes: () => found_.map((key) => without(text, target, key)),
      },
    );
  }
}

function* notPositive(target: MapNode): Generator<Problem> {
  for (const key of ['value', 'averageValue']) {
    const written = scalarAt(target, key);
    const amount = quantityOf(written);
    if (!written || amount === undefined || amount > 0n) continue;
    yield problemAt(
      written,
      l10n.t('{0} of {1} is refused by the API server: it must be above zero.', key, written.text),
    );
  }
  const share = scalarAt(target, 'averageUtilization');
  if (share && typeof share.value === 'number' && share.value < 1)
    yield problemAt(
      share,
      l10n.t(
        '{0} of {1} is refused by the API server: it must be above zero.',
        'averageUtilization',
        share.text,
      ),
    );
}
