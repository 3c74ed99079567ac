import * as l10n from '@vscode/l10n';
import { putIn, removeKey } from '../../../manifest/edits.ts';
import {
  mapAt,
  mapsAt,
  scalarAt,
  seqAt,
  stringAt,
  tokenOf,
  type MapNode,
  type YamlNode,
} from '../../../manifest/nodes.ts';
import { formatPath, stepsOf } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { inSteps } from '../../../manifest/steps.ts';
import type { Fix, Problem, Rule, RuleContext } from '../../rule.ts';

/** A requirement of the selector that the template's labels do not meet. */
interface Unmet {
  readonly key: string;
  /** As a selector is written: `app=x`, `app in (x, y)`. */
  readonly text: string;
  /** Where it is written. */
  readonly node: YamlNode;
  /** The value that would meet it; undefined where the label has to go. */
  readonly wants: string | undefined;
  readonly expression: boolean;
}

const labelsPath = ['spec', 'template', 'metadata', 'labels'];

const example = (label: string): string =>
  setExample('DaemonSet').replace(
    '      labels:\n        app: web\n',
    `      labels:\n        app: ${label}\n`,
  );

export const selectorMismatch: Rule = {
  code: 'selector-mismatch',
  severity: 'error',
  basis: 'api',
  kinds: ['StatefulSet', 'DaemonSet', 'Deployment', 'ReplicaSet'],
  docs: {
    title: "The selector does not match the template's labels",
    why: `A set finds its own pods by \`spec.selector\`. Pods that it makes from its template must match, so the API server refuses a set
whose template does not. The selector of a set that exists can't be changed: there, add the labels to the template.`,
    bad: example('webs'),
    good: example('web'),
  },
  *check(context) {
    if (context.partial) return;
    for (const type of ['StatefulSetSpec', 'DaemonSetSpec', 'DeploymentSpec', 'ReplicaSetSpec']) {
      for (const { node } of context.typed(type)) yield* mismatch(context, node);
    }
  },
};

function* mismatch(context: RuleContext, spec: MapNode): Generator<Problem> {
  const set = partsOf(spec);
  const have = set && labelsOf(set.templateLabels);
  if (!set || !have) return;
  const unmet = [...unmetBy(set.selector, have)];
  const [first] = unmet;
  if (!first) return;
  const value = scalarAt(set.templateLabels, first.key);
  const place = value ?? set.templateLabels ?? set.template;
  yield {
    range: tokenOf(place),
    // The server's own place for it, whichever of the two sides is wrong.
    path: formatPath([...stepsOf(context.object.node), ...labelsPath]),
    message: value
      ? l10n.t(
          'The selector wants {0}, the template has {1}={2}: the API server refuses the set.',
          first.text,
          first.key,
          value.text,
        )
      : l10n.t(
          'The selector wants {0}, which the template does not have: the API server refuses the set.',
          first.text,
        ),
    related: unmet.map(({ node, text }) => ({
      uri: context.file.uri,
      range: tokenOf(node),
      message: l10n.t('{0} is wanted here.', text),
    })),
    fixes: () => [...fixes(context, set, unmet, have)],
  };
}

/** What is compared; undefined where one side is not there. */
interface Parts {
  readonly selector: MapNode;
  readonly template: MapNode;
  readonly templateLabels: MapNode | undefined;
}

function partsOf(spec: MapNode): Parts | undefined {
  const selector = mapAt(spec, 'selector');
  const template = mapAt(spec, 'template');
  if (!selector || !template) return undefined;
  return { selector, template, templateLabels: mapAt(template, 'metadata', 'labels') };
}

/** A label's value as the API server takes it: nothing is the empty text; undefined for what is no text, which is another fault. */
function labelValue(node: YamlNode): string | undefined {
  if (node.kind !== 'scalar') return undefined;
  if (node.value === null) return '';
  return typeof node.value === 'string' ? node.value : undefined;
}

/** The labels, or undefined where one is no text. */
function labelsOf(map: MapNode | undefined): Map<string, string> | undefined {
  const labels = new Map<string, string>();
  for (const [key, { value }] of map?.byKey ?? []) {
    const text = labelValue(value);
    if (text === undefined) return undefined;
    labels.set(key, text);
  }
  return labels;
}

function* unmetBy(selector: MapNode, have: ReadonlyMap<string, string>): Generator<Unmet> {
  for (const [key, { value: node }] of mapAt(selector, 'matchLabels')?.byKey ?? []) {
    const wants = labelValue(node);
    if (wants === undefined || have.get(key) === wants) continue;
    yield { key, text: `${key}=${wants}`, node, wants, expression: false };
  }
  for (const { map } of mapsAt(selector, 'matchExpressions')) {
    const key = stringAt(map, 'key');
    const unmet = key === undefined ? undefined : expressionUnmet(map, key, have.get(key));
    if (unmet) yield unmet;
  }
}

/** `metav1.LabelSelectorAsSelector`: a label that is absent meets NotIn. */
function expressionUnmet(map: MapNode, key: string, value: string | undefined): Unmet | undefined {
  const items = seqAt(map, 'values')?.items ?? [];
  const values = items.flatMap(({ value: item }) => (item.kind === 'scalar' ? [item.text] : []));
  const node = scalarAt(map, 'key') ?? map;
  const unmet = (text: string, wants: string | undefined): Unmet => ({
    key,
    text,
    node,
    wants,
    expression: true,
  });
  switch (stringAt(map, 'operator')) {
    case 'In':
      if (values.length === 0 || (value !== undefined && values.includes(value))) return undefined;
      return unmet(`${key} in (${values.join(', ')})`, values[0]);
    case 'NotIn':
      if (value === undefined || !values.includes(value)) return undefined;
      return unmet(`${key} notin (${values.join(', ')})`, undefined);
    case 'Exists':
      return value === undefined ? unmet(key, 'true') : undefined;
    case 'DoesNotExist':
      return value === undefined ? undefined : unmet(`!${key}`, undefined);
    default:
      return undefined; // the API server refuses it for its operator
  }
}

function* fixes(
  { file, object }: RuleContext,
  set: Parts,
  unmet: readonly Unmet[],
  have: ReadonlyMap<string, string>,
): Generator<Fix> {
  const { text } = file.manifest;
  const toTemplate = unmet.map(({ key, wants }) => (now: string, root: MapNode) => {
    if (wants !== undefined) return putIn(now, root, [...labelsPath, key], wants);
    const labels = mapAt(root, ...labelsPath);
    return labels ? removeKey(now, labels, key) : [];
  });
  yield {
    title: l10n.t("Change the template's labels to match the selector"),
    edits: inSteps(text, object, toTemplate),
    preferred: true,
  };
  // Without a label in common with the template the selector would be empty, and match everything.
  if (have.size === 0 || unmet.some(({ expression }) => expression)) return;
  const wanted = mapAt(set.selector, 'matchLabels')?.byKey ?? new Map<string, unknown>();
  const common = [...wanted.keys()].some((key) => have.has(key));
  const toSelector = unmet.map(({ key }) => (now: string, root: MapNode) => {
    const value = have.get(key);
    if (value !== undefined) return putIn(now, root, ['spec', 'selector', 'matchLabels', key], value);
    const labels = mapAt(root, 'spec', 'selector', 'matchLabels');
    return labels ? removeKey(now, labels, key) : [];
  });
  const all = [...have].map(([key, value]) => (now: string, root: MapNode) => {
    return putIn(now, root, ['spec', 'selector', 'matchLabels', key], value);
  });
  yield {
    title: l10n.t('Change the selector to match the template (not for a set that exists)'),
    edits: inSteps(text, object, common ? toSelector : [...all, ...toSelector]),
  };
}
