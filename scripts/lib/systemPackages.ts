import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { runChild } from './child.ts';

const debian = existsSync('/etc/debian_version');

/** Which of these Debian packages are not installed. Everything, where this is no Debian or Ubuntu. */
function missingPackages(packages: readonly string[]): string[] {
  if (!debian) return [...packages];
  const query = spawnSync('dpkg-query', ['--show', '--showformat=${Package} ${Status}\n', ...packages]);
  const there = new Set(
    query.stdout
      .toString()
      .split('\n')
      .filter((line) => line.endsWith(' installed'))
      .map((line) => line.split(' ')[0]),
  );
  return packages.filter((name) => !there.has(name));
}

/** The command that installs them by hand. */
export const aptCommand = (packages: readonly string[]): string =>
  `sudo apt-get install --no-install-recommends ${packages.join(' ')}`;

/**
 * Installs what is missing, where this is root on Debian or Ubuntu. Returns what is still missing: the caller says what that
 * costs and names {@link aptCommand}.
 */
export async function ensurePackages(packages: readonly string[]): Promise<string[]> {
  const missing = missingPackages(packages);
  if (missing.length === 0 || !debian || process.getuid?.() !== 0) return missing;
  console.error(`Installing ${missing.join(', ')} with apt-get…`);
  const options = { env: { DEBIAN_FRONTEND: 'noninteractive' }, stdout: 'stderr' } as const;
  await runChild('apt-get', ['-qq', 'update'], options);
  const install = ['-qq', '-y', '-o', 'Dpkg::Use-Pty=0', 'install', '--no-install-recommends', ...missing];
  await runChild('apt-get', install, options);
  return missingPackages(missing);
}
