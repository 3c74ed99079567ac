import * as l10n from '@vscode/l10n';
import type { TextRange } from '../../../base/text.ts';
import { mapAt, pathOf, scalarAt, seqAt, type ScalarNode } from '../../../manifest/nodes.ts';
import { setOf, type SetView } from '../../../manifest/objects.ts';
import { serviceExample, setExample } from '../../examples.ts';
import { nearest } from '../../nearest.ts';
import type { Problem, Rule, RuleContext, Severity } from '../../rule.ts';
import { mayShareNamespace } from '../../scope.ts';
import { autoscalerOf, replicasOf } from '../../sets.ts';

// <set>-<ordinal>.<service>, then perhaps .<namespace>, .svc and the cluster's domain.
const host =
  /(?<![\w.-])([a-z0-9][-a-z0-9]{0,60})-(\d{1,4})\.([a-z0-9][-a-z0-9]{0,62})((?:\.[a-z0-9][-a-z0-9]{0,62}){0,5})(?![\w-])/g;

const example = (value: string): string =>
  `${serviceExample('peers')}---\n${setExample('StatefulSet', {
    name: 'peers',
    spec: 'serviceName: peers\nreplicas: 3',
    container: `env:\n- name: PRIMARY\n  value: ${value}`,
  })}`;

export const peerHostUnknown: Rule = {
  code: 'peer-host-unknown',
  severity: 'warning',
  basis: 'runtime',
  kinds: ['StatefulSet', 'DaemonSet', 'Deployment', 'Job', 'CronJob', 'Pod', 'ConfigMap'],
  docs: {
    title: 'A host name of a pod that will not resolve',
    why: `The pods of a StatefulSet are named \`<set>-<ordinal>.<serviceName>\` in DNS, with \`.<namespace>.svc.cluster.local\` behind it. Found
in variables, arguments and ConfigMaps: names that come close to those of a set in these files, but have another set's or Service's name
or namespace; and, as an information, ordinals that its number of replicas does not reach.`,
    bad: example('pers-0.peers'),
    good: example('peers-0.peers'),
  },
  *check(context) {
    for (const node of texts(context)) {
      if (typeof node.value !== 'string' || !/-\d+\.[a-z0-9]/.test(node.value)) continue;
      yield* problems(context, node, node.value);
    }
  },
};

function* texts(context: RuleContext): Generator<ScalarNode> {
  for (const { node } of context.typed('EnvVar')) {
    const value = scalarAt(node, 'value');
    if (value) yield value;
  }
  for (const { node } of context.typed('Container')) {
    for (const key of ['command', 'args']) {
      for (const { value } of seqAt(node, key)?.items ?? []) if (value.kind === 'scalar') yield value;
    }
  }
  if (context.object.kind !== 'ConfigMap') return;
  for (const { value } of mapAt(context.object.node, 'data')?.byKey.values() ?? []) {
    if (value.kind === 'scalar') yield value;
  }
}

/** A host as it is written, and the parts of it. */
interface Host {
  readonly set: string;
  readonly ordinal: number;
  readonly service: string;
  /** `.ns.svc.cluster.local`, or what else follows. */
  readonly rest: string;
}

function* problems(context: RuleContext, node: ScalarNode, value: string): Generator<Problem> {
  const { text } = context.file.manifest;
  let from = node.range.start;
  for (const [written, set = '', ordinal = '', service = '', rest = ''] of value.matchAll(host)) {
    const start = text.indexOf(written, from);
    if (start < 0 || start + written.length > node.range.end) continue;
    from = start + written.length;
    const fault = faultOf(context, { set, ordinal: Number(ordinal), service, rest });
    if (!fault) continue;
    const range: TextRange = { start, end: from };
    const { meant, message, severity } = fault;
    yield {
      range,
      path: pathOf(node),
      message,
      ...(severity ? { severity } : {}),
      fixes: () =>
        meant === undefined
          ? []
          : [{ title: l10n.t('Change to "{0}"', meant), edits: [{ range, text: meant }], preferred: true }],
    };
  }
}

interface Fault {
  readonly message: string;
  readonly meant?: string;
  readonly severity?: Severity;
}

function faultOf(context: RuleContext, host: Host): Fault | undefined {
  const { scope } = context;
  const named = scope.closest(scope.anywhere('StatefulSet', host.set));
  if (named.length > 1) return undefined;
  const own = named[0] && setOf(named[0].object);
  if (own) return own.partial ? undefined : ofSet(context, own, host);
  const governed = scope.closest([...scope.governed(host.service)]);
  const name = nearest(
    host.set,
    governed.flatMap(({ set }) => set.name ?? []),
  );
  if (name === undefined || digitsApart(name, host.set)) return undefined;
  return {
    message: l10n.t(
      'No StatefulSet "{0}" in these files has pods in Service "{1}": the name will not resolve.',
      host.set,
      host.service,
    ),
    meant: `${name}-${host.ordinal}.${host.service}${host.rest}`,
  };
}

/** `db1` and `db2` are two names, not one with a slip. */
function digitsApart(a: string, b: string): boolean {
  return a.replace(/\d/g, '') === b.replace(/\d/g, '');
}

function ofSet(
  context: RuleContext,
  set: SetView,
  { ordinal, service, rest, set: name }: Host,
): Fault | undefined {
  const serviceName = set.serviceName?.value;
  if (typeof serviceName !== 'string' || serviceName === '') return undefined;
  if (service !== serviceName) {
    // What else follows is somebody's domain.
    const inside =
      rest === '' || /^(?:\.[a-z0-9-]+)?\.svc(?:\.|$)/.test(rest) || rest === `.${set.namespace}`;
    const another = context.scope.named('Service', set.namespace, service).length > 0;
    if (!inside || !(another || nearest(service, [serviceName]) !== undefined)) return undefined;
    return {
      message: l10n.t(
        'The pods of StatefulSet "{0}" are in Service "{1}", not in "{2}": the name will not resolve.',
        name,
        serviceName,
        service,
      ),
      meant: `${name}-${ordinal}.${serviceName}${rest}`,
    };
  }
  const namespace = /^\.([a-z0-9-]+)\.svc(?:\.|$)/.exec(rest)?.[1];
  if (namespace !== undefined && !mayShareNamespace(namespace, set.namespace)) {
    return {
      message: l10n.t(
        'StatefulSet "{0}" is in namespace "{1}": the name will not resolve.',
        name,
        set.namespace ?? '',
      ),
      meant: `${name}-${ordinal}.${service}${rest.replace(namespace, set.namespace ?? '')}`,
    };
  }
  return outOfRange(context, set, ordinal);
}

function outOfRange(context: RuleContext, set: SetView, ordinal: number): Fault | undefined {
  const replicas = replicasOf(set);
  const first = scalarAt(set.spec, 'ordinals', 'start')?.value ?? 0;
  if (replicas === undefined || typeof first !== 'number') return undefined;
  if (ordinal >= first && (ordinal < first + replicas || autoscalerOf({ set, scope: context.scope })))
    return undefined;
  const last = first + replicas - 1;
  return {
    severity: 'info',
    message:
      replicas === 0
        ? l10n.t('StatefulSet "{0}" has no replicas.', set.name ?? '')
        : l10n.t(
            'StatefulSet "{0}" has pods {1} to {2}: there is no {3}.',
            set.name ?? '',
            first,
            last,
            ordinal,
          ),
  };
}
