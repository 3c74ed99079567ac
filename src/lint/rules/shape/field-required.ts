import * as l10n from '@vscode/l10n';
import {
  at,
  formatPath,
  mapAt,
  stepsOf,
  tokenOf,
  type Path,
  type YamlNode,
} from '../../../manifest/nodes.ts';
import { imageOf } from '../../../manifest/objects.ts';
import { setExample } from '../../examples.ts';
import { fieldsOf } from '../../fields/fields.ts';
import { requiredFields } from '../../fields/required.ts';
import { type Typed } from '../../fields/typed.ts';
import { withKey } from '../../fixes.ts';
import { given } from '../../given.ts';
import { isMisspelt } from '../../misplaced.ts';
import { problemAt, problemWithout } from '../../problem.ts';
import type { Fix, Problem, Rule, RuleContext } from '../../rule.ts';
import { asName, labelFault } from '../../values/names.ts';

const bad = setExample('DaemonSet', { container: 'env:\n- value: fast' });

export const fieldRequired: Rule = {
  code: 'field-required',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: 'A field that must be there is missing',
    why: `The API server refuses an object without it; an empty text or an empty list counts as missing. Far fewer fields are required than
the API's schema says, for most have a default.`,
    bad,
    good: bad.replace('- value: fast', '- name: MODE\n          value: fast'),
  },
  *check(context) {
    if (!context.partial) {
      for (const [type, names] of requiredFields) {
        for (const typed of context.typed(type)) yield* missing(context, typed, names);
      }
      yield* emptyItems(context);
    }
    yield* withoutContainers(context);
  },
};

function* missing(context: RuleContext, { type, node }: Typed, names: readonly string[]): Generator<Problem> {
  for (const name of names) {
    const value = given(node, name);
    const fixes = () => fixesOf(context.file.manifest.text, type, node, name);
    if (!value) {
      if (isMisspelt(context.object, node, name)) continue;
      const message = l10n.t('{0} is missing: the API server refuses the object.', name);
      yield problemWithout(node, name, message, { fixes });
    } else if (isEmpty(value)) {
      yield problemAt(value, l10n.t('{0} is empty: the API server refuses the object.', name), { fixes });
    }
  }
}

function isEmpty(value: YamlNode): boolean {
  if (value.kind === 'scalar') return value.value === '';
  return value.kind === 'seq' ? value.items.length === 0 : value.byKey.size === 0;
}

/** `- ` without anything behind it, where an item has required fields. */
function* emptyItems(context: RuleContext): Generator<Problem> {
  for (const [type, fields] of listsOf()) {
    for (const { node } of context.typed(type)) {
      for (const { name, field } of fields) {
        const value = node.byKey.get(name)?.value;
        if (!value || value.kind !== 'seq') continue;
        for (const item of value.items) {
          if (item.value.kind !== 'scalar' || item.value.value !== null) continue;
          const [first = ''] = requiredFields.get(field.type) ?? [];
          yield {
            range: tokenOf(item.value.range.end > item.value.range.start ? item.value : value),
            path: formatPath([...stepsOf(item.value), first]),
            message: l10n.t('This item is empty: the API server refuses the {0}.', context.object.kind),
          };
        }
      }
    }
  }
}

type ListField = { readonly name: string; readonly field: { readonly type: string } };
const listTypes = ['PodSpec', 'Container', 'ServiceSpec', 'NodeSelectorTerm', 'LabelSelector'];
let lists: readonly (readonly [string, readonly ListField[]])[] | undefined;

/** The lists of the usual types whose items have required fields. */
function listsOf(): readonly (readonly [string, readonly ListField[]])[] {
  return (lists ??= listTypes.map((type) => [
    type,
    [...(fieldsOf(type) ?? [])]
      .filter(([, field]) => field.holds === 'list' && requiredFields.has(field.type))
      .map(([name, field]) => ({ name, field })),
  ]));
}

/** Where a kind has its pods' spec. */
const podSpecs: Readonly<Record<string, Path>> = {
  Pod: ['spec'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
};
for (const kind of ['StatefulSet', 'DaemonSet', 'Deployment', 'ReplicaSet', 'Job'])
  (podSpecs as Record<string, Path>)[kind] = ['spec', 'template', 'spec'];

/** No containers, or nothing at all on the way to them. */
function* withoutContainers(context: RuleContext): Generator<Problem> {
  const { object, partial } = context;
  const path = podSpecs[object.kind];
  if (!path || (partial && !isBare(context))) return;
  const whole = [...path, 'containers'];
  for (const [i, step] of whole.entries()) {
    const above = at(object.node, ...whole.slice(0, i));
    if (above?.kind !== 'map') return;
    const value = given(above, step);
    if (value && (i < whole.length - 1 || value.kind !== 'seq' || value.items.length > 0)) continue;
    if (isMisspelt(object, above, String(step))) return;
    const message =
      i === whole.length - 1
        ? l10n.t('A pod needs containers: the API server refuses the {0}.', object.kind)
        : l10n.t(
            '{0} is missing, and with it the containers: the API server refuses the {1}.',
            String(step),
            object.kind,
          );
    // A key that is there without a value says it best itself.
    const written = above.byKey.get(String(step))?.value;
    const place = formatPath([...stepsOf(object.node), ...whole]);
    yield { range: tokenOf(written ?? above), path: place, message };
    return;
  }
}

/** An object that says nothing but its name and labels: no patch says so little. */
function isBare(context: RuleContext): boolean {
  const { node, kind } = context.object;
  if (kind !== 'StatefulSet' && kind !== 'DaemonSet') return false;
  const metadata = mapAt(node, 'metadata');
  if (!metadata || given(node, 'spec') || given(metadata, 'annotations')) return false;
  if (![...node.byKey.keys()].every((key) => /^(?:apiVersion|kind|metadata|spec)$/.test(key))) return false;
  return !/patch|overlay|kustom/i.test(context.file.uri);
}

function fixesOf(text: string, type: string, node: Typed['node'], name: string): readonly Fix[] {
  if (type === 'Container' && name === 'name') {
    const image = given(node, 'image');
    const value = image?.kind === 'scalar' && typeof image.value === 'string' ? image.value : '';
    const last = value === '' ? '' : (imageOf(value).repository.split('/').at(-1) ?? '');
    const meant = labelFault(last) === undefined ? last : asName(last, labelFault);
    return meant === undefined || meant === '' ? [] : [withKey(text, node, name, meant, true)];
  }
  if (type === 'LabelSelectorRequirement' && name === 'operator') {
    return [withKey(text, node, name, given(node, 'values') ? 'In' : 'Exists', true)];
  }
  return [];
}
