import * as l10n from '@vscode/l10n';
import { setExample } from '../../examples.ts';
import { hostPortsOf } from '../../hostPorts.ts';
import { podsOf } from '../../pods.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';

const example = (port: number): string =>
  setExample('DaemonSet', {
    container: `ports:
- name: http
  containerPort: 8080
  hostPort: 8080
- name: metrics
  containerPort: 9090
  hostPort: ${port}
`,
  });

export const hostPortDuplicate: Rule = {
  code: 'host-port-duplicate',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: 'A port of the node is taken twice by a pod',
    why: `Of each protocol and address, a pod can have a port of its node once. The API server refuses a second \`hostPort\` of the same
number in any of the containers; each init container is looked at alone.`,
    bad: example(8080),
    good: example(9090),
  },
  *check(context) {
    for (const pod of podsOf(context)) {
      for (const together of [pod.containers, ...pod.initContainers.map((one) => [one])]) {
        const taken = new Set<string>();
        for (const { key, port, node } of together.flatMap((one) => hostPortsOf(one, false))) {
          if (taken.has(key)) {
            yield problemAt(
              node,
              l10n.t('The pod takes port {0} of its node twice: the API server refuses it.', port),
            );
          }
          taken.add(key);
        }
      }
    }
  },
};
