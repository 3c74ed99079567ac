import * as vscode from 'vscode';

/**
 * The address under which a forward is reached from where the person sits. In a remote window VS Code makes a tunnel, and may
 * choose another port or a URL of its own; asked anew each time, because the person can close that tunnel.
 */
export async function reachableAddress(host: string, port: number): Promise<string> {
  const shown =
    host === '127.0.0.1' || host === '::1' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  if (vscode.env.remoteName === undefined) return `${shown}:${port}`;
  const uri = await vscode.env.asExternalUri(vscode.Uri.parse(`http://localhost:${port}`));
  // Another address of the person's own machine is a tunnel for any protocol.
  if (!/^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(uri.authority)) return uri.toString(true);
  // A path on it is an HTTP proxy's, of a window that is served on the person's own machine: there the port itself is at hand.
  return uri.path === '' || uri.path === '/' ? uri.authority : `${shown}:${port}`;
}
