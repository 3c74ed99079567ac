import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { delimiter, join, resolve } from 'node:path';
import { KubeConfig } from '@kubernetes/client-node';
import { UserError } from '../../src/base/errors.ts';

/**
 * The value of KUBECONFIG that shows a person's own cluster with `context` as the current one. Their file is not touched: a file
 * in `temp` that names the context comes first, and the first file that names one wins.
 */
export async function ownKubeconfig(
  file: string,
  context: string | undefined,
  temp: string,
): Promise<string> {
  const path = resolve(file);
  if (!existsSync(path)) {
    const remedy = 'Give the path of a kubeconfig after --kubeconfig.';
    throw new UserError({ code: 'no-kubeconfig', message: `There is no file ${path}.`, remedy });
  }
  if (context === undefined) return path;
  const config = new KubeConfig();
  config.loadFromFile(path);
  const names = config.getContexts().map(({ name }) => name);
  if (!names.includes(context)) {
    throw new UserError({
      code: 'bad-kubeconfig',
      message: `${path} has no context ${context}.`,
      remedy: names.length > 0 ? `It has: ${names.join(', ')}.` : 'It has none.',
    });
  }
  const choice = join(temp, 'context');
  await writeFile(choice, `apiVersion: v1\nkind: Config\ncurrent-context: ${JSON.stringify(context)}\n`);
  return [choice, path].join(delimiter);
}
