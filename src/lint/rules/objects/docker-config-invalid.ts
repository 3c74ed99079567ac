import * as l10n from '@vscode/l10n';
import { scalarAt } from '../../../manifest/nodes.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';
import { base64Stop, decodeBase64, decodeText } from '../../values/base64.ts';
import { objectExample } from './examples.ts';

const keys: Readonly<Record<string, string>> = {
  'kubernetes.io/dockerconfigjson': '.dockerconfigjson',
  'kubernetes.io/dockercfg': '.dockercfg',
};

export const dockerConfigInvalid: Rule = {
  code: 'docker-config-invalid',
  severity: 'error',
  basis: 'api',
  kinds: ['Secret'],
  docs: {
    title: 'Registry credentials that are not JSON',
    why: `A Secret for pulling images holds Docker's configuration file, a JSON object: \`{"auths": {"registry.example": {"auth": "…"}}}\`. The
API server refuses what is none. \`kubectl create secret docker-registry\` writes it.`,
    bad: objectExample(
      'v1',
      'Secret',
      'type: kubernetes.io/dockerconfigjson\nstringData:\n  .dockerconfigjson: "auths: {}"',
    ),
    good: objectExample(
      'v1',
      'Secret',
      `type: kubernetes.io/dockerconfigjson\nstringData:\n  .dockerconfigjson: '{"auths": {}}'`,
    ),
  },
  *check({ object: { node } }) {
    const type = scalarAt(node, 'type')?.value;
    const key = typeof type === 'string' && Object.hasOwn(keys, type) ? keys[type] : undefined;
    if (key === undefined) return;
    // `stringData` is written over `data`.
    const plain = scalarAt(node, 'stringData', key);
    const written = plain ?? scalarAt(node, 'data', key);
    if (typeof written?.value !== 'string') return;
    const encoded = plain === undefined;
    if (encoded && base64Stop(written.value) !== undefined) return;
    const text = encoded ? decodeText(decodeBase64(written.value)) : written.value;
    if (text !== undefined && isObject(text)) return;
    yield problemAt(written, l10n.t('{0} is no JSON object: the API server refuses it.', key));
  },
};

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    // Go reads null into a map as an empty one.
    return value === null || (typeof value === 'object' && !Array.isArray(value));
  } catch {
    return false;
  }
}
