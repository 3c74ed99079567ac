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
import { typedOf, type Typed } from '../../fields/typed.ts';
import { withKey } from '../../fixes.ts';
import { given } from '../../given.ts';
import { isMisspelt } from '../../misplaced.ts';
import { isHidden } from '../../pods.ts';
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
      for (const typed of typedOf(context.object).all) {
        const names = requiredFields.get(typed.type);
        if (names && !isHidden(typed)) yield* missing(context, typed, names);
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
  for (const { type, node } of typedOf(context.object).all) {
    for (const [name, of] of listsOf(type)) {
      const value = node.byKey.get(name)?.value;
      if (value?.kind !== 'seq') continue;
      for (const [i, { value: item }] of value.items.entries()) {
        if (item.kind !== 'scalar' || item.value !== null) continue;
        const [first = ''] = requiredFields.get(of) ?? [];
        yield {
          range: tokenOf(item.range.end > item.range.start ? item : value),
          path: formatPath([...stepsOf(value), i, first]),
          message: l10n.t('This item is empty: the API server refuses the {0}.', context.object.kind),
        };
      }
    }
  }
}

const lists = new Map<string, ReadonlyMap<string, string>>();

/** The list fields of a type whose items have required fields, with the items' type. */
function listsOf(type: string): ReadonlyMap<string, string> {
  let known = lists.get(type);
  if (!known) {
    const all = [...(fieldsOf(type) ?? [])].filter(([, { holds, type: of }]) => {
      return holds === 'list' && requiredFields.has(of);
    });
    lists.set(type, (known = new Map(all.map(([name, field]) => [name, field.type]))));
  }
  return known;
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
