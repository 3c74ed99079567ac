import { at, type MapNode, type Path, type ScalarNode, type YamlNode } from '../manifest/nodes.ts';

// What the API server has after decoding: `null` is nothing, as if the key were not there.

/** The node at `path`, unless it is `null`. */
export function given(node: YamlNode | undefined, ...path: Path): YamlNode | undefined {
  const found = at(node, ...path);
  return found?.kind === 'scalar' && found.value === null ? undefined : found;
}

/** The text of a string field, '' where it is not set; undefined where something else stands there, which is another fault. */
export function textIn(node: YamlNode | undefined, ...path: Path): string | undefined {
  const found = given(node, ...path);
  if (!found) return '';
  return found.kind === 'scalar' && typeof found.value === 'string' ? found.value : undefined;
}

/** The number of an integer field, `unset` where it is not set; undefined where something else stands there. */
export function integerIn(node: YamlNode | undefined, key: string, unset: number): number | undefined {
  const found = given(node, key);
  if (!found) return unset;
  return found.kind === 'scalar' && Number.isInteger(found.value) ? (found.value as number) : undefined;
}

export function isTrue(node: YamlNode | undefined, ...path: Path): boolean {
  const found = at(node, ...path);
  return found?.kind === 'scalar' && found.value === true;
}

export function isFalse(node: YamlNode | undefined, ...path: Path): boolean {
  const found = at(node, ...path);
  return found?.kind === 'scalar' && found.value === false;
}

/** How many items a list field holds; undefined where something else stands there. */
export function lengthIn(map: MapNode, key: string): number | undefined {
  const found = given(map, key);
  if (!found) return 0;
  return found.kind === 'seq' ? found.items.length : undefined;
}

/** The scalars of a list of texts, or the one of a text field; what is not a text is left out. */
export function textsIn(map: MapNode, key: string): readonly (ScalarNode & { readonly value: string })[] {
  const found = given(map, key);
  const nodes = found?.kind === 'seq' ? found.items.map((item) => item.value) : found ? [found] : [];
  return nodes.filter((node) => isText(node));
}

function isText(node: YamlNode): node is ScalarNode & { readonly value: string } {
  return node.kind === 'scalar' && typeof node.value === 'string';
}
