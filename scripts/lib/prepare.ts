import { UserError } from '../../src/base/errors.ts';
import { type Cluster, startCluster } from '../../test/cluster/cluster.ts';
import { ensureBinaries } from '../../test/cluster/binaries.ts';
import { findHost } from '../../test/integration/run.ts';
import { hostSupport, installHost } from '../../test/vscode/host.ts';
import { browserPath } from '../../test/vscode/window.ts';
import { atEnd } from './endings.ts';
import { aptCommand, ensurePackages } from './systemPackages.ts';

/** What a layer needs: there, or missing with a reason for the person who reads the report. */
export type Need<T> =
  | { readonly is: 'there'; readonly value: T }
  | { readonly is: 'missing'; readonly why: string; readonly remedy: string };

/** A missing prerequisite is a reason to skip; anything else that goes wrong is a failure of the run. */
async function need<T>(make: () => Promise<T>): Promise<Need<T>> {
  try {
    return { is: 'there', value: await make() };
  } catch (error) {
    if (error instanceof UserError) {
      return { is: 'missing', why: error.message, remedy: error.remedy ?? '' };
    }
    throw error;
  }
}

/** A wait that begins now and is asked about later, possibly never: its failure is not lost, nor unhandled. */
export function begin<T>(make: () => Promise<T>): () => Promise<T> {
  const settled = Promise.allSettled([make()]);
  return async () => {
    const [result] = await settled;
    if (result.status === 'rejected') throw result.reason as Error;
    return result.value;
  };
}

/** The binaries of a control plane and of a kubelet: what has to be built takes longer than any test may wait. */
export function prepareBinaries(log: (line: string) => void): Promise<Need<unknown>> {
  return need(() => ensureBinaries(log, true));
}

/** The run's control plane, ended with this process. Builds its binaries first where they are missing. */
export function raiseCluster(
  log: (line: string) => void,
  { nodes = 4, databases = true }: { readonly nodes?: number; readonly databases?: boolean } = {},
): Promise<Need<Cluster>> {
  if (process.platform === 'win32') {
    const why = "Kubernetes' API server does not run on Windows.";
    return Promise.resolve({ is: 'missing', why, remedy: 'Run this layer on Linux or macOS, or in WSL.' });
  }
  return need(async () => {
    const cluster = await startCluster({ nodes, databases, log });
    atEnd(() => cluster.stop());
    return cluster;
  });
}

/** Debian's browser, where this is root on Debian or Ubuntu and there is no other. */
async function ensureBrowser(): Promise<Need<string>> {
  if (!browserPath() && process.platform === 'linux') await ensurePackages(['chromium']);
  const value = browserPath();
  if (value) return { is: 'there', value };
  const remedy = `Install Chromium or Chrome (on Debian: ${aptCommand(['chromium'])}), or set CHROMIUM to one.`;
  return { is: 'missing', why: 'there is no Chromium to show VS Code in.', remedy };
}

/** The window that journeys drive: VS Code as a server, and a browser. */
export async function prepareWindow(log: (line: string) => void): Promise<Need<'window'>> {
  const support = hostSupport();
  if (!support.ok) return { is: 'missing', why: support.why, remedy: support.remedy };
  const browser = await ensureBrowser();
  if (browser.is === 'missing') return browser;
  await installHost(log);
  return { is: 'there', value: 'window' };
}

/** The VS Code that suites run in. `restricts` says whether it can open a folder that is not trusted. */
export async function prepareHost(
  log: (line: string) => void,
): Promise<Need<{ readonly executable: string; readonly restricts: boolean }>> {
  if (hostSupport().ok) await ensureBrowser();
  const host = await findHost();
  if (host.is === 'none') return { is: 'missing', why: host.why, remedy: host.remedy };
  log(`Suites run in ${host.what}.`);
  const restricts = host.executable.endsWith('launcher.js');
  if (restricts) await installHost(log);
  return { is: 'there', value: { executable: host.executable, restricts } };
}
