import * as l10n from '@vscode/l10n';
import { mapsAt, pathOf, tokenOf, type Json, type YamlNode } from '../../../manifest/nodes.ts';
import type { ContainerView, SetView } from '../../../manifest/objects.ts';
import { inSteps } from '../../../manifest/steps.ts';
import { agentsOf, isWithin } from '../../agents.ts';
import { setExample } from '../../examples.ts';
import type { Fix, Problem, Rule, RuleContext } from '../../rule.ts';
import { appendTo, freeVolumeName } from '../../volumes.ts';

const parts = { name: 'fluent-bit', image: 'cr.fluentbit.io/fluent/fluent-bit:4.1.1' };
const docker = {
  mounts: `volumeMounts:
- name: state
  mountPath: /var/lib/fluent-bit
- name: containers
  mountPath: /var/lib/docker/containers
  readOnly: true
`,
  volumes: `      volumes:
      - name: state
        hostPath:
          path: /var/lib/fluent-bit
      - name: containers
        hostPath:
          path: /var/lib/docker/containers
`,
};

export const nodeLogsNotMounted: Rule = {
  code: 'node-logs-not-mounted',
  severity: 'warning',
  basis: 'runtime',
  kinds: ['DaemonSet'],
  docs: {
    title: "A log agent that does not see the containers' logs",
    why: `On nodes with containerd or CRI-O the logs of the containers are files in \`/var/log/pods\`, and \`/var/log/containers\` holds links to them.
\`/var/lib/docker/containers\` is where Docker kept them; on other nodes that folder does not exist. An agent that mounts only that one collects nothing. Mount
\`/var/log\`. An agent that mounts nothing of the node at all gets an information: it may be fed by other means.`,
    bad: setExample('DaemonSet', { ...parts, container: docker.mounts }) + docker.volumes,
    good: `${setExample('DaemonSet', {
      ...parts,
      container: `${docker.mounts}- name: log\n  mountPath: /var/log\n  readOnly: true\n`,
    })}${docker.volumes}      - name: log\n        hostPath:\n          path: /var/log\n`,
  },
  *check(context) {
    const { set } = context;
    if (!set) return;
    for (const { container, agent } of agentsOf(set)) {
      if (agent.reads === 'logs') yield* problemsOf(context, set, container, agent.name);
    }
  },
};

function* problemsOf(
  context: RuleContext,
  set: SetView,
  container: ContainerView,
  agent: string,
): Generator<Problem> {
  const seen = container.mounts.flatMap(({ name }) => {
    const volume = set.volumes.find((one) => one.name !== undefined && one.name === name?.value);
    return volume?.hostPath === undefined ? [] : [{ path: volume.hostPath, node: volume.node }];
  });
  const folder = '/var/log/pods';
  if (seen.some(({ path }) => isWithin(folder, path) || isWithin(path, '/var/log'))) return;
  const only = seen.find(
    ({ path }) => isWithin(path, '/var/lib/docker') || isWithin('/var/lib/docker', path),
  );
  const image = container.node.byKey.get('image')?.value ?? container.node;
  const fixes = (): readonly Fix[] => [mountLogs(context, set, container)];
  if (only) {
    const place = pathNode(only.node) ?? only.node;
    const message = l10n.t(
      'Only nodes with Docker have logs in {0}: with containerd and CRI-O they are in /var/log/pods.',
      only.path,
    );
    yield {
      range: tokenOf(place),
      path: pathOf(place),
      message,
      fixes: () => fixes().map((fix) => ({ ...fix, preferred: true })),
    };
  } else if (seen.length === 0) {
    const message = l10n.t("{0} mounts nothing of the node: it does not see the containers' logs.", agent);
    yield { range: tokenOf(image), path: pathOf(image), message, severity: 'info', fixes };
  }
}

function pathNode(volume: YamlNode): YamlNode | undefined {
  const source = volume.kind === 'map' ? volume.byKey.get('hostPath')?.value : undefined;
  return source?.kind === 'map' ? source.byKey.get('path')?.value : undefined;
}

function mountLogs({ file, object }: RuleContext, set: SetView, container: ContainerView): Fix {
  const name = freeVolumeName('log', set);
  const volume: Json = { name, hostPath: { path: '/var/log' } };
  const place = set.containers.indexOf(container);
  const edits = inSteps(file.manifest.text, object, [
    (text, root) => appendTo(text, root, ['spec', 'template', 'spec'], 'volumes', volume),
    (text, root) => {
      const now = mapsAt(root, 'spec', 'template', 'spec', 'containers')[place]?.map;
      const mount = { name, mountPath: '/var/log', readOnly: true };
      return now ? appendTo(text, now, [], 'volumeMounts', mount) : [];
    },
  ]);
  return { title: l10n.t('Mount /var/log of the node, read-only'), edits };
}
