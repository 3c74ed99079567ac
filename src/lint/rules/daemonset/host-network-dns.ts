import * as l10n from '@vscode/l10n';
import { putIn } from '../../../manifest/edits.ts';
import { mapsAt, scalarAt, stringAt, walk, type MapNode, type ScalarNode } from '../../../manifest/nodes.ts';
import { isSystemAgent } from '../../agents.ts';
import { setExample } from '../../examples.ts';
import { given } from '../../given.ts';
import { problemAt } from '../../problem.ts';
import type { Problem, Rule, RuleContext } from '../../rule.ts';

const container = 'env:\n- name: SERVER\n  value: http://loki.logging.svc:3100\n';

export const hostNetworkDns: Rule = {
  code: 'host-network-dns',
  severity: 'warning',
  basis: 'runtime',
  kinds: ['StatefulSet', 'DaemonSet', 'Deployment'],
  docs: {
    title: "hostNetwork without the cluster's DNS",
    why: `A pod with \`hostNetwork: true\` resolves names as its node does, unless \`dnsPolicy: ClusterFirstWithHostNet\` is set (\`ClusterFirst\`, the default,
does not count there): no Service of the cluster is found by its name. It is a warning where a container's variables, arguments or command name a
Service (\`….svc\`, or the Service of a manifest beside it), else a hint.`,
    bad: setExample('DaemonSet', { pod: 'hostNetwork: true\n', container }),
    good: setExample('DaemonSet', {
      pod: 'hostNetwork: true\ndnsPolicy: ClusterFirstWithHostNet\n',
      container,
    }),
  },
  *check(context) {
    const { set, partial } = context;
    if (partial) return;
    for (const { node } of context.typed('PodSpec')) {
      const host = scalarAt(node, 'hostNetwork');
      const policy = scalarAt(node, 'dnsPolicy');
      if (host?.value !== true || (policy && policy.value !== null && policy.value !== 'ClusterFirst'))
        continue;
      // With servers of its own, it has chosen.
      if (given(node, 'dnsConfig', 'nameservers')) continue;
      const named = serviceNamed(context, node);
      if (named || !set || !isSystemAgent(set)) yield problemOf(context, node, host, named);
    }
  },
};

function problemOf(
  { file }: RuleContext,
  podSpec: MapNode,
  host: ScalarNode,
  named: ScalarNode | undefined,
): Problem {
  const edits = () =>
    putIn(file.manifest.text, podSpec, ['dnsPolicy'], 'ClusterFirstWithHostNet', { after: 'hostNetwork' });
  const title = l10n.t('Set dnsPolicy: ClusterFirstWithHostNet');
  if (!named) {
    const message = l10n.t(
      'With hostNetwork the pod resolves names as its node does: no Service is found by its name.',
    );
    return problemAt(host, message, { severity: 'hint', fixes: () => [{ title, edits: edits() }] });
  }
  const message = l10n.t(
    'With hostNetwork the pod resolves names as its node does: it will not find {0}.',
    hostIn(named.text),
  );
  return problemAt(host, message, {
    related: [{ uri: file.uri, range: named.range, message: l10n.t('The Service is named here.') }],
    fixes: () => [{ title, edits: edits(), preferred: true }],
  });
}

const clusterName = /(?:^|[/@=,\s])((?:[a-z0-9-]+\.)+svc(?:\.[a-z0-9.-]+)?)(?=$|[:/,\s])/;

function hostIn(text: string): string {
  return clusterName.exec(text)?.[1] ?? text;
}

/** The first text that a container is started with and that names a Service. */
function serviceNamed({ scope, object }: RuleContext, podSpec: MapNode): ScalarNode | undefined {
  for (const list of ['initContainers', 'containers']) {
    for (const { map } of mapsAt(podSpec, list)) {
      for (const node of textsOf(map)) {
        if (node.text.length < 1000 && clusterName.test(node.text)) return node;
        const bare = /^(?:\w+:\/\/)?([a-z][a-z0-9-]*)(?:\.([a-z0-9-]+))?(?::\d+)?(?:\/.*)?$/.exec(node.text);
        if (bare?.[1] === undefined || !/[:.]/.test(node.text)) continue;
        if (scope.named('Service', bare[2] ?? object.namespace, bare[1]).length > 0) return node;
      }
    }
  }
  return undefined;
}

function* textsOf(container: MapNode): Generator<ScalarNode> {
  for (const { map } of mapsAt(container, 'env')) {
    const value = scalarAt(map, 'value');
    if (value && stringAt(map, 'value') !== undefined) yield value;
  }
  for (const key of ['command', 'args']) {
    const list = container.byKey.get(key)?.value;
    if (list) for (const node of walk(list)) if (node.kind === 'scalar') yield node;
  }
}
