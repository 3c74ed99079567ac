import { setExample } from '../../examples.ts';
import { notOne, type Alternatives } from '../../oneOf.ts';
import { runsHooks } from '../../pods.ts';
import type { Rule } from '../../rule.ts';

const example = (handler: string): string =>
  setExample('StatefulSet', { container: `livenessProbe:\n  periodSeconds: 20\n${handler}` });

const handlers: readonly Alternatives[] = [
  {
    type: 'Probe',
    fields: ['exec', 'httpGet', 'tcpSocket', 'grpc'],
    blames: 'second',
    when: runsHooks,
  },
  {
    type: 'LifecycleHandler',
    fields: ['exec', 'httpGet', 'tcpSocket', 'sleep'],
    blames: 'second',
    when: runsHooks,
  },
];

export const probeHandler: Rule = {
  code: 'probe-handler',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: 'A probe or hook says not what to do, or several things',
    why: `A probe has exactly one of \`exec\`, \`httpGet\`, \`tcpSocket\` and \`grpc\`, a \`postStart\` or \`preStop\` hook exactly one of \`exec\`,
\`httpGet\`, \`sleep\` and \`tcpSocket\`. The API server refuses none and several.`,
    bad: example(''),
    good: example(`  tcpSocket:\n    port: 8080\n`),
  },
  check: (context) => notOne(context, handlers),
};
