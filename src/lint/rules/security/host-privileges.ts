import * as l10n from '@vscode/l10n';
import { removeItem, removeKey } from '../../../manifest/edits.ts';
import { mapsAt, scalarAt, seqAt, type MapNode, type ScalarNode } from '../../../manifest/nodes.ts';
import { agentsOf, isSystemAgent } from '../../agents.ts';
import { setExample } from '../../examples.ts';
import { problemAt } from '../../problem.ts';
import type { Fix, Rule } from '../../rule.ts';

export const hostPrivileges: Rule = {
  code: 'host-privileges',
  severity: 'hint',
  basis: 'policy',
  kinds: ['StatefulSet', 'DaemonSet'],
  docs: {
    title: 'A pod with the rights of its node',
    why: `\`privileged: true\`, the capability \`SYS_ADMIN\` (or \`ALL\`), \`hostPID\` and \`hostIPC\` each let a pod take over its node, and a DaemonSet is on all
of them. Agents that give nodes their network, volumes or devices need it; most others need one capability, one device or one folder
instead. Known node agents and sets with a priority of the system are left alone.`,
    bad: setExample('DaemonSet', { pod: 'hostPID: true\n' }),
    good: setExample('DaemonSet'),
  },
  *check({ set, file }) {
    const podSpec = set?.podSpec;
    if (
      !set ||
      !podSpec ||
      isSystemAgent(set) ||
      agentsOf(set).some(({ agent }) => agent.reads === 'metrics')
    )
      return;
    const found = [...rightsOf(file.manifest.text, podSpec)];
    const [first] = found;
    if (!first) return;
    const texts = [...new Set(found.map((one) => one.text))].join(', ');
    yield problemAt(first.node, l10n.t('{0}: whoever takes over this pod takes over its node.', texts), {
      related: found.slice(1).map(({ node, text }) => ({ uri: file.uri, range: node.range, message: text })),
      fixes: () => (first.needed ? [] : [{ title: l10n.t('Remove {0}', first.text), edits: first.remove() }]),
    });
  },
};

interface Right {
  readonly node: ScalarNode;
  readonly text: string;
  /** The API server refuses the pod without it. */
  readonly needed?: boolean;
  readonly remove: () => Fix['edits'];
}

function* rightsOf(text: string, podSpec: MapNode): Generator<Right> {
  for (const key of ['hostPID', 'hostIPC']) yield* flag(text, podSpec, key);
  for (const list of ['containers', 'initContainers']) {
    for (const { map } of mapsAt(podSpec, list)) {
      const context = map.byKey.get('securityContext')?.value;
      if (context?.kind !== 'map') continue;
      // Only what is privileged may mount back to the node.
      const needed = mapsAt(map, 'volumeMounts').some(
        (mount) => scalarAt(mount.map, 'mountPropagation')?.value === 'Bidirectional',
      );
      for (const right of flag(text, context, 'privileged')) yield { ...right, needed };
      const added = seqAt(context, 'capabilities', 'add');
      for (const [i, { value }] of (added?.items ?? []).entries()) {
        if (!added || value.kind !== 'scalar' || !/^(?:CAP_)?(?:SYS_ADMIN|ALL)$/.test(value.text)) continue;
        yield { node: value, text: value.text, remove: () => removeItem(text, added, i) };
      }
    }
  }
}

function* flag(text: string, map: MapNode, key: string): Generator<Right> {
  const node = scalarAt(map, key);
  if (node?.value === true) yield { node, text: key, remove: () => removeKey(text, map, key) };
}
