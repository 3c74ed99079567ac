import * as l10n from '@vscode/l10n';
import { scalarAt, type ScalarNode } from '../../../manifest/nodes.ts';
import { changeTo } from '../../fixes.ts';
import { setExample } from '../../examples.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';
import { nano, quantityOf } from '../../values/quantity.ts';

const example = (memory: string): string =>
  setExample('DaemonSet', { container: `resources:\n  requests:\n    cpu: 100m\n    memory: ${memory}` });

const mebibyte = 1_048_576n * nano;

export const quantityImplausible: Rule = {
  code: 'quantity-implausible',
  severity: 'warning',
  basis: 'runtime',
  kinds: 'any',
  docs: {
    title: 'An amount that can hardly be meant',
    why: `A number without a unit counts bytes, \`m\` means thousandths, and a unit without a number is zero: \`memory: 512\` are 512 bytes,
\`memory: 512m\` is half a byte, \`memory: Gi\` none at all. The API server accepts them. So does it accept \`cpu: 500\`, five hundred cores,
where \`500m\` is meant: the pod stays \`Pending\`. Found below one mebibyte of memory or storage and from a hundred cores.`,
    bad: example('128m'),
    good: example('128Mi'),
  },
  *check(context) {
    for (const type of ['ResourceRequirements', 'VolumeResourceRequirements']) {
      for (const { node } of context.typed(type)) {
        for (const field of ['requests', 'limits']) {
          for (const name of ['memory', 'storage', 'ephemeral-storage'])
            yield* bytes(scalarAt(node, field, name));
          yield* cores(scalarAt(node, field, 'cpu'));
        }
      }
    }
    for (const { node } of context.typed('EmptyDirVolumeSource')) yield* bytes(scalarAt(node, 'sizeLimit'));
  },
};

// What is plainly enough, so that it need not be computed.
const plain = /^\d*[1-9]\d*(?:\.\d+)?(?:[MGT]i?)$/;

function* bytes(node: ScalarNode | undefined) {
  if (!node || plain.test(node.text)) return;
  const amount = quantityOf(node);
  // A plain 0 says that nothing is asked for.
  if (amount === undefined || amount < 0n || amount >= mebibyte || /^[+-]?0+$/.test(node.text.trim())) return;
  const [, number = '', unit = ''] = /^(\d+)(m|)$/.exec(node.text.trim()) ?? [];
  const meant =
    number === '' ? undefined : unit === 'm' || Number(number) >= 64 ? `${number}Mi` : `${number}Gi`;
  yield problemAt(node, wording(node.text, amount, unit), {
    fixes: () => (meant === undefined ? [] : [changeTo(node, meant)]),
  });
}

function wording(text: string, amount: bigint, unit: string): string {
  if (amount === 0n) return l10n.t('{0} is zero bytes.', text);
  if (unit === 'm') return l10n.t('{0} are thousandths of a byte.', text);
  if (amount < nano) return l10n.t('{0} is less than a byte.', text);
  return l10n.t('{0} is {1} bytes: less than anything needs.', text, String(amount / nano));
}

function* cores(node: ScalarNode | undefined) {
  if (!node || !/^\d{3,}$/.test(node.text.trim())) return;
  const amount = quantityOf(node);
  if (amount === undefined || amount < 100n * nano) return;
  yield problemAt(node, l10n.t('{0} are whole cores; thousandths of one are written {0}m.', node.text), {
    fixes: () => [changeTo(node, `${node.text.trim()}m`)],
  });
}
