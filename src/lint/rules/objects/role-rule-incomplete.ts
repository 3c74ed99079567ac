import * as l10n from '@vscode/l10n';
import { putIn } from '../../../manifest/edits.ts';
import { mapsAt, type MapNode } from '../../../manifest/nodes.ts';
import { without } from '../../fixes.ts';
import { groupOfResource } from '../../apiGroups.ts';
import { lengthIn, textsIn } from '../../given.ts';
import { isPatch } from '../../patches.ts';
import { problemAt, problemWithout } from '../../problem.ts';
import type { Problem, Rule, RuleContext } from '../../rule.ts';
import { objectExample } from './examples.ts';

const example = (rule: string): string =>
  objectExample('rbac.authorization.k8s.io/v1', 'ClusterRole', `rules:\n${rule}`, 'reader');

export const roleRuleIncomplete: Rule = {
  code: 'role-rule-incomplete',
  severity: 'error',
  basis: 'api',
  kinds: ['Role', 'ClusterRole'],
  docs: {
    title: 'A rule of a role that is for nothing, or for two kinds',
    why: `A rule has, beside its \`verbs\`, either \`apiGroups\` with \`resources\` (\`""\` is the group of pods, services, secrets …) or, in a ClusterRole
only, \`nonResourceURLs\`. The API server refuses what lacks one of them, and what has both.`,
    bad: example('- resources: ["pods"]\n  verbs: ["get", "list"]'),
    good: example('- apiGroups: [""]\n  resources: ["pods"]\n  verbs: ["get", "list"]'),
  },
  *check(context) {
    const { node, kind } = context.object;
    for (const { map } of mapsAt(node, 'rules')) yield* ofRule(context, map, kind === 'Role');
    // An empty rule is none of an aggregated role, which the controller fills.
    const aggregation = context.typed('AggregationRule')[0];
    if (aggregation && lengthIn(aggregation.node, 'clusterRoleSelectors') === 0) {
      const message = l10n.t('clusterRoleSelectors needs at least one selector: the API server refuses it.');
      yield problemWithout(aggregation.node, 'clusterRoleSelectors', message);
    }
  },
};

function* ofRule(context: RuleContext, rule: MapNode, namespaced: boolean): Generator<Problem> {
  const { text } = context.file.manifest;
  const urls = rule.byKey.get('nonResourceURLs')?.value;
  if (urls && lengthIn(rule, 'nonResourceURLs') !== 0) {
    if (namespaced) {
      const message = l10n.t('A Role can not allow URLs, only a ClusterRole: the API server refuses it.');
      yield problemAt(urls, message, { fixes: () => [without(text, rule, 'nonResourceURLs')] });
    }
    const both = ['apiGroups', 'resources', 'resourceNames'].filter((key) => (lengthIn(rule, key) ?? 0) > 0);
    if (both.length > 0) {
      const message = l10n.t('A rule is for URLs or for resources, not both: the API server refuses it.');
      yield problemAt(urls, message, { fixes: () => [without(text, rule, 'nonResourceURLs')] });
    }
    return;
  }
  if (isPatch(context)) return;
  if (lengthIn(rule, 'apiGroups') === 0) {
    const group = groupOf(textsIn(rule, 'resources').map(({ value }) => value));
    const fixes = () => {
      const edits =
        group === undefined ? [] : putIn(text, rule, ['apiGroups'], [group], { after: 'nothing' });
      return edits.length > 0
        ? [{ title: l10n.t('Add the API group "{0}"', group ?? ''), edits, preferred: true }]
        : [];
    };
    yield missing(
      rule,
      'apiGroups',
      l10n.t('A rule needs apiGroups ("" for pods, services …): the API server refuses it without.'),
      fixes,
    );
  }
  if (lengthIn(rule, 'resources') === 0)
    yield missing(
      rule,
      'resources',
      l10n.t('A rule without resources allows nothing: the API server refuses it.'),
    );
}

function missing(rule: MapNode, key: string, message: string, fixes?: Problem['fixes']): Problem {
  const written = rule.byKey.get(key);
  const more = fixes ? { fixes } : {};
  return written ? problemAt(written.value, message, more) : problemWithout(rule, key, message, more);
}

/** The group that all the resources are of; undefined where one is unknown or two differ. */
function groupOf(resources: readonly string[]): string | undefined {
  const found = new Set(resources.map((resource) => groupOfResource.get(resource.replace(/\/.*$/, ''))));
  return found.size === 1 ? [...found][0] : undefined;
}
