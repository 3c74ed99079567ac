import * as l10n from '@vscode/l10n';
import { assertNever } from '../base/errors.ts';
import { formatDuration } from '../model/age.ts';
import type { ForwardRow, PlaceState, PodFacts, Reason, Row } from '../model/rows.ts';
import { visible } from '../base/visible.ts';
import { reasonText, stateText } from '../model/reasonText.ts';

/** A row as VS Code draws it, without VS Code: `icon` and `color` are ids of product icons and theme colours. */
export interface Presentation {
  readonly label: string;
  readonly description: string;
  readonly icon: string;
  readonly color?: string;
  /** `noun+flag+flag`, matched by the menus' `when` clauses. */
  readonly contextValue: string;
  /** Plain lines; the view escapes them. */
  readonly tooltip: readonly string[];
  readonly accessibilityLabel: string;
}

const STATE_ICONS: Readonly<Record<PlaceState, readonly [icon: string, color: string | undefined]>> = {
  ready: ['pass', 'testing.iconPassed'],
  notReady: ['warning', 'list.warningForeground'],
  starting: ['loading~spin', undefined],
  pending: ['clock', 'list.warningForeground'],
  failing: ['error', 'list.errorForeground'],
  terminating: ['trash', undefined],
  missing: ['circle-slash', 'list.errorForeground'],
  waiting: ['circle-outline', undefined],
  misscheduled: ['question', 'list.warningForeground'],
  excluded: ['dash', undefined],
};

/** Turns a row's facts into label, description, icon, context value and accessibility label. Pure; localised. */
export function present(row: Row): Presentation {
  const facts = wording(row);
  const label = visible(facts.label);
  const description = visible(facts.description);
  return {
    ...facts,
    label,
    description,
    tooltip: facts.tooltip.map(visible),
    accessibilityLabel: [facts.noun ? `${facts.noun} ${label}` : label, description]
      .filter(Boolean)
      .join(', '),
  };
}

interface Wording extends Omit<Presentation, 'accessibilityLabel'> {
  /** What kind of thing it is, for the screen reader. */
  readonly noun: string;
}

type RowOf<K extends Row['kind']> = Extract<Row, { kind: K }>;

function wording<K extends Row['kind']>(row: RowOf<K>): Wording {
  const words = WORDINGS[row.kind] as (row: RowOf<K>) => Wording;
  return words(row);
}

const WORDINGS: { readonly [K in Row['kind']]: (row: RowOf<K>) => Wording } = {
  namespace: (row) => ({
    noun: l10n.t('Namespace'),
    label: row.name,
    description: join(
      row.sets === 1 ? l10n.t('1 set') : l10n.t('{0} sets', row.sets),
      row.troubled > 0 ? l10n.t('{0} in trouble', row.troubled) : '',
    ),
    icon: 'symbol-namespace',
    contextValue: 'namespace',
    tooltip: [],
  }),
  statefulset: (row) => ({
    noun: 'StatefulSet',
    label: row.set.name,
    description: join(
      l10n.t('{0}/{1} ready', row.ready, row.replicas),
      row.deleting ? l10n.t('being deleted') : '',
      row.rolling ? l10n.t('{0}/{1} updated', row.updated, row.replicas) : '',
      troubleText(row.trouble),
    ),
    icon: 'database',
    ...colorOf(row.trouble?.state),
    contextValue: flags('statefulset', ['forwardable', row.replicas > 0]),
    tooltip: [`StatefulSet ${row.set.namespace}/${row.set.name}`],
  }),
  daemonset: (row) => ({
    noun: 'DaemonSet',
    label: row.set.name,
    description: join(
      l10n.t('{0}/{1} nodes', row.ready, row.eligible ?? row.desired),
      row.deleting ? l10n.t('being deleted') : '',
      row.excluded > 0 ? l10n.t('{0} not eligible', row.excluded) : '',
      troubleText(row.trouble),
    ),
    icon: 'server-environment',
    ...colorOf(row.trouble?.state),
    contextValue: flags('daemonset', ['forwardable', row.desired > 0]),
    tooltip: [`DaemonSet ${row.set.namespace}/${row.set.name}`],
  }),
  slot: (row) => place(row.name, 'slot', row.state, row.reasons, row.pod, row.cameBackIn),
  place: (row) => ({
    ...place(row.node, 'place', row.state, row.reasons, row.pod, row.cameBackIn),
    noun: l10n.t('Node'),
  }),
  nodePod: (row) => place(row.pod.ref.name, 'nodePod', row.state, row.reasons, row.pod, undefined),
  fold: (row) => ({
    noun: '',
    label: row.of === 'excluded' ? l10n.t('Not eligible') : stateText(row.of),
    description:
      row.set.kind === 'DaemonSet' ? l10n.t('{0} nodes', row.count) : l10n.t('{0} places', row.count),
    icon: STATE_ICONS[row.of][0],
    ...colorOf(row.of),
    contextValue: 'fold',
    tooltip: [],
  }),
  group: (row) => ({
    noun: '',
    label: row.group === 'retainedVolumes' ? l10n.t('Retained volumes') : l10n.t('Leftover pods'),
    description: String(row.count),
    icon: row.group === 'retainedVolumes' ? 'archive' : 'question',
    contextValue: row.group,
    tooltip: [],
  }),
  claim: (row) => ({
    noun: l10n.t('Claim'),
    label: row.name,
    description: join(
      row.phase,
      row.deleting ? l10n.t('being deleted') : '',
      row.size,
      row.storageClass ?? '',
    ),
    icon: 'archive',
    ...(row.phase === 'Bound' ? {} : { color: 'list.warningForeground' }),
    contextValue: 'claim',
    tooltip: [`PersistentVolumeClaim ${row.namespace}/${row.name}`],
  }),
  container: (row) => ({
    noun: l10n.t('Container'),
    label: row.name,
    description: join(
      row.status,
      row.restarts > 0 ? l10n.t('{0} restarts', row.restarts) : '',
      row.message ?? '',
    ),
    icon: 'error',
    color: 'list.errorForeground',
    contextValue: 'container',
    tooltip: row.message ? [row.message] : [],
  }),
  warning: (row) => ({
    noun: l10n.t('Warning'),
    label: row.reason,
    description: join(row.count > 1 ? `×${row.count}` : '', row.message),
    icon: 'warning',
    color: 'list.warningForeground',
    contextValue: 'warning',
    tooltip: [row.message],
  }),
  node: (row) => ({
    noun: l10n.t('Node'),
    label: row.name,
    description: join(
      row.pods === 1 ? l10n.t('1 set pod') : l10n.t('{0} set pods', row.pods),
      row.ready ? '' : l10n.t('not ready'),
      row.unschedulable ? l10n.t('cordoned') : '',
    ),
    icon: row.ready ? 'server' : 'warning',
    ...(row.ready ? {} : { color: 'list.warningForeground' }),
    contextValue: 'node',
    tooltip: row.taints.length > 0 ? row.taints.map((t) => l10n.t('Taint {0}', t)) : [l10n.t('No taints')],
  }),
  problem: (row) => ({
    noun: l10n.t('Problem'),
    label: l10n.t('{0} can’t be shown', row.what),
    description: row.error.message,
    icon: 'lock',
    contextValue: 'problem',
    tooltip: row.error.remedy ? [row.error.message, row.error.remedy] : [row.error.message],
  }),
  forward,
};

function place(
  label: string,
  noun: string,
  state: PlaceState,
  reasons: readonly Reason[],
  pod: PodFacts | undefined,
  cameBackIn: number | undefined,
): Wording {
  const words = reasons.map(reasonText);
  const containers = pod && pod.total > 1 ? l10n.t('{0}/{1} containers', pod.ready, pod.total) : '';
  const restarts = pod && pod.restarts > 0 ? l10n.t('{0} restarts', pod.restarts) : '';
  const back =
    state === 'ready' && cameBackIn !== undefined ? l10n.t('back in {0}', shortTime(cameBackIn)) : '';
  return {
    noun: noun === 'slot' ? l10n.t('Slot') : l10n.t('Pod'),
    label,
    description: join(headline(state, reasons), containers, restarts, back),
    icon: STATE_ICONS[state][0],
    ...colorOf(state),
    contextValue: flags(noun, ['pod', pod !== undefined], ['forwardable', state !== 'excluded']),
    tooltip: [
      ...(pod ? [l10n.t('Pod {0}: {1}', pod.ref.name, pod.status)] : []),
      ...(pod?.node ? [l10n.t('On node {0}', pod.node)] : []),
      ...words,
    ],
  };
}

function forward(row: ForwardRow): Wording {
  const host = row.address.includes(':') ? `[${row.address}]` : row.address;
  const local = row.exposed ? `${host}:${row.localPort}` : `localhost:${row.localPort}`;
  const connections =
    row.connections === 1 ? l10n.t('1 connection') : l10n.t('{0} connections', row.connections);
  const state = row.state;
  let text: string;
  switch (state.is) {
    case 'starting':
      text = l10n.t('Starting');
      break;
    case 'listening':
      text = join(l10n.t('Listening'), row.connections > 0 ? connections : '', row.lastError ?? '');
      break;
    case 'waiting':
      text = join(l10n.t('Waiting'), state.why, row.lastError ?? '');
      break;
    case 'closed':
      text = join(l10n.t('Closed'), state.why);
      break;
    default:
      return assertNever(state);
  }
  const open = state.is !== 'closed';
  return {
    noun: l10n.t('Port forward'),
    label: `${row.place}:${row.remotePort} → ${local}`,
    description: row.exposed ? join(l10n.t('reachable from other machines'), text) : text,
    icon:
      state.is === 'listening'
        ? row.lastError
          ? 'warning'
          : 'arrow-swap'
        : open
          ? 'loading~spin'
          : 'circle-slash',
    ...(row.exposed || row.lastError ? { color: 'list.warningForeground' } : {}),
    contextValue: flags('forward', ['open', open]),
    tooltip: [
      l10n.t('Context {0}, namespace {1}', row.context, row.namespace),
      ...(row.lastError ? [row.lastError] : []),
    ],
  };
}

/** The state and its first reason; only the reason where that says the state as well. */
function headline(state: PlaceState, reasons: readonly Reason[]): string {
  const [first] = reasons;
  if (!first) return stateText(state);
  if (state === 'excluded') return reasonText(first);
  if (first.code === 'waitsForOrdinal') {
    return l10n.t('Waiting for {0} ({1})', first.pod, stateText(first.state).toLowerCase());
  }
  return join(stateText(state), reasonText(first));
}

/** Below ten seconds with tenths: that is what a re-creation takes. */
function shortTime(ms: number): string {
  return ms < 10_000 ? l10n.t('{0} s', (ms / 1000).toFixed(1)) : formatDuration(ms);
}

function troubleText(trouble: { place: string; state: PlaceState; reason?: Reason } | undefined): string {
  if (!trouble) return '';
  const what = `${trouble.place} ${stateText(trouble.state).toLowerCase()}`;
  return trouble.reason ? `${what}: ${reasonText(trouble.reason)}` : what;
}

function colorOf(state: PlaceState | undefined): { color?: string } {
  const color = state && STATE_ICONS[state][1];
  return color ? { color } : {};
}

function flags(noun: string, ...all: readonly (readonly [flag: string, on: boolean])[]): string {
  return [noun, ...all.filter(([, on]) => on).map(([flag]) => flag)].join('+');
}

function join(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' · ');
}
