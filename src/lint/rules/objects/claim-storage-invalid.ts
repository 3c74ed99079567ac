import * as l10n from '@vscode/l10n';
import { putIn } from '../../../manifest/edits.ts';
import { at, mapAt, pathOf, type MapNode } from '../../../manifest/nodes.ts';
import { given } from '../../given.ts';
import { isPatch } from '../../patches.ts';
import { problemAt, problemWithout } from '../../problem.ts';
import type { Problem, Rule, RuleContext } from '../../rule.ts';
import { quantityOf } from '../../values/quantity.ts';
import { claimExample } from './examples.ts';

export const claimStorageInvalid: Rule = {
  code: 'claim-storage-invalid',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: 'A claim that asks for no storage',
    why: `A PersistentVolumeClaim says how much it wants in \`resources.requests.storage\`, more than nothing; the API server refuses it
otherwise. A number of bytes that is none (\`100m\` are 0.1 bytes) is accepted with a warning, and surely meant otherwise: \`100Mi\`.`,
    bad: claimExample('accessModes:\n- ReadWriteOnce\nresources:\n  requests:\n    memory: 1Gi'),
    good: claimExample('accessModes:\n- ReadWriteOnce\nresources:\n  requests:\n    storage: 1Gi'),
  },
  *check(context) {
    const { object } = context;
    if (object.kind === 'PersistentVolumeClaim' && !given(object.node, 'spec')) return; // said of its access modes
    for (const { node } of context.typed('PersistentVolumeClaimSpec')) yield* ofSpec(context, node);
  },
};

function* ofSpec(context: RuleContext, spec: MapNode): Generator<Problem> {
  const written = at(spec, 'resources', 'requests', 'storage');
  if (!written) {
    if (isPatch(context)) return;
    const resources = given(spec, 'resources');
    const requests = given(spec, 'resources', 'requests');
    if ((resources && resources.kind !== 'map') || (requests && requests.kind !== 'map')) return; // of another type
    const message = l10n.t('No resources.requests.storage: the API server refuses a claim without.');
    const path = ['resources', 'requests', 'storage'];
    const place = mapAt(spec, 'resources', 'requests') ?? mapAt(spec, 'resources');
    const found = place ? problemAt(place, message) : problemWithout(spec, 'resources', message);
    const base = problemWithout(spec, 'resources[storage]', message).path;
    yield {
      ...found,
      path: base,
      fixes: () => {
        // It stands one level too high, which is found there: no size has to be made up.
        if (mapAt(spec, 'resources')?.byKey.has('storage')) return [];
        const edits = putIn(context.file.manifest.text, spec, path, '1Gi');
        return edits.length > 0 ? [{ title: l10n.t('Ask for 1Gi'), edits, preferred: true }] : [];
      },
    };
    return;
  }
  if (written.kind !== 'scalar') return;
  // A quantity of null is 0.
  const amount = written.value === null ? 0n : quantityOf(written);
  if (amount === undefined || amount > 0n) return;
  const text = written.text === '' ? 'null' : written.text;
  yield {
    ...problemAt(
      written,
      l10n.t('{0} of storage: the API server refuses what is not more than nothing.', text),
    ),
    path: `${pathOf(spec)}.resources[storage]`,
  };
}
