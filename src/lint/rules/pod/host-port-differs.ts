import * as l10n from '@vscode/l10n';
import { mapsAt, scalarAt } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { changeTo, without } from '../../fixes.ts';
import { integerIn, isTrue } from '../../given.ts';
import { podsOf } from '../../pods.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';

const example = (port: number): string =>
  setExample('DaemonSet', {
    pod: `hostNetwork: true\ndnsPolicy: ClusterFirstWithHostNet\n`,
    container: `ports:\n- name: http\n  containerPort: 8080\n  hostPort: ${port}\n`,
  });

export const hostPortDiffers: Rule = {
  code: 'host-port-differs',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: "In the host's network, hostPort is not containerPort",
    why: `With \`hostNetwork: true\` a container listens on its node directly; nothing maps one port to another. The API server refuses a
\`hostPort\` other than the \`containerPort\`; it can be left out.`,
    bad: example(80),
    good: example(8080),
  },
  *check(context) {
    for (const pod of podsOf(context)) {
      if (!isTrue(pod.node, 'hostNetwork')) continue;
      for (const { map } of pod.containers.flatMap((one) => mapsAt(one.node, 'ports'))) {
        const host = integerIn(map, 'hostPort', 0);
        const own = integerIn(map, 'containerPort', 0);
        const node = scalarAt(map, 'hostPort');
        if (!node || host === undefined || own === undefined || host === 0 || host === own) continue;
        const message = l10n.t(
          "With the host's network, hostPort ({0}) must be the containerPort ({1}): the API server refuses it.",
          host,
          own,
        );
        yield problemAt(node, message, {
          fixes: () => [
            ...(own === 0 ? [] : [changeTo(node, own)]),
            without(context.file.manifest.text, map, 'hostPort'),
          ],
        });
      }
    }
  },
};
