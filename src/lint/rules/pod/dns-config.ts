import * as l10n from '@vscode/l10n';
import { mapsAt, scalarAt, type MapNode } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { changeTo } from '../../fixes.ts';
import { given, lengthIn, textIn, textsIn } from '../../given.ts';
import { podsOf } from '../../pods.ts';
import { problemAt, problemWithout } from '../../problem.ts';
import type { Problem, Rule } from '../../rule.ts';

const example = (config: string): string => setExample('DaemonSet', { pod: `dnsPolicy: None\n${config}` });

export const dnsConfig: Rule = {
  code: 'dns-config',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: 'A dnsConfig has too little, or too much',
    why: `With \`dnsPolicy: None\` a pod has only what \`dnsConfig\` gives it, so the API server wants a name server there. There can be at
most 3 name servers and 32 search domains of 2,048 characters together; each option has a name.`,
    bad: example(''),
    good: example('dnsConfig:\n  nameservers:\n  - 10.0.0.10\n'),
  },
  *check(context) {
    for (const { node } of podsOf(context)) {
      if (textIn(node, 'dnsPolicy') === 'None' && !context.partial) yield* noServers(node);
    }
    for (const { node } of context.typed('PodDNSConfig')) yield* tooMuch(node);
  },
};

function* noServers(pod: MapNode): Generator<Problem> {
  const policy = scalarAt(pod, 'dnsPolicy');
  const config = given(pod, 'dnsConfig');
  const message = l10n.t('dnsPolicy "None" needs a name server: the API server refuses it without.');
  const fixes = () => (policy ? [{ ...changeTo(policy, 'ClusterFirst'), preferred: false }] : []);
  if (!config) yield problemWithout(pod, 'dnsConfig', message, { fixes });
  else if (config.kind === 'map' && lengthIn(config, 'nameservers') === 0)
    yield problemWithout(config, 'nameservers', message, { fixes });
}

function* tooMuch(config: MapNode): Generator<Problem> {
  const servers = given(config, 'nameservers');
  const searches = given(config, 'searches');
  if (servers && (lengthIn(config, 'nameservers') ?? 0) > 3)
    yield problemAt(servers, l10n.t('There can be at most {0}: the API server refuses more.', 3));
  const characters = textsIn(config, 'searches')
    .map(({ value }) => value)
    .join(' ').length;
  if (searches && (lengthIn(config, 'searches') ?? 0) > 32)
    yield problemAt(searches, l10n.t('There can be at most {0}: the API server refuses more.', 32));
  else if (searches && characters > 2048)
    yield problemAt(
      searches,
      l10n.t('There can be at most {0} characters: the API server refuses more.', 2048),
    );
  for (const { map } of mapsAt(config, 'options')) {
    if (textIn(map, 'name') !== '') continue;
    yield problemAt(map, l10n.t('The option has no name: the API server refuses it.'));
  }
}
