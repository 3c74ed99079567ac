import * as l10n from '@vscode/l10n';
import { setExample } from '../../examples.ts';
import { isTrue } from '../../given.ts';
import { hostPortsOf } from '../../hostPorts.ts';
import { podsOf } from '../../pods.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';

const example = (port: number): string =>
  setExample('DaemonSet', {
    pod: `hostNetwork: true\ndnsPolicy: ClusterFirstWithHostNet\n`,
    container: `ports:\n- name: http\n  containerPort: 8080\n- name: metrics\n  containerPort: ${port}\n`,
  });

export const hostNetworkPortDuplicate: Rule = {
  code: 'host-network-port-duplicate',
  severity: 'error',
  basis: 'runtime',
  kinds: 'any',
  docs: {
    title: "A container port is listed twice in the host's network",
    why: `With \`hostNetwork: true\` each container port is a port of the node. The API server takes the set, but refuses its pods when a
port comes twice: none is ever made. List it once.`,
    bad: example(8080),
    good: example(9090),
  },
  *check(context) {
    for (const pod of podsOf(context)) {
      if (!isTrue(pod.node, 'hostNetwork')) continue;
      for (const together of [pod.containers, ...pod.initContainers.map((one) => [one])]) {
        const taken = new Map<string, boolean>();
        for (const { key, port, node, explicit } of together.flatMap((one) => hostPortsOf(one, true))) {
          const before = taken.get(key);
          // Two that are written as host ports are refused with the set itself.
          if (before !== undefined && !(before && explicit)) {
            yield problemAt(
              node,
              l10n.t(
                "Port {0} comes twice in the host's network: the pods are refused by the API server.",
                port,
              ),
            );
          }
          taken.set(key, explicit || before === true);
        }
      }
    }
  },
};
