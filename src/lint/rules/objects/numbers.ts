import { scalarAt, type Path, type YamlNode } from '../../../manifest/nodes.ts';

/** The number at `path`; undefined where there is none. */
export function numberIn(node: YamlNode | undefined, ...path: Path): number | undefined {
  const value = scalarAt(node, ...path)?.value;
  return typeof value === 'number' ? value : undefined;
}
