import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { downloadAndUnzipVSCode, runTests, TestRunFailedError } from '@vscode/test-electron';
import type { Counts } from '../../scripts/lib/outcome.ts';
import { hostSupport, profile } from '../vscode/host.ts';
import { browserPath } from '../vscode/window.ts';
import { bundleSuites } from './bundle.ts';

const root = join(import.meta.dirname, '../..');

export type Host =
  | { readonly is: 'vscode'; readonly executable: string; readonly what: string }
  | { readonly is: 'none'; readonly why: string; readonly remedy: string };

/** How long a download of VS Code may show no progress, in ms. */
const downloadPatience = 15_000;

/**
 * The VS Code to test in: `VSCODE_EXECUTABLE`, else the desktop by test-electron's download, else the server. Where the download
 * can't be had it fails within a second. `VSCODE_TEST_HOST` (`desktop` or `server`) forbids the other.
 */
export async function findHost(): Promise<Host> {
  const given = process.env['VSCODE_EXECUTABLE'];
  if (given) return { is: 'vscode', executable: given, what: given };
  const wish = process.env['VSCODE_TEST_HOST'];
  let why = 'VSCODE_TEST_HOST asks for the server';
  if (wish !== 'server') {
    try {
      const executable = await downloadAndUnzipVSCode({ version: 'stable', timeout: downloadPatience });
      return { is: 'vscode', executable, what: 'desktop VS Code' };
    } catch (error) {
      why = `the desktop VS Code can't be downloaded (${(error as Error).message})`;
    }
  }
  const support = hostSupport();
  if (wish === 'desktop' || !support.ok) {
    const remedy = 'Set VSCODE_EXECUTABLE to an installed VS Code.';
    return { is: 'none', why: support.ok ? why : `${why}. ${support.why}`, remedy };
  }
  if (!browserPath()) {
    return {
      is: 'none',
      why: `${why}. No Chromium`,
      remedy: 'Install the package "chromium", or set CHROMIUM.',
    };
  }
  return {
    is: 'vscode',
    executable: join(root, 'test/vscode/launcher.js'),
    what: `VS Code as a server, since ${why}`,
  };
}

/** Hands on what is added to a file of text; the result stops that after a last look. */
function follow(file: string, say: (text: string) => void): () => Promise<void> {
  let at = 0;
  const look = async (): Promise<void> => {
    const all = await readFile(file);
    // Only whole lines: a character of several bytes may be half there.
    const end = all.lastIndexOf('\n') + 1;
    if (end > at) say(all.subarray(at, end).toString());
    at = Math.max(at, end);
  };
  const timer = setInterval(() => void look(), 250);
  return async () => {
    clearInterval(timer);
    await look();
  };
}

/**
 * Runs the suites of test/integration/suite, or with `restricted` those of test/integration/restricted in Restricted Mode, inside
 * VS Code's extension host. `say` hears its report as it grows; by default it is printed. Only the report's own closing line counts, never the exit code.
 */
export async function runIntegration(wish: {
  readonly executable: string;
  readonly restricted: boolean;
  readonly grep?: string | undefined;
  readonly env: NodeJS.ProcessEnv;
  readonly say?: (text: string) => void;
}): Promise<Counts> {
  const { say = (text) => void process.stdout.write(text) } = wish;
  const suites = wish.restricted ? 'restricted' : 'suite';
  const runner = await bundleSuites(suites);
  const temp = await mkdtemp(join(tmpdir(), 'kube-sets-integration-'));
  const artifacts = join(root, 'test/artifacts/integration');
  await mkdir(artifacts, { recursive: true });
  const log = createWriteStream(join(artifacts, `${suites}.vscode.log`));
  const report = join(temp, 'report.txt');
  await writeFile(report, '');
  const folder = join(temp, 'folder');
  await mkdir(folder);
  const stop = follow(report, say);
  let ending = 'VS Code ended';
  try {
    await runTests({
      vscodeExecutablePath: wish.executable,
      extensionDevelopmentPath: root,
      extensionTestsPath: runner,
      launchArgs: [
        folder,
        `--user-data-dir=${await profile(join(temp, 'user'))}`,
        `--extensions-dir=${join(temp, 'extensions')}`,
      ],
      extensionTestsEnv: {
        // Never the person's own cluster: where KUBECONFIG is set, ~/.kube is not read.
        KUBECONFIG: join(temp, 'no-kubeconfig'),
        KUBESETS_SUITE_REPORT: report,
        ...(wish.grep ? { KUBESETS_SUITE_GREP: wish.grep } : {}),
        ...(wish.restricted ? { VSCODE_TEST_RESTRICTED: '1' } : {}),
        ...wish.env,
      },
      stdout: log,
      stderr: log,
    });
  } catch (error) {
    if (!(error instanceof TestRunFailedError)) throw error;
    ending = `VS Code ended with ${error.code ?? error.signal}`;
  } finally {
    await stop();
    log.end();
  }
  const said = await readFile(report, 'utf8');
  await rm(temp, { recursive: true, force: true, maxRetries: 5 });
  const closing = /^(\d+) passed, (\d+) failed, (\d+) skipped\n$/m.exec(said);
  if (closing) {
    const failures = [...said.matchAll(/^✖ (.+)$/gm)].map(
      ([, failure]) => JSON.parse(failure ?? '') as string,
    );
    return {
      passed: Number(closing[1]),
      failed: Number(closing[2]),
      skipped: Number(closing[3]),
      failures,
    };
  }
  const why = `${ending} before the suite did: see test/artifacts/integration/${suites}.vscode.log`;
  say(`${why}\n`);
  return { passed: 0, failed: 1, skipped: 0, failures: [why] };
}
