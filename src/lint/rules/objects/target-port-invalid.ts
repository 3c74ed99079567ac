import * as l10n from '@vscode/l10n';
import type { ScalarNode } from '../../../manifest/nodes.ts';
import { setScalar } from '../../../manifest/edits.ts';
import { changeMaybe } from '../../fixes.ts';
import { given } from '../../given.ts';
import { problemAt } from '../../problem.ts';
import type { Fix, Rule } from '../../rule.ts';
import { asName, portNameFault } from '../../values/names.ts';
import { serviceExample } from './examples.ts';

export const targetPortInvalid: Rule = {
  code: 'target-port-invalid',
  severity: 'error',
  basis: 'api',
  kinds: ['Service', 'NetworkPolicy'],
  docs: {
    title: 'A target port that is neither a number nor the name of a port',
    why: `\`targetPort\` (in a NetworkPolicy \`port\`) is a number from 1 to 65535, or the name of a container's port: at most 15 lower-case
letters, digits and \`-\`, with a letter among them. A number in quotes is taken for a name, and refused.`,
    bad: serviceExample('ports:\n- port: 80\n  targetPort: "8080"'),
    good: serviceExample('ports:\n- port: 80\n  targetPort: 8080'),
  },
  *check(context) {
    const all = [
      ...context.typed('ServicePort').map(({ node }) => given(node, 'targetPort')),
      ...context.typed('NetworkPolicyPort').map(({ node }) => given(node, 'port')),
    ];
    for (const node of all) {
      if (node?.kind !== 'scalar') continue;
      // A Service's target port of 0 or '' stands for the port itself.
      if ((node.value === 0 || node.value === '') && context.object.kind === 'Service') continue;
      const fault = faultOf(node);
      if (fault === undefined) continue;
      const message = l10n.t('"{0}" is no port: {1}. The API server refuses it.', node.text, fault);
      yield problemAt(node, message, { fixes: () => fixes(node) });
    }
  },
};

function faultOf({ value }: ScalarNode): string | undefined {
  if (typeof value === 'string') {
    return /^[0-9]+$/.test(value)
      ? l10n.t('a number in quotes is a name, and a name needs a letter')
      : portNameFault(value);
  }
  if (typeof value !== 'number' || !Number.isInteger(value)) return undefined;
  return value >= 1 && value <= 65535 ? undefined : l10n.t('ports go from 1 to 65535');
}

function fixes(node: ScalarNode): readonly Fix[] {
  const { value } = node;
  if (typeof value !== 'string') return [];
  const number = /^[0-9]+$/.test(value) ? Number(value) : 0;
  if (number < 1 || number > 65535) return changeMaybe(node, asName(value, portNameFault, 15));
  const edits = setScalar({ ...node, style: 'plain' }, number);
  return [{ title: l10n.t('Write it as a number'), edits, preferred: true }];
}
