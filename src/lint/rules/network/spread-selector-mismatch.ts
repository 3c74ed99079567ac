import * as l10n from '@vscode/l10n';
import { putIn } from '../../../manifest/edits.ts';
import {
  formatPath,
  mapAt,
  mapsAt,
  pathOf,
  scalarAt,
  seqAt,
  stepsOf,
  toJs,
  tokenOf,
  type YamlNode,
} from '../../../manifest/nodes.ts';
import { serviceExample, setExample } from '../../examples.ts';
import type { Typed } from '../../fields/typed.ts';
import { within } from '../../fields/typed.ts';
import { nearest } from '../../nearest.ts';
import { matching } from '../../relabel.ts';
import type { Rule, RuleContext } from '../../rule.ts';
import { selects } from '../../selectors.ts';
import { workloadOf, type Workload } from '../../workloads.ts';

const example = (label: string): string =>
  `${serviceExample('zk')}---\n${setExample('StatefulSet', {
    name: 'zk',
    spec: 'serviceName: zk\nreplicas: 3',
    pod: `affinity:
  podAntiAffinity:
    requiredDuringSchedulingIgnoredDuringExecution:
    - topologyKey: kubernetes.io/hostname
      labelSelector:
        matchLabels:
          ${label}`,
  })}`;

export const spreadSelectorMismatch: Rule = {
  code: 'spread-selector-mismatch',
  severity: 'warning',
  basis: 'runtime',
  kinds: ['StatefulSet', 'DaemonSet', 'Deployment', 'ReplicaSet'],
  docs: {
    title: "A rule that should spread the pods does not match the pods' own labels",
    why: `Anti-affinity and topology spread count the pods that their \`labelSelector\` matches. Where it does not match the pods' own labels,
as after a label was renamed, it spreads nothing, and all replicas may land on one node. Anti-affinity to the pods of something else is
left alone: it is found only where its selector looks like the pods' own labels (the same value under another key, or nearly the same
value).`,
    bad: example('k8s-app: zk'),
    good: example('app: zk'),
  },
  *check(context) {
    const workload = workloadOf(context.object);
    if (!workload || workload.labels.size === 0 || context.partial) return;
    for (const term of context.typed('PodAffinityTerm')) {
      if (within(term, 'PodAntiAffinity')) yield* problems(context, workload, term, true);
    }
    for (const constraint of context.typed('TopologySpreadConstraint')) {
      yield* problems(context, workload, constraint, false);
    }
  },
};

function* problems(
  { file, scope, object }: RuleContext,
  workload: Workload,
  { node }: Typed,
  affinity: boolean,
) {
  const selector = mapAt(node, 'labelSelector');
  if (selects(selector, workload.labels)) return;
  if (affinity && (!selector || node.byKey.has('namespaces') || !looksOwn(selector, workload))) return;
  for (const other of scope.workloads()) if (selects(selector, other.workload.labels)) return;
  const place = firstOf(selector) ?? node;
  yield {
    range: tokenOf(place),
    path: selector ? pathOf(place) : formatPath([...stepsOf(node), 'labelSelector']),
    message: selector
      ? l10n.t("This selector does not match the pods' own labels: nothing keeps them apart.")
      : l10n.t('Without a labelSelector no pods are counted: nothing is spread.'),
    related: [
      {
        uri: file.uri,
        range: tokenOf(workload.labelsNode ?? node),
        message: l10n.t("The pods' labels."),
      },
    ],
    fixes: () => {
      const labels = mapAt(workload.selector, 'matchLabels') ?? workload.labelsNode;
      if (!labels || labels.entries.length === 0) return [];
      const { text } = file.manifest;
      return [
        {
          title: l10n.t("Match the pods' own labels"),
          edits:
            selector && !selector.byKey.has('matchExpressions')
              ? matching(text, object, selector, 'matchLabels', workload.labels, labels)
              : putIn(text, node, ['labelSelector'], { matchLabels: toJs(labels) }),
          preferred: true,
        },
      ];
    },
  };
}

/** Whether what the selector wants was probably meant to be a label of the pods themselves. */
function looksOwn(selector: YamlNode, { labels }: Workload): boolean {
  const own = [...labels.values()].filter((value) => value !== '');
  const isOwn = (key: string, value: string): boolean => {
    if (labels.get(key) === value) return false;
    const near = labels.get(key);
    return own.includes(value) || (near !== undefined && nearest(value, [near]) !== undefined);
  };
  for (const [key, { value }] of mapAt(selector, 'matchLabels')?.byKey ?? []) {
    if (value.kind === 'scalar' && isOwn(key, value.text)) return true;
  }
  for (const { map } of mapsAt(selector, 'matchExpressions')) {
    const key = scalarAt(map, 'key')?.text ?? '';
    if (scalarAt(map, 'operator')?.text !== 'In') continue;
    for (const { value } of seqAt(map, 'values')?.items ?? []) {
      if (value.kind === 'scalar' && isOwn(key, value.text)) return true;
    }
  }
  return false;
}

function firstOf(selector: YamlNode | undefined): YamlNode | undefined {
  const labels = mapAt(selector, 'matchLabels');
  const first = labels?.entries[0]?.key;
  return (
    (first === undefined ? undefined : scalarAt(labels, first)) ??
    scalarAt(selector, 'matchExpressions', 0, 'key') ??
    selector
  );
}
