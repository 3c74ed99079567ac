import { pathOf, tokenOf, type MapNode, type YamlNode } from '../manifest/nodes.ts';
import type { Problem } from './rule.ts';

type More = Pick<Problem, 'severity' | 'related' | 'tags' | 'fixes'>;

/** A problem with what is written at `node`. */
export function problemAt(node: YamlNode, message: string, more: More = {}): Problem {
  return { range: tokenOf(node), path: pathOf(node), message, ...more };
}

/** A problem with what is not written in `map`: it stands on the map's own key, and names the missing field. */
export function problemWithout(map: MapNode, field: string, message: string, more: More = {}): Problem {
  const path = pathOf(map);
  return { range: tokenOf(map), path: path === '' ? field : `${path}.${field}`, message, ...more };
}
