import * as l10n from '@vscode/l10n';
import { setKey } from '../manifest/edits.ts';
import type { MapEntry, MapNode } from '../manifest/nodes.ts';
import type { Fix } from './rule.ts';

/** Another name for a key, its quotes kept; none where the map has that key already, or where the key came from elsewhere (`<<`). */
export function renameKey(
  text: string,
  map: MapNode,
  entry: MapEntry,
  name: string | undefined,
): readonly Fix[] {
  if (name === undefined || map.byKey.has(name) || !map.entries.includes(entry)) return [];
  const edits = setKey(text, entry, name);
  return [{ title: l10n.t('Change to "{0}"', name), edits, preferred: true }];
}
