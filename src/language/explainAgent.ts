import * as l10n from '@vscode/l10n';
import { given } from '../lint/given.ts';
import { scalarAt, stringAt, type YamlNode } from '../manifest/nodes.ts';
import type { SetView } from '../manifest/objects.ts';
import type { Toleration } from '../model/objects.ts';
import { DEFAULT_TOLERATIONS, tolerates } from '../model/placement.ts';
import { code } from './markdown.ts';

const controlPlane = { key: 'node-role.kubernetes.io/control-plane', value: '', effect: 'NoSchedule' };

/** What a DaemonSet's update strategy does, as Markdown (pkg/controller/daemon/update.go). */
export function explainDaemonSet({ spec }: SetView, field: string): string | undefined {
  if (!/^updateStrategy(?:\.|$)/.test(field)) return undefined;
  if (stringAt(spec, 'updateStrategy', 'type') === 'OnDelete') {
    return l10n.t('A node gets a new revision only when its pod is deleted: the update is up to you.');
  }
  const amount = (key: string, unset: string): string => {
    const node = given(spec, 'updateStrategy', 'rollingUpdate', key);
    return node?.kind === 'scalar' ? node.text : unset;
  };
  const surge = amount('maxSurge', '0');
  if (!/^0%?$/.test(surge)) {
    return l10n.t(
      'An update starts the new pod beside the old one, on {0} nodes at a time; the old one goes once the new one is Ready.',
      code(surge),
    );
  }
  return l10n.t(
    'An update takes the pods of at most {0} nodes at a time; those nodes are without until the new pod is Ready.',
    code(amount('maxUnavailable', '1')),
  );
}

/** Where a toleration lets the set's pods run. */
export function explainToleration(node: YamlNode | undefined, kind: string): string | undefined {
  const toleration: Toleration = {
    ...part('key', stringAt(node, 'key')),
    ...part('operator', stringAt(node, 'operator')),
    ...part('value', stringAt(node, 'value')),
    ...part('effect', stringAt(node, 'effect')),
  };
  if (node?.kind !== 'map' || node.entries.length === 0) return undefined;
  const sentences = [where(toleration, kind)];
  const seconds = scalarAt(node, 'tolerationSeconds')?.value;
  const given = kind === 'DaemonSet' && DEFAULT_TOLERATIONS.some((one) => isSame(one, toleration));
  if (given) {
    sentences.push(
      l10n.t("The DaemonSet controller gives every DaemonSet's pods this one: it need not be written."),
    );
  }
  if (toleration.effect === 'NoExecute' && typeof seconds === 'number') {
    sentences.push(
      given
        ? l10n.t('Its tolerationSeconds have no effect: the controller takes them away.')
        : l10n.t('It is evicted {0} s after the taint is set.', seconds),
    );
  }
  return sentences.join(' ');
}

/** Whether the controller puts its own in place of what is written (AddOrUpdateTolerationInPodSpec in pkg/apis/core/v1/helper). */
function isSame(own: Toleration, written: Toleration): boolean {
  return own.key === written.key && own.effect === written.effect && written.operator === 'Exists';
}

function part<K extends string>(key: K, value: string | undefined): Partial<Record<K, string>> {
  return value === undefined ? {} : ({ [key]: value } as Partial<Record<K, string>>);
}

function where(toleration: Toleration, kind: string): string {
  const { key, value, effect, operator } = toleration;
  const agent = kind === 'DaemonSet';
  if (!key) {
    if (operator !== 'Exists') return l10n.t('Without a key only the operator Exists is accepted.');
    if (!effect) {
      return agent
        ? l10n.t(
            'Tolerates every taint: runs on every node that the node selector and affinity allow, control-plane nodes too.',
          )
        : l10n.t('Tolerates every taint: may run on every node, control-plane nodes too.');
    }
    const all = l10n.t('Tolerates every taint of effect {0}.', code(effect));
    return tolerates(toleration, controlPlane) ? `${all} ${onControlPlane(agent)}` : all;
  }
  if (tolerates(toleration, controlPlane)) {
    return `${l10n.t('Tolerates the control-plane taint.')} ${onControlPlane(agent)}`;
  }
  const taint = operator === 'Exists' ? key : `${key}=${value ?? ''}`;
  const shown = code(effect ? `${taint}:${effect}` : taint);
  return agent
    ? l10n.t('Also runs on nodes with the taint {0}.', shown)
    : l10n.t('May also run on nodes with the taint {0}.', shown);
}

function onControlPlane(agent: boolean): string {
  return agent ? l10n.t('It also runs there.') : l10n.t('It may also run there.');
}
