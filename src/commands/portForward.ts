import * as vscode from 'vscode';
import { UserError, cancelled } from '../base/errors.ts';
import { isManifestTarget } from '../host/contributions.ts';
import { defaultPort } from '../model/ports.ts';
import type { PortFacts } from '../model/objects.ts';
import { requests, type StartForward } from '../worker/protocol.ts';
import { placeTarget, type PlaceTarget } from './target.ts';
import type { MakeVerb } from './verb.ts';

/** *Port Forward*: starts a forward that follows the place, and shows it in the Port Forwards view. */
export const portForward: MakeVerb = ({ worker, views }) => ({
  id: 'kubesets.portForward',
  async run(arg) {
    const target = await placeTarget(worker, arg, {
      title: vscode.l10n.t('Port Forward'),
      accepts: (row) => row.state !== 'excluded',
      none: (set) => vscode.l10n.t('No place of {0} can be forwarded to.', set),
    });
    const wanted = isManifestTarget(arg) ? arg.manifest.port : undefined;
    const ports = portsOf(target);
    const remotePort = wanted ?? (await askPort(ports));
    const number =
      typeof remotePort === 'number' ? remotePort : ports.find((p) => p.name === remotePort)?.port;
    const start: StartForward = {
      identity: { ...identityOf(target), remotePort },
      // Ports below 1024 need rights on most machines.
      localPort: number === undefined ? 0 : number < 1024 ? number + 8000 : number,
    };
    let result = await worker.request(requests.startForward, start);
    let used = start;
    if (result.is === 'taken') {
      used = { ...start, localPort: await offer(result.localPort, result.free) };
      result = await worker.request(requests.startForward, used);
    }
    if (result.is === 'taken') {
      throw new UserError({
        code: 'port-taken',
        message: vscode.l10n.t('Local port {0} was taken in the meantime.', result.localPort),
        remedy: vscode.l10n.t('Try again.'),
      });
    }
    // Started again, it takes the same port, also where the first was the machine's choice.
    worker.rememberForward(result.row.id, { ...used, localPort: result.row.localPort });
    await vscode.commands.executeCommand('kubesets.forwards.focus', { preserveFocus: true });
    await views.reveal('forwards', result.row.key);
    return result.row;
  },
});

function portsOf(target: PlaceTarget): readonly PortFacts[] {
  return target.kind === 'nodePod' ? target.pod.ports : (target.pod?.ports ?? target.ports);
}

async function askPort(ports: readonly PortFacts[]): Promise<number | string> {
  const tcp = ports.filter((p) => p.protocol === 'TCP');
  const only = tcp.length === 1 ? defaultPort(tcp) : undefined;
  if (only) return only.port;
  if (tcp.length > 1) {
    const chosen = await vscode.window.showQuickPick(
      tcp.map((p) => ({
        label: String(p.port),
        description: [p.name, p.container].filter(Boolean).join(' · '),
        p,
      })),
      { title: vscode.l10n.t('Port Forward'), placeHolder: vscode.l10n.t('Which port?') },
    );
    if (!chosen) throw cancelled();
    return chosen.p.port;
  }
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t('Port Forward'),
    prompt: vscode.l10n.t('The pod declares no TCP port. Which one do you want to reach?'),
    validateInput: (value) =>
      isPort(value) ? undefined : vscode.l10n.t('A port is a number from 1 to 65535.'),
  });
  if (text === undefined) throw cancelled();
  return Number(text);
}

function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535;
}

async function offer(taken: number, free: number): Promise<number> {
  const use = vscode.l10n.t('Use {0}', free);
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t('Local port {0} is already in use.', taken),
    { modal: true, detail: vscode.l10n.t('The next free one is {0}.', free) },
    use,
  );
  if (answer !== use) throw cancelled();
  return free;
}

function identityOf(target: PlaceTarget): Omit<StartForward['identity'], 'remotePort'> {
  if (target.kind === 'slot') {
    const { context, namespace, uid, name } = target.set;
    return { context, namespace, place: { kind: 'slot', setUid: uid, set: name, ordinal: target.ordinal } };
  }
  if (target.kind === 'place') {
    const { context, namespace, uid, name } = target.set;
    return { context, namespace, place: { kind: 'node', setUid: uid, set: name, node: target.node } };
  }
  const { set, pod, ordinal } = target;
  const { context, namespace } = pod.ref;
  if (set && ordinal !== undefined) {
    return { context, namespace, place: { kind: 'slot', setUid: set.uid, set: set.name, ordinal } };
  }
  if (set && pod.node !== undefined) {
    return { context, namespace, place: { kind: 'node', setUid: set.uid, set: set.name, node: pod.node } };
  }
  return { context, namespace, place: { kind: 'pod', name: pod.ref.name } };
}
