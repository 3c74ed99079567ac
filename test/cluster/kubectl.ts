import { spawn } from 'node:child_process';

/** What a command answered; `code` is its exit code, or 128 where a signal ended it. */
export interface Answer {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
}

export interface KubectlOptions {
  readonly input?: string;
  /** Another user's kubeconfig. */
  readonly kubeconfig?: string;
}

/** Runs the cluster's own kubectl. A failing command is an answer, not an exception. */
export function runKubectl(
  cluster: { readonly kubectl: string; readonly kubeconfig: string; readonly dir: string },
  args: readonly string[],
  options: KubectlOptions = {},
): Promise<Answer> {
  const kubeconfig = options.kubeconfig ?? cluster.kubeconfig;
  const child = spawn(cluster.kubectl, [
    '--kubeconfig',
    kubeconfig,
    '--cache-dir',
    `${cluster.dir}/cache`,
    ...args,
  ]);
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  // A command that ends before it has read everything says why by itself.
  child.stdin.on('error', () => undefined);
  child.stdin.end(options.input ?? '');
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ stdout, stderr, code: code ?? 128 }));
  });
}
