import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { place } from '../../../src/model/placement.ts';
import { placementSpec } from '../../../src/model/trim.ts';
import { node } from './support.ts';

const taint = (key: string, effect: string, value = ''): object => ({ key, value, effect });
const k8s = (name: string, effect: string): object => taint(`node.kubernetes.io/${name}`, effect);
const affinity = (...terms: object[]): object => ({
  affinity: {
    nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: terms } },
  },
});
const expression = (key: string, operator: string, ...values: string[]): object => ({
  matchExpressions: [{ key, operator, ...(values.length > 0 ? { values } : {}) }],
});

type Case = [
  what: string,
  node: { labels?: Record<string, string>; taints?: object[] },
  template: object,
  answer: 'TT' | 'FT' | 'FF',
];

const dSsd = { labels: { d: 'ssd' } };
const cases: Case[] = [
  ['no taints', {}, {}, 'TT'],
  ['NoSchedule', { taints: [taint('k', 'NoSchedule', 'v')] }, {}, 'FT'],
  ['NoExecute', { taints: [taint('k', 'NoExecute', 'v')] }, {}, 'FF'],
  ['PreferNoSchedule', { taints: [taint('k', 'PreferNoSchedule', 'v')] }, {}, 'TT'],
  ['cordoned', { taints: [k8s('unschedulable', 'NoSchedule')] }, {}, 'TT'],
  ['not ready, NoExecute', { taints: [k8s('not-ready', 'NoExecute')] }, {}, 'TT'],
  ['not ready, NoSchedule', { taints: [k8s('not-ready', 'NoSchedule')] }, {}, 'FT'],
  ['no network', { taints: [k8s('network-unavailable', 'NoSchedule')] }, {}, 'FT'],
  [
    'no network, host’s own',
    { taints: [k8s('network-unavailable', 'NoSchedule')] },
    { hostNetwork: true },
    'TT',
  ],
  [
    'toleration of another effect',
    { taints: [taint('a', 'NoExecute', '1')] },
    { tolerations: [{ key: 'a', operator: 'Equal', value: '1', effect: 'NoSchedule' }] },
    'FF',
  ],
  [
    'tolerates all',
    { taints: [taint('a', 'NoExecute', '1')] },
    { tolerations: [{ operator: 'Exists' }] },
    'TT',
  ],
  [
    'tolerates for a while',
    { taints: [taint('a', 'NoExecute', '1')] },
    { tolerations: [{ key: 'a', operator: 'Exists', tolerationSeconds: 5 }] },
    'TT',
  ],
  ['NotIn without the label', {}, affinity(expression('zone', 'NotIn', 'a')), 'TT'],
  ['Gt equal', { labels: { cpu: '8' } }, affinity(expression('cpu', 'Gt', '8')), 'FF'],
  ['Gt less', { labels: { cpu: '8' } }, affinity(expression('cpu', 'Gt', '7')), 'TT'],
  ['Gt no number', { labels: { cpu: '8' } }, affinity(expression('cpu', 'Gt', 'x')), 'FF'],
  [
    'another node’s name',
    {},
    affinity({ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['n2'] }] }),
    'FF',
  ],
  ['an empty term', dSsd, affinity({}), 'FF'],
  ['one of two terms', dSsd, affinity(expression('d', 'In', 'hdd'), expression('d', 'Exists')), 'TT'],
  [
    'selector and affinity',
    dSsd,
    { nodeSelector: { d: 'hdd' }, ...affinity(expression('d', 'Exists')) },
    'FF',
  ],
  ['nodeName of another', {}, { nodeName: 'other' }, 'FF'],
  ['nodeName of this', {}, { nodeName: 'n1' }, 'TT'],
  ['no terms at all', {}, affinity(), 'FF'],
  [
    'an unreadable expression beside a match',
    dSsd,
    affinity(expression('d', 'In'), expression('d', 'Exists')),
    'TT',
  ],
  ['beyond 64 bits', { labels: { n: '1' } }, affinity(expression('n', 'Lt', '9223372036854775808')), 'FF'],
  ['64 bits', { labels: { n: '1' } }, affinity(expression('n', 'Lt', '9223372036854775807')), 'TT'],
  [
    'a numeric toleration',
    { taints: [taint('n', 'NoSchedule', '5')] },
    { tolerations: [{ key: 'n', operator: 'Lt', value: '9' }] },
    'FT',
  ],
  ['a label named like a method', {}, { nodeSelector: { toString: 'x' } }, 'FF'],
];

describe('placement', () => {
  for (const [what, on, template, answer] of cases) {
    test(`${what}: ${answer}`, () => {
      const { shouldRun, keep, reasons } = place(placementSpec(template), node('n1', on));
      assert.equal(`${shouldRun ? 'T' : 'F'}${keep ? 'T' : 'F'}`, answer);
      assert.equal(reasons.length === 0, shouldRun);
    });
  }

  test('gives every reason, in the controller’s order', () => {
    const template = {
      nodeName: 'other',
      nodeSelector: { d: 'hdd', gpu: 'yes' },
      ...affinity(expression('zone', 'In', 'a', 'b'), expression('d', 'In')),
    };
    const on = node('n1', { ...dSsd, taints: [taint('dedicated', 'NoExecute', 'db')] });
    assert.deepEqual(place(placementSpec(template), on).reasons, [
      { code: 'nodeName', want: 'other' },
      { code: 'nodeSelector', key: 'd', want: 'hdd', have: 'ssd' },
      { code: 'nodeSelector', key: 'gpu', want: 'yes' },
      { code: 'nodeAffinity', expression: 'zone In [a, b]', invalid: false },
      { code: 'nodeAffinity', expression: 'd In', invalid: true },
      { code: 'taint', key: 'dedicated', value: 'db', effect: 'NoExecute' },
    ]);
  });
});
