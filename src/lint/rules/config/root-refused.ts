import * as l10n from '@vscode/l10n';
import { mapAt, scalarAt, type ScalarNode } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { without } from '../../fixes.ts';
import { podsOf } from '../../pods.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';

const example = (user: number): string =>
  setExample('DaemonSet', { pod: `securityContext:\n  runAsNonRoot: true\n  runAsUser: ${user}` });

export const rootRefused: Rule = {
  code: 'root-refused',
  severity: 'error',
  basis: 'runtime',
  kinds: 'any',
  docs: {
    title: 'Root is asked for and forbidden',
    why: `With \`runAsNonRoot: true\` the kubelet starts no container as user 0: the pod stays in \`CreateContainerConfigError\`. The API
server accepts both together. What a container says counts before what the pod says.`,
    bad: example(0),
    good: example(1000),
  },
  *check(context) {
    const { text } = context.file.manifest;
    for (const pod of podsOf(context)) {
      const said = new Set<ScalarNode>();
      for (const { node } of [...pod.containers, ...pod.initContainers]) {
        const own = mapAt(node, 'securityContext');
        const shared = mapAt(pod.node, 'securityContext');
        const [user, holder] = first('runAsUser', own, shared);
        const [nonRoot] = first('runAsNonRoot', own, shared);
        if (user?.value !== 0 || nonRoot?.value !== true || !holder || said.has(user)) continue;
        said.add(user);
        yield problemAt(
          user,
          l10n.t('runAsNonRoot forbids user 0: the kubelet will not start the container.'),
          {
            fixes: () => [without(text, holder, 'runAsUser')],
          },
        );
      }
    }
  },
};

type Holder = ReturnType<typeof mapAt>;

/** The field of the first holder that sets it. */
function first(key: string, ...holders: readonly Holder[]): readonly [ScalarNode | undefined, Holder] {
  for (const holder of holders) {
    const node = scalarAt(holder, key);
    if (node && node.value !== null) return [node, holder];
  }
  return [undefined, undefined];
}
