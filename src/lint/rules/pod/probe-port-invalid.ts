import * as l10n from '@vscode/l10n';
import { scalarAt, type ScalarNode } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { changeMaybe, changeTo } from '../../fixes.ts';
import { problemAt } from '../../problem.ts';
import type { Fix, Rule } from '../../rule.ts';
import { asName, portNameFault } from '../../values/names.ts';

const example = (port: string): string =>
  setExample('StatefulSet', {
    container: `readinessProbe:\n  httpGet:\n    path: /ready\n    port: ${port}\n`,
  });

export const probePortInvalid: Rule = {
  code: 'probe-port-invalid',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: 'A probe or hook has no valid port',
    why: `\`port\` of \`httpGet\` and \`tcpSocket\` is a number from 1 to 65535 or the name of a port of the container; that of \`grpc\` is a
number. A number in quotes is a name for the API server, which refuses it as such.`,
    bad: example('"8080"'),
    good: example('8080'),
  },
  *check(context) {
    for (const type of ['HTTPGetAction', 'TCPSocketAction', 'GRPCAction']) {
      for (const { node } of context.typed(type)) {
        const port = scalarAt(node, 'port');
        if (!port) continue;
        const fault = faultOf(port, type === 'GRPCAction');
        if (fault === undefined) continue;
        yield problemAt(port, l10n.t('"{0}" is no port: {1}. The API server refuses it.', port.text, fault), {
          fixes: () => fixes(port),
        });
      }
    }
  },
};

function faultOf({ value }: ScalarNode, numbersOnly: boolean): string | undefined {
  if (typeof value === 'number') {
    if (!Number.isInteger(value) || (value >= 1 && value <= 65535)) return undefined;
    return l10n.t('it is not from 1 to 65535');
  }
  return typeof value === 'string' && !numbersOnly ? portNameFault(value) : undefined;
}

function fixes(port: ScalarNode): readonly Fix[] {
  if (typeof port.value !== 'string') return [];
  const number = /^[0-9]{1,5}$/.test(port.value) ? Number(port.value) : 0;
  if (number >= 1 && number <= 65535) {
    return [{ ...changeTo(port, number), edits: [{ range: port.range, text: String(number) }] }];
  }
  return changeMaybe(port, asName(port.value, portNameFault));
}
