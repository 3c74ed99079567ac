import * as l10n from '@vscode/l10n';
import type { TextRange } from '../base/text.ts';
import { fieldsOf } from '../lint/fields/fields.ts';
import { base64Stop, decodedSize } from '../lint/values/base64.ts';
import { nodeAt, stepsWithin, type Place } from '../manifest/locate.ts';
import { at, entryOf, type Path, type YamlNode } from '../manifest/nodes.ts';
import { setOf } from '../manifest/objects.ts';
import type { KubeObject, Manifest } from '../manifest/parse.ts';
import { defaults } from './defaults.ts';
import { explainDaemonSet, explainToleration } from './explainAgent.ts';
import { explainStatefulSet } from './explainSet.ts';
import { prose } from './markdown.ts';
import { isRequired, objectType, placeAt, typeText, type SchemaPlace } from './schema.ts';

/** What the typings say of each field: by type, then by field; `''` is the type's own. */
export type FieldDocs = Readonly<Record<string, Readonly<Record<string, string>>>>;

export interface Hover {
  readonly range: TextRange;
  /** Parts with a rule between them. */
  readonly markdown: readonly string[];
}

/** What there is to know about the key or value at an offset. */
export function hoverAt(manifest: Manifest, offset: number, docs: FieldDocs): Hover | undefined {
  const place = nodeAt(manifest, offset);
  const object = place?.object;
  if (!place || !object) return undefined;
  const range = tokenAt(place);
  const path = stepsWithin(object, place.node);
  if (!range || path.length === 0) return undefined;
  const type = objectType(object.apiVersion, object.kind);
  const schema = type === undefined ? undefined : placeAt(type, path);
  // A key of a map of any keys is the person's own: it is the map's field that has documentation.
  const field = schema?.field.name === path.findLast((step) => typeof step === 'string') ? schema : undefined;
  const here = explained(object, path, place.node);
  const parts = [field ? fieldText(field, docs) : undefined, here];
  const markdown = parts.filter((part) => part !== undefined);
  return markdown.length > 0 ? { range, markdown } : undefined;
}

function tokenAt({ node, onKey }: Place): TextRange | undefined {
  if (onKey) return entryOf(node)?.keyRange;
  return node.kind === 'scalar' && node.range.end > node.range.start ? node.range : undefined;
}

/** Name, type, whether it must be there, default, documentation. */
function fieldText({ field, owner }: SchemaPlace, docs: FieldDocs): string {
  const fallback = defaults.get(`${owner}.${field.name}`);
  const facts = [
    `**${prose(field.name)}** · \`${typeText(field)}\``,
    ...(isRequired(owner, field) ? [l10n.t('required')] : []),
    ...(fallback === undefined ? [] : [l10n.t('default {0}', `\`${fallback}\``)]),
  ];
  const text = docText(`${owner}.${field.name}`, docs);
  return text === undefined ? facts.join(' · ') : `${facts.join(' · ')}\n\n${text}`;
}

/** The documentation of `Type.field` as Markdown: the field's own, or that of its type. */
export function docText(name: string, docs: FieldDocs): string | undefined {
  const [type = '', key = ''] = name.split('.');
  const field = fieldsOf(type)?.get(key);
  const text = docs[type]?.[key] ?? (field && docs[field.type]?.['']);
  return text === undefined ? undefined : prose(text);
}

/** What a field does here. */
function explained(object: KubeObject, path: Path, node: YamlNode): string | undefined {
  if (object.kind === 'Secret') return secretText(path, node);
  const tolerations = path.indexOf('tolerations');
  if (tolerations >= 0 && path.length > tolerations + 1) {
    return explainToleration(at(object.node, ...path.slice(0, tolerations + 2)), object.kind);
  }
  if (tolerations >= 0 && node.kind === 'seq') {
    const each = node.items.map((item) => explainToleration(item.value, object.kind));
    return each.flatMap((text) => (text === undefined ? [] : `- ${text}`)).join('\n') || undefined;
  }
  const set = path[0] === 'spec' ? setOf(object) : undefined;
  if (!set) return undefined;
  const field = path.slice(1).join('.');
  return set.kind === 'StatefulSet' ? explainStatefulSet(set, field) : explainDaemonSet(set, field);
}

/** How long a Secret's value is: never the value. */
function secretText(path: Path, node: YamlNode): string | undefined {
  if (path.length !== 2 || node.kind !== 'scalar' || typeof node.value !== 'string') return undefined;
  const size =
    path[0] === 'stringData'
      ? new TextEncoder().encode(node.value).length
      : path[0] === 'data' && base64Stop(node.value) === undefined
        ? decodedSize(node.value)
        : undefined;
  if (size === undefined) return undefined;
  return size === 1 ? l10n.t('1 byte, decoded') : l10n.t('{0} bytes, decoded', size);
}
