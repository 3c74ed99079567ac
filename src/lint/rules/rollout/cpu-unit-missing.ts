import * as l10n from '@vscode/l10n';
import { scalarAt } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { changeTo } from '../../fixes.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';

const example = (cpu: string): string =>
  setExample('DaemonSet', {
    container: `resources:\n  requests:\n    cpu: ${cpu}\n    memory: 128Mi\n  limits:\n    memory: 256Mi\n`,
  });

/** RES003: what is written without its unit. */
export const cpuUnitMissing: Rule = {
  code: 'cpu-unit-missing',
  severity: 'warning',
  basis: 'runtime',
  kinds: 'any',
  docs: {
    title: 'Hundreds of cores are asked for',
    why: `CPU is counted in cores: \`100\` are a hundred cores, \`100m\` a tenth of one. No usual node has that many, so the pods stay Pending.
Thousandths of a core are written with \`m\`.`,
    bad: example('100'),
    good: example('100m'),
  },
  *check(context) {
    for (const { node } of context.typed('ResourceRequirements')) {
      for (const field of ['requests', 'limits']) {
        const cpu = scalarAt(node, field, 'cpu');
        if (!cpu || !/^\d{3,6}$/.test(cpu.text) || Number(cpu.text) < 100) continue;
        yield problemAt(cpu, l10n.t('{0} are cores, not thousandths: {0}m is meant, it seems.', cpu.text), {
          // A limit alone stands in no pod's way.
          ...(field === 'limits' && scalarAt(node, 'requests', 'cpu') ? { severity: 'info' as const } : {}),
          fixes: () => [changeTo(cpu, `${cpu.text}m`)],
        });
      }
    }
  },
};
