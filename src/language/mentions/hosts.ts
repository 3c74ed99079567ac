import { setOf } from '../../manifest/objects.ts';
import { mapAt, seqAt, stringAt, type ScalarNode, type SeqItem } from '../../manifest/nodes.ts';
import type { HostCondition } from '../occurrence.ts';
import type { Collector } from './collector.ts';

// A run of DNS labels, or of a variable and labels, perhaps with a port.
const run =
  /(?:(\$\(\w+\)|\$\{[^}\s]+\}|\$\w+)|(?<![\w.-])([a-z0-9](?:[-a-z0-9]*[a-z0-9])?))((?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*)(?::(\d+))?(?![\w-])/g;
const variableNamespace = /^\.(?:\$\(\w+\)|\$\{[^}\s]+\}|\$\w+)\.svc\b/;
const inUrl = /:\/\/(?:[^\s/@]*@)?$/;
const hostVariable = /HOST(?:NAME|S)?$/;

/** A DNS label and where it begins; undefined text for a variable. */
interface Label {
  readonly text: string | undefined;
  readonly start: number;
}

/** Host names of Services and their pods in what containers are told, and in ConfigMaps' texts. */
export function collectHosts(into: Collector): void {
  for (const { node } of into.typed('EnvVar')) {
    const entry = node.byKey.get('value');
    if (!entry) continue;
    inText(into, entry, true);
    if (hostVariable.test(stringAt(node, 'name') ?? '')) wholeText(into, entry);
  }
  for (const { node } of into.typed('Container')) {
    for (const list of ['command', 'args']) {
      for (const item of seqAt(node, list)?.items ?? []) inText(into, item, true);
    }
  }
  if (into.object.kind !== 'ConfigMap') return;
  for (const entry of mapAt(into.object.node, 'data')?.byKey.values() ?? []) inText(into, entry, false);
}

function wholeText(into: Collector, { value, alias }: SeqItem): void {
  if (value.kind !== 'scalar' || !/^[a-z](?:[-a-z0-9]*[a-z0-9])?$/.test(value.text)) return;
  const start = into.text.indexOf(value.text, value.range.start);
  if (start >= 0 && start + value.text.length <= value.range.end)
    service(into, value, alias, { text: value.text, start }, { port: undefined });
}

/** `told`: of a text for a container a name alone with its port is taken for a host too. */
function inText(into: Collector, { value, alias }: SeqItem, told: boolean): void {
  if (value.kind !== 'scalar' || typeof value.value !== 'string') return;
  const { start, end } = value.range;
  const written = into.text.slice(start, end);
  // An escape's letter is no part of the word behind it.
  const raw = value.style === 'double' ? written.replace(/\\./g, '  ') : written;
  for (const match of raw.matchAll(run)) {
    const before = raw.slice(0, match.index);
    const behind = raw.slice(match.index + match[0].length);
    const labels = labelsOf(match, start, behind);
    const [first] = labels;
    if (labels.length > 1) dotted(into, value, alias, labels);
    else if (told && first) alone(into, value, alias, first, { before, behind, port: match[4] });
  }
}

function labelsOf(match: RegExpExecArray, start: number, behind: string): readonly Label[] {
  const [, variable, first = '', rest = ''] = match;
  const at = start + match.index;
  const labels: Label[] = [{ text: variable ? undefined : first, start: at }];
  let next = at + (variable ?? first).length;
  for (const text of rest.split('.').slice(1)) {
    labels.push({ text, start: next + 1 });
    next += 1 + text.length;
  }
  if (labels.every(({ text }) => text !== 'svc') && variableNamespace.test(behind)) {
    labels.push({ text: undefined, start: next }, { text: 'svc', start: next });
  }
  return labels;
}

/** `mongodb:27017`, `http://mongodb/`. */
function alone(
  into: Collector,
  node: ScalarNode,
  alias: SeqItem['alias'],
  label: Label,
  around: { readonly before: string; readonly behind: string; readonly port: string | undefined },
): void {
  const port = around.port === undefined ? undefined : Number(around.port);
  const bare = inUrl.test(around.before) && /^(?:[/?"'\s]|$)/.test(around.behind);
  if (port !== undefined || bare) service(into, node, alias, label, { port });
}

/** `mongodb-0.mongodb`, `mongodb.shop.svc`, `mongodb-0.mongodb.shop.svc.cluster.local`. */
function dotted(into: Collector, node: ScalarNode, alias: SeqItem['alias'], labels: readonly Label[]): void {
  const host = partsOf(labels);
  const named = host?.named;
  if (!host || named?.text === undefined) return;
  const { pod, space } = host;
  const set = setNameOf(pod);
  if (host.short && set === undefined && !isOwnPod(into, pod, named.text)) return;
  const condition = set === undefined ? undefined : { set, service: named.text };
  const namespace = space?.text ?? into.object.namespace;
  service(into, node, alias, named, condition, namespace);
  if (pod && condition) {
    const meaning = { kind: 'StatefulSet', role: 'reference', namespace, host: condition } as const;
    into.part(node, alias, pod.start, condition.set, meaning);
  }
  if (space?.text !== undefined) {
    const meaning = { kind: 'Namespace', role: 'reference', namespace: undefined } as const;
    into.part(node, alias, space.start, space.text, meaning);
  }
}

/** What stands before a pod's ordinal. */
function setNameOf(pod: Label | undefined): string | undefined {
  return /^(.+)-\d+$/.exec(pod?.text ?? '')?.[1];
}

interface HostParts {
  readonly pod: Label | undefined;
  readonly named: Label | undefined;
  readonly space: Label | undefined;
  /** Without `svc`. */
  readonly short: boolean;
}

function partsOf(labels: readonly Label[]): HostParts | undefined {
  const svc = labels.findIndex(({ text }) => text === 'svc');
  // What else follows three labels is somebody's domain.
  if (svc < 0)
    return labels.length > 3
      ? undefined
      : { pod: labels[0], named: labels[1], space: labels[2], short: true };
  if (svc < 2) return undefined;
  return { pod: labels[svc - 3], named: labels[svc - 2], space: labels[svc - 1], short: false };
}

/** A variable before the set's own Service stands for the pod's own name. */
function isOwnPod({ object }: Collector, pod: Label | undefined, name: string): boolean {
  return pod?.text === undefined && setOf(object)?.serviceName?.value === name;
}

function service(
  into: Collector,
  node: ScalarNode,
  alias: SeqItem['alias'],
  { text, start }: Label,
  host?: HostCondition,
  namespace = into.object.namespace,
): void {
  if (text === undefined) return;
  into.part(node, alias, start, text, {
    kind: 'Service',
    role: 'reference',
    namespace,
    ...(host ? { host } : {}),
  });
}
