import * as l10n from '@vscode/l10n';
import { putIn } from '../../../manifest/edits.ts';
import { at, scalarAt } from '../../../manifest/nodes.ts';
import type { ContainerView, SetView } from '../../../manifest/objects.ts';
import { agentsOf, beforeContainers, isSystemAgent } from '../../agents.ts';
import { setExample } from '../../examples.ts';
import { given } from '../../given.ts';
import { imageFacts } from '../../images.ts';
import { inSteps } from '../../../manifest/steps.ts';
import { problemWithout } from '../../problem.ts';
import type { Fix, Rule, RuleContext } from '../../rule.ts';

export const mayRunAsRoot: Rule = {
  code: 'may-run-as-root',
  severity: 'hint',
  basis: 'policy',
  kinds: ['StatefulSet', 'DaemonSet'],
  docs: {
    title: 'Nothing says that the container is not root',
    why: `Without \`runAsNonRoot\` or \`runAsUser\` the image decides, and many images run as root: whoever breaks in is root in the container, and on the
volumes of the node. With \`runAsNonRoot: true\` the kubelet does not start a container that would be root, so name a user with it where the
image names none by number. For database images whose user is known the fix names it, with the group for the volumes. \`runAsUser: 0\` says that it
is meant; agents of the system, log agents, which must be root to read the node's logs, and pods with a user namespace (\`hostUsers: false\`) are left alone.`,
    bad: setExample('StatefulSet', { spec: 'serviceName: ""\n' }),
    good: setExample('StatefulSet', {
      spec: 'serviceName: ""\n',
      pod: 'securityContext:\n  runAsNonRoot: true\n',
    }),
  },
  *check(context) {
    const { set } = context;
    const podSpec = set?.podSpec;
    if (!set || !podSpec || isSystemAgent(set) || agentsOf(set).some(({ agent }) => agent.reads === 'logs'))
      return;
    if (says(podSpec) || scalarAt(podSpec, 'hostUsers')?.value === false) return;
    const container = set.containers.find(({ node, init }) => !init && !says(node) && !isPrivileged(node));
    if (!container) return;
    const message = l10n.t('Nothing keeps the container "{0}" from running as root.', container.name ?? '');
    yield problemWithout(container.node, 'securityContext.runAsNonRoot', message, {
      fixes: () => fixes(context, set, container),
    });
  },
};

function says(node: Parameters<typeof at>[0]): boolean {
  return ['runAsNonRoot', 'runAsUser'].some((key) => given(node, 'securityContext', key));
}

function isPrivileged(node: Parameters<typeof at>[0]): boolean {
  return scalarAt(node, 'securityContext', 'privileged')?.value === true;
}

function refuse(): string {
  return l10n.t('Refuse to run as root (the image must name another user)');
}

function fixes({ file, object }: RuleContext, set: SetView, container: ContainerView): readonly Fix[] {
  const facts = imageFacts(container.image);
  const position = beforeContainers(set);
  const spec = ['spec', 'template', 'spec'];
  const values: [string, boolean | number][] = [['runAsNonRoot', true]];
  // The user is the pod's: only where the database is its only container is it right for all.
  if (facts?.uid !== undefined && set.containers.length === 1) {
    values.push(['runAsUser', facts.uid]);
    if (facts.gid !== undefined) values.push(['runAsGroup', facts.gid], ['fsGroup', facts.gid]);
  }
  const asRoot = ({ node }: ContainerView): boolean =>
    scalarAt(node, 'securityContext', 'runAsUser')?.value === 0;
  if (set.containers.some(asRoot)) {
    // The pod's word would keep the other container from starting.
    const own = ['securityContext', 'runAsNonRoot'];
    const edits = putIn(file.manifest.text, container.node, own, true, { after: 'image' });
    return [{ title: refuse(), edits }];
  }
  const edits = inSteps(
    file.manifest.text,
    object,
    values
      .filter(([key]) => !given(set.podSpec, 'securityContext', key))
      .map(([key, value]) => (text, root) => {
        const podSpec = at(root, ...spec);
        return podSpec?.kind === 'map' ? putIn(text, podSpec, ['securityContext', key], value, position) : [];
      }),
  );
  const title =
    values.length > 1 ? l10n.t('Run as the user {0} of the image', values[1]?.[1] ?? '') : refuse();
  return [{ title, edits }];
}
