import type { Rule } from '../../rule.ts';
import { setExample } from '../../examples.ts';

const good = setExample('DaemonSet');

/** Found in documents, not in objects: see typeMeta.ts. */
export const apiVersionMissing: Rule = {
  code: 'api-version-missing',
  severity: 'error',
  basis: 'api',
  kinds: [],
  docs: {
    title: 'An object without apiVersion',
    why: `Without \`apiVersion\`, spelled exactly so, the API server can not tell what an object
is. Documents that are not meant for Kubernetes are left alone.`,
    bad: good.replace('apiVersion: apps/v1\n', ''),
    good,
  },
  check: () => [],
};
