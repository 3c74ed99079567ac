import * as l10n from '@vscode/l10n';
import { integerIn } from '../lint/given.ts';
import { mapAt, stringAt } from '../manifest/nodes.ts';
import type { SetView } from '../manifest/objects.ts';
import { claimName, podName } from '../model/names.ts';
import { code } from './markdown.ts';

/** A set as far as its pods' order goes; undefined where its name or a number is not (yet) written right. */
interface Numbers {
  readonly name: string;
  readonly replicas: number;
  readonly start: number;
  readonly parallel: boolean;
  readonly minReady: number;
  /** The first and the last pod, as code. */
  readonly first: string;
  readonly last: string;
}

/** How many names are written out. */
const most = 5;

function numbersOf({ name, spec }: SetView): Numbers | undefined {
  if (name === undefined || !spec) return undefined;
  const replicas = integerIn(spec, 'replicas', 1);
  const start = integerIn(mapAt(spec, 'ordinals'), 'start', 0);
  const minReady = integerIn(spec, 'minReadySeconds', 0);
  if (replicas === undefined || start === undefined || minReady === undefined) return undefined;
  const pod = (ordinal: number): string => code(podName(name, ordinal));
  const parallel = stringAt(spec, 'podManagementPolicy') === 'Parallel';
  return { name, replicas, start, parallel, minReady, first: pod(start), last: pod(start + replicas - 1) };
}

// What pkg/controller/statefulset/stateful_set_control.go does with each field, by its path below `spec`.
const explanations: Readonly<Record<string, (numbers: Numbers, set: SetView) => string | undefined>> = {
  replicas: order,
  podManagementPolicy: order,
  minReadySeconds: minReady,
  'ordinals.start': names,
  ordinals: names,
  updateStrategy: update,
  'updateStrategy.type': update,
  'updateStrategy.rollingUpdate': update,
  'updateStrategy.rollingUpdate.partition': update,
  persistentVolumeClaimRetentionPolicy: (numbers, set) =>
    both(whenDeleted(numbers, set), whenScaled(numbers, set)),
  'persistentVolumeClaimRetentionPolicy.whenDeleted': whenDeleted,
  'persistentVolumeClaimRetentionPolicy.whenScaled': whenScaled,
  serviceName: dnsNames,
};

/** What a field of a StatefulSet's `spec` does for the replicas that it has, as Markdown. */
export function explainStatefulSet(set: SetView, field: string): string | undefined {
  const explain = Object.hasOwn(explanations, field) ? explanations[field] : undefined;
  const numbers = explain && numbersOf(set);
  if (!explain || !numbers) return undefined;
  if (numbers.replicas <= 0) return l10n.t('No pods: nothing runs until replicas is raised.');
  return explain(numbers, set);
}

function both(a: string | undefined, b: string | undefined): string | undefined {
  return [a, b].filter((one) => one !== undefined).join('\n\n') || undefined;
}

function order({ replicas, parallel, minReady: seconds, first, last }: Numbers): string {
  if (replicas === 1) return l10n.t('1 pod, {0}.', first);
  if (parallel) {
    return l10n.t(
      '{0} pods, {1} to {2}, started and stopped all at once; none waits for another.',
      replicas,
      first,
      last,
    );
  }
  const waits =
    seconds > 0
      ? l10n.t('each waits until the one before has been Ready for {0} s', seconds)
      : l10n.t('each waits until the one before is Ready');
  return l10n.t('{0} pods, {1} first; {2}. Scaling down begins with {3}.', replicas, first, waits, last);
}

function minReady({ minReady: seconds, replicas, parallel, first }: Numbers): string {
  if (seconds === 0) return l10n.t('A pod counts as available as soon as it is Ready.');
  if (replicas === 1 || parallel) {
    return l10n.t(
      'A pod counts as available once it has been Ready for {0} s; an update waits as long after each.',
      seconds,
    );
  }
  const whole = seconds * (replicas - 1);
  return l10n.t(
    'Each pod after {0} waits until the one before has been Ready for {1} s: at least {2} s until the last of {3} starts, and as much in every update.',
    first,
    seconds,
    whole,
    replicas,
  );
}

function names({ replicas, start, first, last }: Numbers): string {
  if (replicas === 1) return l10n.t('1 pod, {0}.', first);
  return start === 0
    ? l10n.t('{0} pods, {1} to {2}.', replicas, first, last)
    : l10n.t('{0} pods, {1} to {2}; there is no pod of a lower ordinal.', replicas, first, last);
}

function update({ name, replicas, start, first, last }: Numbers, { spec }: SetView): string | undefined {
  if (stringAt(spec, 'updateStrategy', 'type') === 'OnDelete') {
    return l10n.t(
      'A pod gets a new revision only when it is deleted: the update of {0} to {1} is up to you.',
      first,
      last,
    );
  }
  const partition = integerIn(mapAt(spec, 'updateStrategy', 'rollingUpdate'), 'partition', 0);
  if (partition === undefined) return undefined;
  const end = start + replicas;
  if (partition >= end) {
    return l10n.t('partition: {0}: no pod gets a new revision, as the last is {1}.', partition, last);
  }
  if (partition <= start) {
    return replicas === 1
      ? l10n.t('{0} gets a new revision; it is away until its successor is Ready.', first)
      : l10n.t(
          'A new revision goes to all pods, from {0} down to {1}, one at a time; each waits until the one before is Ready.',
          last,
          first,
        );
  }
  const from = code(podName(name, partition));
  return partition === end - 1
    ? l10n.t('partition: {0}: only {1} gets the new revision.', partition, from)
    : l10n.t(
        'partition: {0}: only {1} to {2} get the new revision, {2} first; the others stay at the old one.',
        partition,
        from,
        last,
      );
}

function claims({ name, start, replicas }: Numbers, { claimTemplates }: SetView): string | undefined {
  const templates = claimTemplates.flatMap((one) => one.name ?? []);
  if (templates.length === 0) return undefined;
  const all = templates.flatMap((template) =>
    Array.from({ length: Math.min(replicas, most) }, (_, i) => code(claimName(template, name, start + i))),
  );
  return listed(all, replicas * templates.length);
}

function listed(shown: readonly string[], count: number): string {
  const some = shown.slice(0, most).join(', ');
  return count > most ? l10n.t('{0} and {1} more', some, count - most) : some;
}

function whenDeleted(numbers: Numbers, set: SetView): string | undefined {
  const which = claims(numbers, set);
  if (which === undefined) return undefined;
  return stringAt(set.spec, 'persistentVolumeClaimRetentionPolicy', 'whenDeleted') === 'Delete'
    ? l10n.t('Deleting the StatefulSet deletes the claims with their data: {0}.', which)
    : l10n.t(
        'Deleting the StatefulSet leaves the claims, which a set of the same name takes up again: {0}.',
        which,
      );
}

function whenScaled(numbers: Numbers, set: SetView): string | undefined {
  if (set.claimTemplates.length === 0) return undefined;
  return stringAt(set.spec, 'persistentVolumeClaimRetentionPolicy', 'whenScaled') === 'Delete'
    ? l10n.t('Scaling down deletes the claims of the pods that go, {0} first, with their data.', numbers.last)
    : l10n.t('Scaling down leaves the claims of the pods that go; they are used again when it is scaled up.');
}

function dnsNames(
  { name, start, replicas }: Numbers,
  { serviceName, namespace }: SetView,
): string | undefined {
  const service = serviceName?.value;
  if (typeof service !== 'string' || service === '') return undefined;
  const place = `${service}.${namespace ?? 'NAMESPACE'}.svc.cluster.local`;
  const pods = Array.from(
    { length: Math.min(replicas, most) },
    (_, i) => `- ${code(`${podName(name, start + i)}.${place}`)}`,
  );
  const more = replicas > most ? `\n- ${l10n.t('and {0} more', replicas - most)}` : '';
  return `${l10n.t('The pods are found under:')}\n\n${pods.join('\n')}${more}`;
}
