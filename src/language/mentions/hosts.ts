import { setOf } from '../../manifest/objects.ts';
import { mapAt, scalarAt, seqAt, stringAt, type ScalarNode, type SeqItem } from '../../manifest/nodes.ts';
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
    const [whole, variable, first, rest = '', port] = match;
    const at = start + match.index;
    const labels: Label[] = [{ text: variable ? undefined : first, start: at }];
    let next = at + (variable ?? first ?? '').length;
    for (const text of rest.split('.').slice(1)) {
      labels.push({ text, start: next + 1 });
      next += 1 + text.length;
    }
    const behind = raw.slice(match.index + whole.length);
    if (labels.every(({ text }) => text !== 'svc') && variableNamespace.test(behind)) {
      labels.push({ text: undefined, start: next }, { text: 'svc', start: next });
    }
    if (labels.length > 1) dotted(into, value, alias, labels);
    else if (told && labels[0]?.text !== undefined) {
      const bare = inUrl.test(raw.slice(0, match.index)) && /^(?:[/?"'\s]|$)/.test(behind);
      if (port !== undefined || bare)
        service(into, value, alias, labels[0], { port: port === undefined ? undefined : Number(port) });
    }
  }
}

/** `mongodb-0.mongodb`, `mongodb.shop.svc`, `mongodb-0.mongodb.shop.svc.cluster.local`. */
function dotted(into: Collector, node: ScalarNode, alias: SeqItem['alias'], labels: readonly Label[]): void {
  const svc = labels.findIndex(({ text }) => text === 'svc');
  // What else follows three labels is somebody's domain.
  if (svc < 0 && labels.length > 3) return;
  if (svc >= 0 && svc < 2) return;
  const named = svc < 0 ? labels[1] : labels[svc - 2];
  const space = svc < 0 ? labels[2] : labels[svc - 1];
  const pod = svc < 0 ? labels[0] : labels[svc - 3];
  if (!named?.text) return;
  const namespace = space?.text ?? into.object.namespace;
  const set = /^(.+)-\d+$/.exec(pod?.text ?? '')?.[1];
  let condition: HostCondition | undefined;
  if (svc < 0 && set === undefined) {
    // A variable stands for the pod's own name.
    if (pod?.text !== undefined || scalarAt(setOf(into.object)?.spec, 'serviceName')?.value !== named.text)
      return;
  } else if (set !== undefined) condition = { set, service: named.text };
  service(into, node, alias, named, condition, namespace);
  const host = condition ? { host: condition } : {};
  if (set !== undefined && pod) {
    into.part(node, alias, pod.start, set, { kind: 'StatefulSet', role: 'reference', namespace, ...host });
  }
  if (space?.text !== undefined) {
    into.part(node, alias, space.start, space.text, {
      kind: 'Namespace',
      role: 'reference',
      namespace: undefined,
    });
  }
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
