import * as l10n from '@vscode/l10n';
import { mapsAt, scalarAt } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { without, withoutItem } from '../../fixes.ts';
import { given, lengthIn } from '../../given.ts';
import { podsOf } from '../../pods.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';

const example = (name: string): string =>
  setExample('StatefulSet', {
    pod: `schedulingGates:\n- name: example.com/quota\n- name: example.com/${name}\n`,
  });

export const schedulingGate: Rule = {
  code: 'scheduling-gate',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: 'A scheduling gate comes twice, or after the scheduling',
    why: 'A gate is named once, and a pod that has one can have no `nodeName` yet. The API server refuses these.',
    bad: example('quota'),
    good: example('licence'),
  },
  *check(context) {
    const { text } = context.file.manifest;
    for (const { node, spec } of podsOf(context)) {
      const taken = new Set<string>();
      for (const { map } of mapsAt(node, 'schedulingGates')) {
        const name = scalarAt(map, 'name');
        if (typeof name?.value !== 'string' || name.value === '') continue;
        if (taken.has(name.value)) {
          yield problemAt(name, l10n.t('"{0}" comes twice: the API server refuses it.', name.value), {
            fixes: () => withoutItem(text, map, true),
          });
        }
        taken.add(name.value);
      }
      const nodeName = given(node, 'nodeName');
      if (spec.owner?.type !== 'Pod' || !nodeName || (lengthIn(node, 'schedulingGates') ?? 0) === 0) continue;
      yield problemAt(
        nodeName,
        l10n.t('A pod with schedulingGates can have no node yet: the API server refuses it.'),
        {
          fixes: () => [without(text, node, 'nodeName', true)],
        },
      );
    }
  },
};
