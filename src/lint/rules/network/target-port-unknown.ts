import * as l10n from '@vscode/l10n';
import { setScalar } from '../../../manifest/edits.ts';
import {
  mapAt,
  mapsAt,
  pathOf,
  scalarAt,
  stringAt,
  tokenOf,
  type ScalarNode,
} from '../../../manifest/nodes.ts';
import { serviceExample, setExample } from '../../examples.ts';
import { nearest } from '../../nearest.ts';
import type { Fix, Rule, RuleContext } from '../../rule.ts';
import { mayShareNamespace, type LocatedWorkload } from '../../scope.ts';
import { labelsIn } from '../../selectors.ts';

const set = setExample('StatefulSet', {
  spec: 'serviceName: web',
  container: 'ports:\n- name: http\n  containerPort: 8080',
});
const service = (port: string): string =>
  `${serviceExample('web', `ports:\n- port: 80\n  targetPort: ${port}`)}---\n${set}`;

export const targetPortUnknown: Rule = {
  code: 'target-port-unknown',
  severity: 'warning',
  basis: 'runtime',
  kinds: ['Service'],
  docs: {
    title: 'A Service sends to a port that its pods do not name',
    why: `\`targetPort\` with a name is looked up among the names of the containers' ports of each pod. Where a pod has no port of that name,
it is no endpoint of the Service for this port. The API server does not compare the two.`,
    bad: service('htpp'),
    good: service('http'),
  },
  *check(context) {
    const { object, file } = context;
    const targets = mapsAt(object.node, 'spec', 'ports').flatMap(({ map }) => {
      const target = scalarAt(map, 'targetPort');
      return target && typeof target.value === 'string' && target.value !== '' ? [target] : [];
    });
    if (targets.length === 0) return;
    const pods = selectedBy(context);
    if (pods.length === 0) return;
    const names = new Set(pods.flatMap(({ workload }) => [...portNames(workload.podSpec)]));
    for (const target of targets) {
      if (names.has(target.text)) continue;
      yield {
        range: tokenOf(target),
        path: pathOf(target),
        message: l10n.t(
          'No container of {0} "{1}" has a port named "{2}": the Service has no endpoints for it.',
          pods[0]?.object.kind ?? '',
          pods[0]?.object.name ?? '',
          target.text,
        ),
        related: pods.slice(0, 3).map((pod) => ({
          uri: pod.file.uri,
          range: tokenOf(scalarAt(pod.object.node, 'metadata', 'name') ?? pod.object.node),
          message: l10n.t('Its pods are selected.'),
        })),
        fixes: () => fixes(target, names, file.uri === pods[0]?.file.uri),
      };
    }
  },
};

function selectedBy({ object, scope }: RuleContext): LocatedWorkload[] {
  const wanted = labelsIn(mapAt(object.node, 'spec', 'selector'));
  return [...scope.labelled(wanted)].filter(
    ({ workload }) =>
      workload.podSpec !== undefined &&
      stringAt(workload.podSpec, 'containers', 0, 'image') !== undefined &&
      mayShareNamespace(workload.object.namespace, object.namespace),
  );
}

function* portNames(podSpec: LocatedWorkload['workload']['podSpec']): Generator<string> {
  for (const field of ['containers', 'initContainers']) {
    for (const { map } of mapsAt(podSpec, field)) {
      for (const port of mapsAt(map, 'ports')) {
        const name = stringAt(port.map, 'name');
        if (name !== undefined) yield name;
      }
    }
  }
}

function fixes(target: ScalarNode, names: ReadonlySet<string>, sameFile: boolean): Fix[] {
  const meant = names.size === 1 && sameFile ? [...names][0] : nearest(target.text, names);
  return [...names].map((name) => ({
    title: l10n.t('Change to "{0}"', name),
    edits: setScalar(target, name),
    ...(name === meant ? { preferred: true } : {}),
  }));
}
