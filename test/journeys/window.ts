import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { hostSupport } from '../vscode/host.ts';
import { browserPath, openWindow as openVsCode } from '../vscode/window.ts';
import { Driver } from './driver.ts';

const root = join(import.meta.dirname, '../..');

/** How long a verb of the driver waits for what it needs, in ms. */
const patience = 60_000;

export interface JourneyOptions {
  /** The folder to open; without one an empty temporary folder is made. */
  readonly folder?: string;
  readonly settings?: Record<string, unknown>;
  /** E.g. KUBECONFIG: what the extension sees beside this process's own environment. */
  readonly env?: NodeJS.ProcessEnv;
  readonly restricted?: boolean;
  readonly extraArgs?: readonly string[];
}

export class JourneyWindow extends Driver {
  readonly folder: string;
  readonly #artifacts: string;
  readonly #temp: string;
  readonly #console: readonly string[];
  readonly #close: () => Promise<void>;

  constructor(parts: {
    driver: ConstructorParameters<typeof Driver>;
    folder: string;
    temp: string;
    console: readonly string[];
    close: () => Promise<void>;
  }) {
    super(...parts.driver);
    this.#artifacts = parts.driver[1];
    this.folder = parts.folder;
    this.#temp = parts.temp;
    this.#console = parts.console;
    this.#close = parts.close;
  }

  /** Keeps what explains a failure: a picture, the browser's console, VS Code's logs and the extension's own among them. */
  async capture(): Promise<string> {
    const logs = join(this.#artifacts, 'logs');
    await mkdir(logs, { recursive: true });
    if (!this.page.isClosed()) await this.screenshot('failed');
    await writeFile(join(logs, 'console.log'), this.#console.join('\n'));
    await cp(join(this.#temp, 'server.log'), join(logs, 'server.log'));
    const kept = join(this.#temp, 'user/logs');
    for (const file of await readdir(kept, { recursive: true })) {
      // `20261123T160747/exthost1/publisher.name/Channel.log` → `exthost1.publisher.name.Channel.log`
      const name = file.split('/').slice(1).join('.');
      if (file.endsWith('.log')) await cp(join(kept, file), join(logs, name));
    }
    return logs;
  }

  /** Ends the window and removes its temporary folders. */
  close(): Promise<void> {
    return this.#close();
  }
}

/**
 * Opens VS Code in a window, as a person would, with the extension as it lies in `dist`. `name` is the folder of its pictures
 * and logs under test/artifacts. The caller closes it.
 */
export async function openWindow(
  options: JourneyOptions & { readonly name: string },
): Promise<JourneyWindow> {
  const artifacts = join(root, 'test/artifacts', options.name);
  await rm(artifacts, { recursive: true, force: true });
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'kube-sets-folder-')));
  const removeOwn = async (): Promise<void> => {
    if (options.folder === undefined) await rm(folder, { recursive: true, force: true });
  };
  const console: string[] = [];
  try {
    const window = await openVsCode({ ...options, folder, extensions: [root] });
    const { page, temp } = window;
    page.setDefaultTimeout(patience);
    page.on('console', (message) => console.push(`[${message.type()}] ${message.text()}`));
    page.on('pageerror', (error) => console.push(`[error] ${error.stack ?? error.message}`));
    await page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 60_000 });
    const end = async (): Promise<void> => {
      await window.close();
      await removeOwn();
    };
    return new JourneyWindow({ driver: [page, artifacts], folder, temp, console, close: end });
  } catch (error) {
    await removeOwn();
    throw error;
  }
}

/** Why no window can be opened here, or undefined when one can. */
export function noWindow(): string | undefined {
  const support = hostSupport();
  if (!support.ok) return `${support.why} ${support.remedy}`;
  return browserPath() ? undefined : 'No Chromium: install the package "chromium", or set CHROMIUM.';
}

/**
 * A journey: a test in a window of its own, which is closed whatever happens. Pictures go to test/artifacts/<file>/; when it
 * fails, so do the logs.
 */
export function journey(
  title: string,
  file: string,
  options: JourneyOptions | (() => Promise<JourneyOptions>),
  walk: (window: JourneyWindow, t: TestContext) => Promise<void>,
): void {
  const why = noWindow();
  test(title, { skip: why ?? false, timeout: 600_000 }, async (t) => {
    const wish = typeof options === 'function' ? await options() : options;
    const name = basename(file).replace(/\.journey\.ts$/, '');
    const window = await openWindow({ ...wish, name });
    try {
      await walk(window, t);
    } catch (error) {
      t.diagnostic(`Pictures and logs: ${await window.capture()}`);
      throw error;
    } finally {
      await window.close();
    }
  });
}
