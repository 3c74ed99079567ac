import * as l10n from '@vscode/l10n';
import { stringAt, type MapNode } from '../../../manifest/nodes.ts';
import { freeName, textsUnder, withKey } from '../../fixes.ts';
import { textIn } from '../../given.ts';
import { problemAt, problemWithout } from '../../problem.ts';
import type { Rule } from '../../rule.ts';
import { serviceExample } from './examples.ts';
import { numberIn } from './numbers.ts';
import { servicesOf } from './service.ts';

export const servicePortNameMissing: Rule = {
  code: 'service-port-name-missing',
  severity: 'error',
  basis: 'api',
  kinds: ['Service'],
  docs: {
    title: 'One of several ports of a Service has no name',
    why: `As soon as a Service has more than one port, each of them needs a name, or the API server refuses the Service.`,
    bad: serviceExample('ports:\n- port: 80\n- name: metrics\n  port: 9090'),
    good: serviceExample('ports:\n- name: http\n  port: 80\n- name: metrics\n  port: 9090'),
  },
  *check(context) {
    const { text } = context.file.manifest;
    for (const { ports } of servicesOf(context)) {
      if (ports.length < 2) continue;
      for (const port of ports) {
        if (textIn(port, 'name') !== '') continue;
        const message = l10n.t(
          'A port of a Service with several ports needs a name: the API server refuses it without.',
        );
        const fixes = () => {
          const taken = textsUnder(ports, 'name');
          const name = nameOf(port);
          return [withKey(text, port, 'name', taken.has(name) ? freeName(name, taken) : name, true)];
        };
        const written = port.byKey.get('name');
        yield written
          ? problemAt(written.value, message, { fixes })
          : problemWithout(port, 'name', message, { fixes });
      }
    }
  },
};

const usual: ReadonlyMap<number, string> = new Map([
  [80, 'http'],
  [8080, 'http'],
  [443, 'https'],
  [8443, 'https'],
  [9090, 'metrics'],
  [9100, 'metrics'],
  [5432, 'postgresql'],
  [3306, 'mysql'],
  [6379, 'redis'],
  [27017, 'mongodb'],
  [2181, 'client'],
  [9092, 'kafka'],
]);

/** The name of the container's port, the usual one of the number, or the number. */
function nameOf(port: MapNode): string {
  const target = stringAt(port, 'targetPort');
  if (target !== undefined && /^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(target)) return target;
  const number = numberIn(port, 'port') ?? 0;
  return usual.get(number) ?? `port-${number}`;
}
