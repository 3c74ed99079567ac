import * as l10n from '@vscode/l10n';
import { scalarAt } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { changeMaybe } from '../../fixes.ts';
import { textIn } from '../../given.ts';
import { nearest } from '../../nearest.ts';
import { problemAt, problemWithout } from '../../problem.ts';
import type { Rule } from '../../rule.ts';
import { jsonNumber, nano, quantityOf } from '../../values/quantity.ts';

const example = (resource: string): string =>
  setExample('StatefulSet', {
    container: `env:\n- name: CPUS\n  valueFrom:\n    resourceFieldRef:\n      resource: ${resource}\n`,
  });

const known: ReadonlySet<string> = new Set(
  ['cpu', 'memory', 'ephemeral-storage'].flatMap((name) => [`limits.${name}`, `requests.${name}`]),
);

const isHugePages = (resource: string): boolean => /^(?:limits|requests)\.hugepages-/.test(resource);

/** Whether an amount of billionths is a power of `base` from `1` to its sixth. */
function isPower(amount: bigint, base: bigint): boolean {
  for (let i = 0n; i <= 6n; i++) if (amount === nano * base ** i) return true;
  return false;
}

/** `validateContainerResourceDivisor`: CPU is counted in `1m` or `1`, anything else in a single unit. */
function divides(resource: string, written: string, amount: bigint): boolean {
  if (amount === 0n || (!known.has(resource) && !isHugePages(resource))) return true;
  if (resource.endsWith('.cpu')) return amount === nano || amount === nano / 1000n;
  if (/[eE][-+]?[0-9]/.test(written)) return amount === nano;
  return isPower(amount, written.endsWith('i') ? 1024n : 1000n);
}

export const resourceFieldUnsupported: Rule = {
  code: 'resource-field-unsupported',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: 'A resourceFieldRef names no limit or request',
    why: `\`resourceFieldRef.resource\` is \`limits.\` or \`requests.\` and \`cpu\`, \`memory\`, \`ephemeral-storage\` or \`hugepages-<size>\`.
\`divisor\` is a single unit: \`1m\` or \`1\` for CPU, \`1\`, \`1k\` … \`1E\`, \`1Ki\` … \`1Ei\` for others. A file of a volume says the
\`containerName\` too. The API server refuses others.`,
    bad: example('limit.cpu'),
    good: example('limits.cpu'),
  },
  *check(context) {
    for (const { node, owner } of context.typed('ResourceFieldSelector')) {
      const resource = textIn(node, 'resource');
      if (resource === undefined) continue;
      const inFile = owner?.type === 'DownwardAPIVolumeFile';
      const name = scalarAt(node, 'resource');
      if (inFile && textIn(node, 'containerName') === '' && !context.partial) {
        yield problemWithout(
          node,
          'containerName',
          l10n.t('A file needs to say whose resources it shows (containerName): the API server refuses it.'),
        );
      } else if (name && resource !== '' && !known.has(resource) && !isHugePages(resource)) {
        yield problemAt(name, l10n.t('"{0}" is no limit or request: the API server refuses it.', resource), {
          fixes: () => changeMaybe(name, nearest(resource, known)),
        });
      }
      const divisor = scalarAt(node, 'divisor');
      const amount = quantityOf(divisor);
      if (!divisor || amount === undefined || divisor.value === null || typeof divisor.value === 'boolean')
        continue;
      if (divides(resource, jsonNumber(divisor.value), amount)) continue;
      yield problemAt(
        divisor,
        l10n.t('{0} can\'t be counted in units of "{1}": the API server refuses it.', resource, divisor.text),
      );
    }
  },
};
