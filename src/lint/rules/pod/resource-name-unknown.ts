import * as l10n from '@vscode/l10n';
import { isExtended, isHugePages, isNative } from '../../amounts.ts';
import { mapAt, pathOf, type MapEntry, type MapNode } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { nearest } from '../../nearest.ts';
import type { Fix, Problem, Rule } from '../../rule.ts';
import { labelKeyFault } from '../../values/labels.ts';

const example = (name: string): string =>
  setExample('StatefulSet', { container: `resources:\n  requests:\n    ${name}: 100m\n` });

const ofContainers = ['cpu', 'memory', 'ephemeral-storage'] as const;
const ofPods = ['cpu', 'memory'] as const;

/** What people write for them. */
const slips: Readonly<Record<string, string>> = {
  cpus: 'cpu',
  mem: 'memory',
  ram: 'memory',
  storage: 'ephemeral-storage',
  disk: 'ephemeral-storage',
};

export const resourceNameUnknown: Rule = {
  code: 'resource-name-unknown',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: 'Containers have no resource of that name',
    why: `Containers have \`cpu\`, \`memory\`, \`ephemeral-storage\` and \`hugepages-<size>\`; a node's plugin may bring others, with a
prefix (\`nvidia.com/gpu\`). The API server refuses other names, and upper-case letters. \`storage\` is a claim's. Of a whole pod
(\`spec.resources\`) only \`cpu\`, \`memory\` and \`hugepages-<size>\` can be set.`,
    bad: example('cpus'),
    good: example('cpu'),
  },
  *check(context) {
    for (const { node, owner } of context.typed('ResourceRequirements')) {
      const ofPod = owner?.type === 'PodSpec';
      for (const field of ['limits', 'requests']) yield* unknownIn(node, field, ofPod);
    }
    for (const { node } of context.typed('PodSpec')) yield* unknownIn(node, 'overhead', false);
  },
};

function* unknownIn(owner: MapNode, field: string, ofPod: boolean): Generator<Problem> {
  const known: readonly string[] = ofPod ? ofPods : ofContainers;
  const map = mapAt(owner, field);
  for (const entry of map?.byKey.values() ?? []) {
    if (known.includes(entry.key) || accepted(entry.key, ofPod)) continue;
    yield {
      range: entry.keyRange,
      path: `${pathOf(owner)}.${field}[${entry.key}]`,
      message: l10n.t('"{0}" is no resource that can be set here: the API server refuses it.', entry.key),
      fixes: () => fixes(entry, [...(map?.byKey.keys() ?? [])], known),
    };
  }
}

function accepted(name: string, ofPod: boolean): boolean {
  if (labelKeyFault(name) !== undefined) return false;
  if (ofPod || !name.includes('/')) return isHugePages(name);
  return isNative(name) || isExtended(name);
}

function fixes(entry: MapEntry, taken: readonly string[], known: readonly string[]): readonly Fix[] {
  const word = entry.key.toLowerCase();
  const meant = slips[word] ?? nearest(word, known);
  if (meant === undefined || taken.includes(meant) || !known.includes(meant)) return [];
  return [
    {
      title: l10n.t('Change to "{0}"', meant),
      edits: [{ range: entry.keyRange, text: meant }],
      preferred: true,
    },
  ];
}
