import * as l10n from '@vscode/l10n';
import { insertKey, putIn, removeItem, removeKey, setScalar } from '../manifest/edits.ts';
import type { Json, MapNode, ScalarNode, YamlNode } from '../manifest/nodes.ts';
import type { Scalar } from '../manifest/scalars.ts';
import { textsIn } from './given.ts';
import type { Fix } from './rule.ts';

/** Another value, as the right answer. */
export function changeTo(node: ScalarNode, value: Scalar): Fix {
  return { title: l10n.t('Change to "{0}"', String(value)), edits: setScalar(node, value), preferred: true };
}

/** Another value, where there is one. */
export function changeMaybe(node: ScalarNode, value: Scalar | undefined): readonly Fix[] {
  return value === undefined ? [] : [changeTo(node, value)];
}

/** Without the key. */
export function without(text: string, map: MapNode, key: string, preferred = false): Fix {
  return { title: l10n.t('Remove {0}', key), edits: removeKey(text, map, key), preferred };
}

/** Without the list item that `node` is; none where it stands elsewhere, behind an alias. */
export function withoutItem(text: string, node: YamlNode, preferred = false): readonly Fix[] {
  const { parent } = node;
  if (parent?.node.kind !== 'seq') return [];
  const edits = removeItem(text, parent.node, Number(parent.step));
  return edits.length === 0 ? [] : [{ title: l10n.t('Remove this item'), edits, preferred }];
}

/** With the key set to the value. */
export function withKey(text: string, map: MapNode, key: string, value: Json, preferred = false): Fix {
  const edits = map.byKey.has(key)
    ? putIn(text, map, [key], value)
    : insertKey(text, map, key, value, { after: 'name' });
  return { title: l10n.t('Set {0} to {1}', key, JSON.stringify(value)), edits, preferred };
}

/** The value that no other item of its list has, made by a number behind it: `web` → `web-2`. */
export function freeName(name: string, taken: ReadonlySet<string>, most = 63): string {
  for (let i = 2; ; i++) {
    const suffix = `-${i}`;
    const free = name.slice(0, most - suffix.length) + suffix;
    if (!taken.has(free)) return free;
  }
}

/** The texts that the maps have under `key`. */
export function textsUnder(maps: Iterable<MapNode>, key: string): ReadonlySet<string> {
  return new Set([...maps].flatMap((map) => textsIn(map, key).map((node) => node.value)));
}

/** The value of one scalar written in the place of another. */
export function scalarText(node: ScalarNode, source: ScalarNode, title: string, preferred = false): Fix {
  return { title, edits: setScalar(node, source.value), preferred };
}
