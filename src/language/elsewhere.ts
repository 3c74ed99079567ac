import type { WrittenKustomization } from '../lint/kustomizations.ts';
import type { LintFile } from '../lint/rule.ts';
import { folderOf } from '../lint/scope.ts';
import { mapAt, stringAt, walk, type YamlNode } from '../manifest/nodes.ts';
import { namesIn } from './fileNames.ts';
import { isObjectKind } from './mentions/objects.ts';
import type { Names } from './names.ts';
import { keyOf, type NameKind, type Occurrence } from './occurrence.ts';

const workloads: readonly NameKind[] = ['StatefulSet', 'DaemonSet', 'Deployment', 'ReplicaSet'];
const labels: readonly NameKind[] = ['labelKey', 'labelValue'];

// What a kustomization's fields may name; a field that is not here names files, images and the like. Of `patches` see below.
const fields = new Map<string, readonly NameKind[] | 'anything'>([
  ['commonLabels', labels],
  ['labels', labels],
  ['replicas', workloads],
  ['configMapGenerator', ['ConfigMap', 'ConfigMapKey']],
  ['secretGenerator', ['Secret', 'SecretKey']],
  ['namespace', ['Namespace']],
  ['replacements', 'anything'],
  ['vars', 'anything'],
  ['transformers', 'anything'],
]);
const patches: ReadonlySet<string> = new Set(['patches', 'patchesStrategicMerge', 'patchesJson6902']);

/**
 * A file that seems to mean the same by the name at a place from which names are not read, so that a new name would not reach it: a
 * template or broken YAML in a folder of what is renamed, or a kustomization that makes something of it, and its patches.
 */
export function namedElsewhere(
  one: Occurrence,
  same: readonly Occurrence[],
  names: Names,
): LintFile | undefined {
  const uris = new Set(same.map(({ file }) => file.uri));
  const folders = new Set([...uris].map(folderOf));
  const word = new RegExp(`(?<![\\w.-])${one.name.replace(/\W/g, '\\$&')}(?![\\w.-])`);
  const unread = names.files.find((file) => folders.has(folderOf(file.uri)) && word.test(unreadOf(file)));
  if (unread) return unread;
  for (const kustomization of new Set([...uris].flatMap((uri) => names.kustomizations.around(uri)))) {
    const { uri, patches: patching } = kustomization;
    const file = names.files.find((other) =>
      other.uri === uri
        ? isInKustomization(kustomization, one.kind, word)
        : patching.has(other.uri) && isInPatch(other, one, same, word),
    );
    if (file) return file;
  }
  return undefined;
}

/** The parts of a file that can't be read as YAML. */
function unreadOf({ manifest }: LintFile): string {
  if (manifest.templated) return manifest.text;
  const broken = manifest.documents.filter(({ error, template }) => error ?? template);
  return broken.map(({ range }) => manifest.text.slice(range.start, range.end)).join('\n');
}

function isInPatch(file: LintFile, one: Occurrence, same: readonly Occurrence[], word: RegExp): boolean {
  // Operations on paths (RFC 6902), of what they are said by the kustomization.
  if (file.manifest.documents.every(({ objects }) => objects.length === 0))
    return word.test(file.manifest.text);
  return (namesIn(file).byKey.get(keyOf(one)) ?? []).some((other) => !same.includes(other));
}

function isInKustomization({ node }: WrittenKustomization, kind: NameKind, word: RegExp): boolean {
  if (node.kind !== 'map') return false;
  return node.entries.some(({ key, value }) => {
    if (patches.has(key))
      return value.kind === 'seq' && value.items.some((item) => isInItem(item.value, kind, word));
    const named = fields.get(key);
    return (named === 'anything' || named?.includes(kind)) === true && isBelow(value, word);
  });
}

/** An item of a list of patches: what it is for, and its text where that is written in place. */
function isInItem(item: YamlNode, kind: NameKind, word: RegExp): boolean {
  const text = item.kind === 'scalar' ? item.text : stringAt(item, 'patch');
  if (text?.includes('\n') && word.test(text)) return true;
  const target = mapAt(item, 'target');
  if (!target) return false;
  if (labels.includes(kind)) return word.test(stringAt(target, 'labelSelector') ?? '');
  if (!isObjectKind(kind) || (stringAt(target, 'kind') ?? kind) !== kind) return false;
  return word.test(stringAt(target, 'name') ?? '');
}

function isBelow(value: YamlNode, word: RegExp): boolean {
  for (const node of walk(value)) {
    if (node.kind === 'scalar' ? word.test(node.text) : node.kind === 'map' && hasKey(node, word))
      return true;
  }
  return false;
}

function hasKey(node: Extract<YamlNode, { kind: 'map' }>, word: RegExp): boolean {
  return node.entries.some(({ key }) => word.test(key));
}
