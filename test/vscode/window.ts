import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { format } from 'node:util';
import { chromium, type Browser, type Page } from 'playwright-core';
import { linkExtension, profile, startServer, type Server } from './host.ts';

export interface WindowOptions {
  /** The folder or .code-workspace file to open; none = an empty window. */
  readonly folder?: string | undefined;
  /** Root folders of extensions in development. */
  readonly extensions?: readonly string[];
  /** A test runner to load in the extension host. VS Code then refuses modal dialogs and hides toasts. */
  readonly suite?: string | undefined;
  readonly userDataDir?: string | undefined;
  readonly extensionsDir?: string | undefined;
  readonly settings?: Record<string, unknown>;
  readonly env?: NodeJS.ProcessEnv;
  /** Restricted Mode: the folder is not trusted. */
  readonly restricted?: boolean;
  readonly extraArgs?: readonly string[];
  /** What the suite prints. */
  readonly onLog?: (type: string, line: string) => void;
}

export interface Window {
  readonly page: Page;
  /** Holds the server's data and logs until `close`. */
  readonly temp: string;
  /** The suite's exit code; 3 when the browser died, 4 when the server did. */
  readonly exit: Promise<number>;
  close(): Promise<void>;
}

// Without the network flags Chromium looks for its maker's hosts at every start.
const chromiumFlags = [
  ...['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  ...['--disable-component-update', '--disable-sync', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
];

/** The Chromium (or Chrome) to drive: `CHROMIUM`, else what is on PATH, else undefined. */
export function browserPath(): string | undefined {
  if (process.env['CHROMIUM']) return process.env['CHROMIUM'];
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find((path) => existsSync(path));
}

function launch(): Promise<Browser> {
  const executablePath = browserPath();
  if (!executablePath) throw new Error('No Chromium found: install the package "chromium", or set CHROMIUM.');
  // Signals are the opener's business: it closes the window in order.
  const signals = { handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false };
  return chromium.launch({ executablePath, args: chromiumFlags, ...signals });
}

function address(server: Server, options: WindowOptions): string {
  const remote = (path: string): string => `vscode-remote://${server.authority}${resolve(path)}`;
  const payload = [
    ['skipWelcome', 'true'],
    ['skipReleaseNotes', 'true'],
  ];
  if (options.suite) {
    for (const extension of options.extensions ?? [])
      payload.push(['extensionDevelopmentPath', remote(extension)]);
    payload.push(['extensionTestsPath', remote(options.suite)]);
  }
  const { folder } = options;
  const query = new URLSearchParams({ tkn: server.token, payload: JSON.stringify(payload) });
  if (folder?.endsWith('.code-workspace')) query.set('workspace', resolve(folder));
  else if (folder) query.set('folder', resolve(folder));
  else query.set('ew', 'true');
  return `http://${server.authority}/?${query.toString()}`;
}

async function prepare(options: WindowOptions, temp: string): Promise<string[]> {
  const userDataDir = options.userDataDir ?? (await profile(join(temp, 'user'), options.settings));
  const extensionsDir = options.extensionsDir ?? join(temp, 'extensions');
  if (!options.suite) {
    for (const extension of options.extensions ?? []) await linkExtension(extension, extensionsDir);
  }
  return [
    ...['--user-data-dir', userDataDir, '--extensions-dir', extensionsDir, '--reconnection-grace-time', '5'],
    ...(options.restricted ? [] : ['--disable-workspace-trust']),
    ...(options.suite ? ['--enable-smoke-test-driver'] : []),
    ...(options.extraArgs ?? []),
  ];
}

/** One VS Code window in headless Chromium. With `suite` its extension host runs it; else it is an ordinary window. */
export async function openWindow(options: WindowOptions): Promise<Window> {
  const temp = await mkdtemp(join(tmpdir(), 'vscode-window-'));
  let server: Server | undefined;
  let browser: Browser | undefined;
  let closing: Promise<void> | undefined;
  const exit = Promise.withResolvers<number>();
  const close = (): Promise<void> =>
    (closing ??= (async () => {
      await browser?.close();
      await server?.stop();
      await rm(temp, { recursive: true, force: true, maxRetries: 5 });
    })());
  try {
    server = await startServer({ temp, args: await prepare(options, temp), env: options.env });
    void server.exited.then(() => setTimeout(() => exit.resolve(4), 1000).unref());
    browser = await launch();
    browser.on('disconnected', () => exit.resolve(3));
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const origin = `http://${server.authority}`;
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin });
    const page = await context.newPage();
    page.on('crash', () => exit.resolve(3));
    await page.exposeFunction('codeAutomationLog', (type: string, args: unknown[]) =>
      options.onLog?.(type, format(...args)),
    );
    await page.exposeFunction('codeAutomationExit', (code: number) => exit.resolve(code));
    await page.goto(address(server, options), { timeout: 60_000 });
    return { page, temp, exit: exit.promise, close };
  } catch (error) {
    await close();
    throw error;
  }
}
