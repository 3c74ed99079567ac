import * as l10n from '@vscode/l10n';
import { setScalar } from '../../../manifest/edits.ts';
import { mapAt, scalarAt, type MapNode, type ScalarNode } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { violations, type Profile, type Violation } from '../../podSecurity.ts';
import { hardened } from '../../hardening.ts';
import { problemAt, problemWithout } from '../../problem.ts';
import type { Fix, Problem, Rule, RuleContext } from '../../rule.ts';

const label = 'pod-security.kubernetes.io/enforce';

const namespace = (profile: string): string => `apiVersion: v1
kind: Namespace
metadata:
  name: agents
  labels:
    ${label}: ${profile}
---
`;
const example = (profile: string): string =>
  namespace(profile) +
  setExample('DaemonSet', {
    metadata: 'namespace: agents\n',
    pod: 'hostNetwork: true\n',
  });

export const podSecurityRefused: Rule = {
  code: 'pod-security-refused',
  severity: 'warning',
  basis: 'runtime',
  kinds: ['StatefulSet', 'DaemonSet', 'Deployment', 'ReplicaSet', 'Job', 'CronJob', 'Pod'],
  docs: {
    title: 'The namespace does not let these pods in',
    why: `The Namespace that stands beside this manifest enforces a profile of the Pod Security Standards (\`${label}\`), and the pods do
not meet it: the set is accepted, and each of its pods is refused. Agents that need the node belong into a namespace with the profile
\`privileged\`; other pods give up what the profile forbids. Compared are the checks of Kubernetes 1.36 but those of AppArmor, SELinux and
Windows.`,
    bad: example('baseline'),
    good: example('privileged'),
  },
  *check(context) {
    if (context.partial) return;
    const enforced = profileOf(context);
    if (!enforced) return;
    for (const { node } of context.typed('PodSpec')) {
      const found = violations(node, enforced.profile);
      const [first] = found;
      if (first) yield problemOf(context, node, [first, ...found.slice(1)], enforced);
    }
  },
};

interface Enforced {
  readonly profile: Profile;
  readonly node: ScalarNode;
  readonly uri: string;
}

/** What the namespace enforces, if all manifests of it that are close by say the same. */
function profileOf({ scope, object, facts }: RuleContext): Enforced | undefined {
  const name = object.namespace ?? facts?.namespace;
  if (name === undefined) return undefined;
  const found = scope.closest(scope.anywhere('Namespace', name)).map((one) => ({
    node: scalarAt(one.object.node, 'metadata', 'labels', label),
    uri: one.file.uri,
  }));
  const [first] = found;
  const profile = first?.node?.value;
  if (!first?.node || (profile !== 'baseline' && profile !== 'restricted')) return undefined;
  if (found.some(({ node }) => node?.value !== profile)) return undefined;
  return { profile, node: first.node, uri: first.uri };
}

function problemOf(
  context: RuleContext,
  podSpec: MapNode,
  found: readonly [Violation, ...Violation[]],
  { profile, node: enforced, uri }: Enforced,
): Problem {
  const { file } = context;
  const [first] = found;
  const texts = [...new Set(found.map(({ text, missing }) => (missing ? l10n.t('no {0}', text) : text)))];
  const message = l10n.t(
    'The namespace enforces the profile "{0}": these pods are refused for {1}.',
    profile,
    texts.join(', '),
  );
  const fixes = (): readonly Fix[] => {
    const most = violations(podSpec, 'baseline').length > 0 ? 'privileged' : 'baseline';
    const all: Fix[] = [];
    if (found.every(({ missing }) => missing)) {
      all.push({ title: l10n.t('Meet the profile'), edits: hardened(context, found) });
    }
    if (uri === file.uri) {
      all.push({ title: l10n.t('Let the namespace enforce "{0}"', most), edits: setScalar(enforced, most) });
    }
    return all;
  };
  const related = [
    { uri, range: enforced.range, message: l10n.t('The profile is set here.') },
    ...found
      .slice(1)
      .flatMap(({ node, text, missing }) =>
        missing ? [] : [{ uri: file.uri, range: problemAt(node, '').range, message: text }],
      ),
  ];
  if (!first.missing || first.node.kind !== 'map') return problemAt(first.node, message, { related, fixes });
  const holder = mapAt(first.node, 'securityContext') ?? first.node;
  const rest = holder === first.node ? first.missing : first.missing.slice(1);
  return problemWithout(holder, rest.join('.'), message, { related, fixes });
}
