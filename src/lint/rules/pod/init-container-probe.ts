import * as l10n from '@vscode/l10n';
import { insertKey } from '../../../manifest/edits.ts';
import { at, mapsAt, stringAt, type YamlNode } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { without } from '../../fixes.ts';
import { given } from '../../given.ts';
import { isSidecar } from '../../pods.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';

const example = (policy: string): string =>
  setExample('StatefulSet', {
    pod: `initContainers:
- name: proxy
  image: registry.example/proxy:1.0.0
${policy}  startupProbe:
    tcpSocket:
      port: 8080
`,
  });

const hooks = ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'] as const;

export const initContainerProbe: Rule = {
  code: 'init-container-probe',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: 'An init container has a probe or hook',
    why: `An init container runs to its end before the others start: there is nothing to probe, and the API server refuses probes and
\`lifecycle\`. With \`restartPolicy: Always\` it is a sidecar, which runs beside the others and may have them.`,
    bad: example(''),
    good: example('  restartPolicy: Always\n'),
  },
  *check(context) {
    const { text } = context.file.manifest;
    for (const container of context.typed('Container')) {
      if (container.field !== 'initContainers' || isSidecar(container)) continue;
      const { node } = container;
      for (const hook of context.partial ? [] : hooks) {
        const value = given(node, hook);
        if (!value || isDropped(value)) continue;
        yield problemAt(
          value,
          l10n.t(
            'An init container can have no {0} unless it is a sidecar: the API server refuses it.',
            hook,
          ),
          {
            fixes: () => [
              ...(at(node, 'restartPolicy')
                ? []
                : [
                    {
                      title: l10n.t('Make it a sidecar (restartPolicy: Always)'),
                      edits: insertKey(text, node, 'restartPolicy', 'Always', { after: 'image' }),
                    },
                  ]),
              without(text, node, hook, true),
            ],
          },
        );
      }
      for (const { map } of mapsAt(node, 'resizePolicy')) {
        const policy = at(map, 'restartPolicy');
        if (!policy || stringAt(map, 'restartPolicy') !== 'RestartContainer') continue;
        yield problemAt(
          policy,
          l10n.t(
            'An init container that is no sidecar can\'t have "RestartContainer": the API server refuses it.',
          ),
        );
      }
    }
  },
};

/** A `lifecycle` that only names a stop signal is nothing where the server does not know these yet. */
function isDropped(value: YamlNode): boolean {
  if (value.kind !== 'map') return false;
  const set = [...value.byKey.keys()].filter((key) => given(value, key));
  return set.length === 1 && set[0] === 'stopSignal';
}
