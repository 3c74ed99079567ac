import * as l10n from '@vscode/l10n';
import { mapsAt, scalarAt, type MapNode } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { changeMaybe, textsUnder } from '../../fixes.ts';
import { given, textIn } from '../../given.ts';
import { nearest } from '../../nearest.ts';
import { notOne } from '../../oneOf.ts';
import { podsOf } from '../../pods.ts';
import { problemAt } from '../../problem.ts';
import type { Problem, Rule } from '../../rule.ts';

const example = (name: string): string =>
  setExample('DaemonSet', {
    container: `resources:\n  claims:\n  - name: ${name}\n`,
    pod: `resourceClaims:\n- name: gpu\n  resourceClaimTemplateName: gpu\n`,
  });

export const resourceClaimUnknown: Rule = {
  code: 'resource-claim-unknown',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: "A container's device claim is not the pod's",
    why: `\`resources.claims\` of a container names items of the pod's \`resourceClaims\`, each once; these have unique names and either a
\`resourceClaimName\` or a \`resourceClaimTemplateName\`. The API server refuses others.`,
    bad: example('gpus'),
    good: example('gpu'),
  },
  *check(context) {
    yield* notOne(context, [
      { type: 'PodResourceClaim', fields: ['resourceClaimName', 'resourceClaimTemplateName'] },
    ]);
    for (const pod of podsOf(context)) {
      const claims = mapsAt(pod.node, 'resourceClaims').map(({ map }) => map);
      yield* repeated(claims);
      const known = textsUnder(claims, 'name');
      for (const { node } of pod.all) {
        const used = mapsAt(node, 'resources', 'claims').map(({ map }) => map);
        yield* context.partial ? [] : unknown(used, known);
        yield* overlapping(used);
      }
    }
  },
};

function* repeated(claims: readonly MapNode[]): Generator<Problem> {
  const taken = new Set<string>();
  for (const claim of claims) {
    const name = scalarAt(claim, 'name');
    if (typeof name?.value !== 'string' || name.value === '') continue;
    if (taken.has(name.value)) {
      yield problemAt(
        name,
        l10n.t('Another claim is named "{0}" too: the API server refuses it.', name.value),
      );
    }
    taken.add(name.value);
  }
}

function* unknown(used: readonly MapNode[], known: ReadonlySet<string>): Generator<Problem> {
  for (const claim of used) {
    const name = scalarAt(claim, 'name');
    if (typeof name?.value !== 'string' || name.value === '' || known.has(name.value)) continue;
    const { value } = name;
    yield problemAt(
      name,
      l10n.t('The pod has no resourceClaims item named "{0}": the API server refuses it.', value),
      { fixes: () => changeMaybe(name, nearest(value, known)) },
    );
  }
}

/** A claim is named once: whole, or each of its requests. */
function* overlapping(used: readonly MapNode[]): Generator<Problem> {
  const taken = new Map<string, Set<string>>();
  for (const claim of used) {
    const name = textIn(claim, 'name');
    const request = textIn(claim, 'request');
    const node = given(claim, 'name');
    if (name === undefined || request === undefined || !node) continue;
    const before = taken.get(name);
    if (before && (request === '' || before.has('') || before.has(request))) {
      yield problemAt(node, l10n.t('The claim "{0}" comes twice: the API server refuses it.', name));
    }
    taken.set(name, (before ?? new Set()).add(request));
  }
}
