import * as l10n from '@vscode/l10n';
import { scalarAt, type MapNode, type ScalarNode } from '../../../manifest/nodes.ts';
import { changeTo, freeName, textsUnder, without, withoutItem } from '../../fixes.ts';
import { problemAt } from '../../problem.ts';
import type { Fix, Problem, Rule, RuleContext } from '../../rule.ts';
import { serviceExample } from './examples.ts';
import { protocolOf, servicesOf } from './service.ts';

export const servicePortDuplicate: Rule = {
  code: 'service-port-duplicate',
  severity: 'error',
  basis: 'api',
  kinds: ['Service'],
  docs: {
    title: 'Two ports of a Service share a name or a number',
    why: `Within a Service each name, each pair of port and protocol and each node port may occur once; the API server refuses the rest.
The same number is fine for TCP and UDP.`,
    bad: serviceExample('ports:\n- name: http\n  port: 80\n- name: http\n  port: 8080'),
    good: serviceExample('ports:\n- name: http\n  port: 80\n- name: http-alt\n  port: 8080'),
  },
  *check(context) {
    for (const { ports } of servicesOf(context)) {
      yield* twice(context, ports, 'name', (_, node) => String(node.value));
      yield* twice(context, ports, 'nodePort', (port, node) => `${String(node.value)}/${protocolOf(port)}`);
      yield* twice(context, ports, 'port', (port, node) => `${String(node.value)}/${protocolOf(port)}`);
    }
  },
};

function* twice(
  { file }: RuleContext,
  ports: readonly MapNode[],
  key: string,
  idOf: (port: MapNode, node: ScalarNode) => string,
): Generator<Problem> {
  const seen = new Map<string, ScalarNode>();
  for (const port of ports) {
    const node = scalarAt(port, key);
    // Neither the empty name nor node port 0 is one.
    if (!node || node.value === null || node.value === '' || node.value === 0) continue;
    const id = idOf(port, node);
    const first = seen.get(id);
    if (first) {
      yield problemAt(
        node,
        l10n.t('Another port of this Service has {0} {1} already: the API server refuses it.', key, id),
        {
          related: [{ uri: file.uri, range: first.range, message: l10n.t('The first one.') }],
          fixes: () => fixes(file.manifest.text, ports, port, key, node),
        },
      );
    } else seen.set(id, node);
  }
}

function fixes(
  text: string,
  ports: readonly MapNode[],
  port: MapNode,
  key: string,
  node: ScalarNode,
): readonly Fix[] {
  if (key === 'name') return [changeTo(node, freeName(String(node.value), textsUnder(ports, 'name')))];
  if (key === 'nodePort') return [without(text, port, key, true)];
  return withoutItem(text, port);
}
