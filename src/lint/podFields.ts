import type { TextEdit } from '../base/text.ts';
import { insertKey } from '../manifest/edits.ts';
import { blockText, columnOf, lineStart, styleOf } from '../manifest/layout.ts';
import { at, seqAt, type Json, type MapNode, type YamlNode } from '../manifest/nodes.ts';

// What variables of these names are commonly meant to hold, and the field of the pod that it comes from.
const fields: ReadonlyMap<string, string> = new Map([
  ['POD_NAME', 'metadata.name'],
  ['HOSTNAME', 'metadata.name'],
  ['POD_NAMESPACE', 'metadata.namespace'],
  ['NAMESPACE', 'metadata.namespace'],
  ['POD_UID', 'metadata.uid'],
  ['POD_IP', 'status.podIP'],
  ['HOST_IP', 'status.hostIP'],
  ['NODE_IP', 'status.hostIP'],
  ['NODE_NAME', 'spec.nodeName'],
  ['POD_SERVICE_ACCOUNT', 'spec.serviceAccountName'],
]);

/** The field of the pod that a variable of this name is meant for. */
export function podFieldOf(name: string): string | undefined {
  return fields.get(name);
}

/** Adds the variable above all others of the container, so that they can refer to it. [] where nothing can be put there. */
export function withPodField(text: string, container: MapNode, name: string, fieldPath: string): TextEdit[] {
  const item: Json = { name, valueFrom: { fieldRef: { fieldPath } } };
  const list = seqAt(container, 'env');
  if (!list) return at(container, 'env') ? [] : insertKey(text, container, 'env', [item], { after: 'image' });
  const start = lineStart(text, list.range.start);
  if (list.flow || text.slice(start, list.range.start).trim() !== '') return [];
  const column = columnOf(text, list.range.start);
  const style = styleOf(text, rootOf(list));
  const added = ' '.repeat(column) + blockText([item], column, style) + style.eol;
  return [{ range: { start, end: start }, text: added }];
}

function rootOf(node: YamlNode): YamlNode {
  return node.parent ? rootOf(node.parent.node) : node;
}
