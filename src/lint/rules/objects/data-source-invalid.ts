import * as l10n from '@vscode/l10n';
import { putIn } from '../../../manifest/edits.ts';
import { mapAt, type MapNode } from '../../../manifest/nodes.ts';
import { changeTo, without } from '../../fixes.ts';
import { textIn } from '../../given.ts';
import { scalarAt } from '../../../manifest/nodes.ts';
import { problemAt, problemWithout } from '../../problem.ts';
import type { Problem, Rule } from '../../rule.ts';
import { labelFault, subdomainFault } from '../../values/names.ts';
import { claimExample } from './examples.ts';

const example = (source: string): string =>
  claimExample(
    `accessModes:\n- ReadWriteOnce\nresources:\n  requests:\n    storage: 1Gi\ndataSourceRef:\n${source}`,
  );

export const dataSourceInvalid: Rule = {
  code: 'data-source-invalid',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: 'A claim whose data source can not be one',
    why: `A claim begins with the data of another claim (\`kind: PersistentVolumeClaim\`, no \`apiGroup\`) or of a snapshot
(\`kind: VolumeSnapshot\`, \`apiGroup: snapshot.storage.k8s.io\`). Kind and name are needed, other kinds need their group, and
\`dataSource\` and \`dataSourceRef\` must say the same. The API server refuses the rest.`,
    bad: example('  kind: VolumeSnapshot\n  name: nightly'),
    good: example('  apiGroup: snapshot.storage.k8s.io\n  kind: VolumeSnapshot\n  name: nightly'),
  },
  *check(context) {
    const { text } = context.file.manifest;
    for (const { node, owner } of context.typed('PersistentVolumeClaimSpec')) {
      const source = mapAt(node, 'dataSource');
      const claim = owner?.type === 'PersistentVolumeClaim' && owner.owner === undefined;
      const written = mapAt(node, 'dataSourceRef');
      // Another namespace is behind a gate that is off: of a claim, the whole reference is dropped.
      const ref = claim && textIn(written, 'namespace') !== '' ? undefined : written;
      // What is no claim or snapshot is dropped from a claim's dataSource without a word, unless there is a dataSourceRef.
      if (source && (!claim || ref || isUsual(source))) {
        yield* unnamed(source);
        yield* ofSource(text, source);
      }
      if (ref) yield* ofSource(text, ref);
      if (source && ref) yield* unequal(text, node, source, ref);
    }
  },
};

function* unequal(text: string, spec: MapNode, source: MapNode, ref: MapNode): Generator<Problem> {
  const other = (textIn(ref, 'namespace') ?? '') !== '';
  if (!other && ['apiGroup', 'kind', 'name'].every((key) => textIn(source, key) === textIn(ref, key))) return;
  const message = other
    ? l10n.t(
        'dataSource can not be given beside a dataSourceRef with a namespace: the API server refuses it.',
      )
    : l10n.t('dataSource and dataSourceRef differ: the API server refuses the claim.');
  yield problemAt(source, message, { fixes: () => [without(text, spec, 'dataSource', true)] });
}

function isUsual(source: MapNode): boolean {
  const group = textIn(source, 'apiGroup');
  const kind = textIn(source, 'kind');
  if (kind === 'PersistentVolumeClaim') return group === '';
  return kind === 'VolumeSnapshot' && group === 'snapshot.storage.k8s.io';
}

/** Of a dataSourceRef this is said with all that it needs. */
function* unnamed(source: MapNode): Generator<Problem> {
  for (const key of ['kind', 'name']) {
    if (textIn(source, key) !== '') continue;
    yield problemWithout(source, key, l10n.t('{0} is missing: the API server refuses the claim.', key));
  }
}

function* ofSource(text: string, source: MapNode): Generator<Problem> {
  const kind = textIn(source, 'kind');
  const group = textIn(source, 'apiGroup');
  if (group === '' && kind !== undefined && kind !== '' && kind !== 'PersistentVolumeClaim') {
    const written = scalarAt(source, 'kind');
    const place = written ?? source;
    const message = l10n.t(
      '{0} is of an API group, which apiGroup must name: the API server refuses the claim.',
      kind,
    );
    const fixes = () =>
      kind.toLowerCase() === 'persistentvolumeclaim' && written
        ? [changeTo(written, 'PersistentVolumeClaim')]
        : addGroup(text, source, kind);
    yield problemAt(place, message, { fixes });
  }
  yield* misnamed(source, group);
}

function* misnamed(source: MapNode, group: string | undefined): Generator<Problem> {
  const fault = group ? subdomainFault(group) : undefined;
  const groupNode = scalarAt(source, 'apiGroup');
  if (fault !== undefined && groupNode) {
    const bare = (group ?? '').replace(/\/.*$/, '');
    const fixes = () =>
      bare !== group && subdomainFault(bare) === undefined ? [changeTo(groupNode, bare)] : [];
    yield problemAt(groupNode, l10n.t('"{0}" is no API group: {1}.', group ?? '', fault), { fixes });
  }
  const namespace = textIn(source, 'namespace');
  const node = scalarAt(source, 'namespace');
  const wrong = namespace ? labelFault(namespace) : undefined;
  if (wrong !== undefined && node)
    yield problemAt(node, l10n.t('"{0}" is no namespace: {1}.', namespace ?? '', wrong));
}

function addGroup(text: string, source: MapNode, kind: string) {
  if (kind !== 'VolumeSnapshot') return [];
  const edits = putIn(text, source, ['apiGroup'], 'snapshot.storage.k8s.io');
  return edits.length > 0
    ? [{ title: l10n.t('Add apiGroup: {0}', 'snapshot.storage.k8s.io'), edits, preferred: true }]
    : [];
}
