import * as l10n from '@vscode/l10n';
import type { TextEdit } from '../base/text.ts';
import { putIn } from '../manifest/edits.ts';
import { endOf, flowText, inFlow, keyColumn, lineEnd, lineStart } from '../manifest/layout.ts';
import { entryOf, toJs, type Json, type MapNode, type ScalarNode, type SeqNode } from '../manifest/nodes.ts';
import type { Misfit } from './decode.ts';
import { fieldsOf } from './fields/fields.ts';
import type { Fix } from './rule.ts';

/** The field that a lone scalar means where a map belongs. */
const mainFields: Readonly<Record<string, string>> = {
  LocalObjectReference: 'name',
  ContainerPort: 'containerPort',
  ServicePort: 'port',
  EnvVar: 'name',
  Volume: 'name',
  ConfigMapVolumeSource: 'name',
  SecretVolumeSource: 'secretName',
  HostPathVolumeSource: 'path',
  PersistentVolumeClaimVolumeSource: 'claimName',
  ConfigMapEnvSource: 'name',
  SecretEnvSource: 'name',
  StatefulSetUpdateStrategy: 'type',
  DaemonSetUpdateStrategy: 'type',
  DeploymentStrategy: 'type',
  SeccompProfile: 'type',
  TCPSocketAction: 'port',
  GRPCAction: 'port',
  HTTPGetAction: 'path',
  KeyToPath: 'key',
};

/** The ways to bring a value into the form that its field wants, as far as its text tells what is meant. */
export function fitFixes(text: string, misfit: Misfit): readonly Fix[] {
  const { node, want } = misfit;
  if (node.kind === 'scalar') return scalarFixes(text, node, misfit);
  if (want === 'list' && node.kind === 'map') return mapToList(text, node, misfit);
  if (want === 'map' && node.kind === 'seq') return listToMap(text, node, misfit);
  return [];
}

function scalarFixes(text: string, node: ScalarNode, { want, field, typed }: Misfit): readonly Fix[] {
  if (want === 'list' && !fieldsOf(field.type)) {
    if (/\s/.test(node.text) || node.text.startsWith('[')) return [];
    const edits = [{ range: node.range, text: `[${flowText(node.text)}]` }];
    return [{ title: l10n.t('Make it a list'), edits, preferred: true }];
  }
  if (want === 'map') return namedFix(text, node, mainFields[field.type], typed.node);
  if (want !== 'integer' || typeof node.value !== 'string') return [];
  const seconds = /Seconds$/.test(field.name) ? secondsOf(node.value) : undefined;
  if (seconds === undefined) return [];
  const edits = [{ range: node.range, text: String(seconds) }];
  return [{ title: l10n.t('Change to "{0}"', seconds), edits, preferred: true }];
}

/** `30s`, `2m`, `1h` as seconds. */
function secondsOf(text: string): number | undefined {
  const [, number, unit] = /^([0-9]{1,6}) *([smh])$/.exec(text) ?? [];
  return number === undefined ? undefined : Number(number) * (unit === 'h' ? 3600 : unit === 'm' ? 60 : 1);
}

/** `- regcred` → `- name: regcred`. */
function namedFix(text: string, node: ScalarNode, name: string | undefined, owner: MapNode): readonly Fix[] {
  if (name === undefined || node.value === null || node.text === '') return [];
  const title = l10n.t('Make it {0}: {1}', name, node.text);
  const { parent } = node;
  if (parent?.node.kind === 'seq' && !inFlow(node)) {
    const { start } = node.range;
    return [{ title, edits: [{ range: { start, end: start }, text: `${name}: ` }], preferred: true }];
  }
  const entry = entryOf(node);
  const edits: readonly TextEdit[] =
    entry && parent?.node === owner
      ? putIn(text, owner, [entry.key], { [name]: node.value })
      : [{ range: node.range, text: flowText({ [name]: node.value }) }];
  return edits.length === 0 ? [] : [{ title, edits, preferred: true }];
}

function mapToList(text: string, map: MapNode, { field, typed }: Misfit): readonly Fix[] {
  const fields = fieldsOf(field.type);
  const keys = [...map.byKey.keys()];
  if (!fields || keys.length === 0) return [];
  if (keys.every((key) => fields.has(key))) {
    const edits = map.flow ? bracketed(map) : dashed(text, map);
    return edits.length === 0 ? [] : [{ title: l10n.t('Make it a list of one'), edits, preferred: true }];
  }
  // `env: {A: 1}` means names and values.
  if (field.type !== 'EnvVar' || hasComment(text, map)) return [];
  const items: Json[] = [];
  for (const [name, { value }] of map.byKey) {
    if (value.kind !== 'scalar') return [];
    items.push(value.value === null ? { name } : { name, value: value.text });
  }
  const edits = putIn(text, typed.node, [field.name], items);
  return edits.length === 0
    ? []
    : [{ title: l10n.t('Make it a list of names and values'), edits, preferred: true }];
}

function bracketed(map: MapNode): readonly TextEdit[] {
  const { start, end } = map.range;
  return [
    { range: { start, end: start }, text: '[' },
    { range: { start: end, end }, text: ']' },
  ];
}

/** A `- ` before the first key of a block map, all other lines of it two further in. */
function dashed(text: string, map: MapNode): readonly TextEdit[] {
  const [first] = map.entries;
  const last = map.entries.at(-1);
  if (!first || !last) return [];
  const start = first.keyRange.start;
  const edits: TextEdit[] = [{ range: { start, end: start }, text: '- ' }];
  const column = keyColumn(text, start);
  if (text.slice(lineStart(text, start), start).trim() !== '') return [];
  for (let at = nextStart(text, start); at < endOf(last); at = nextStart(text, at)) {
    const line = text.slice(at, lineEnd(text, at));
    if (line.trim() === '') continue;
    if (line.search(/\S/) < column) return [];
    edits.push({ range: { start: at, end: at }, text: '  ' });
  }
  return edits;
}

function nextStart(text: string, at: number): number {
  const end = lineEnd(text, at);
  return end + (text.startsWith('\r\n', end) ? 2 : 1);
}

/** A list of maps where one map belongs: their keys together, if none is there twice. */
function listToMap(text: string, seq: SeqNode, { field, typed }: Misfit): readonly Fix[] {
  if (field.holds === 'list' || hasComment(text, seq)) return [];
  const whole: Record<string, Json> = {};
  for (const { value, alias } of seq.items) {
    if (value.kind !== 'map' || alias) return [];
    for (const [key, entry] of value.byKey) {
      if (Object.hasOwn(whole, key)) return [];
      whole[key] = toJs(entry.value);
    }
  }
  const fields = field.holds === 'one' ? fieldsOf(field.type) : undefined;
  if (Object.keys(whole).length === 0 || (fields && Object.keys(whole).some((key) => !fields.has(key))))
    return [];
  const edits = putIn(text, typed.node, [field.name], whole);
  return edits.length === 0 ? [] : [{ title: l10n.t('Make it a map'), edits, preferred: true }];
}

function hasComment(text: string, node: MapNode | SeqNode): boolean {
  return /[#&*!]/.test(text.slice(node.range.start, node.range.end));
}
