import type { Rule } from '../../rule.ts';
import { setExample } from '../../examples.ts';

const good = setExample('DaemonSet');

/** Found in documents, not in objects: see typeMeta.ts. */
export const kindMissing: Rule = {
  code: 'kind-missing',
  severity: 'error',
  basis: 'api',
  kinds: [],
  docs: {
    title: 'An object without kind',
    why: `Without \`kind\`, spelled exactly so, the API server can not tell what an object
is. Documents that are not meant for Kubernetes are left alone.`,
    bad: good.replace('kind: DaemonSet', 'Kind: DaemonSet'),
    good,
  },
  check: () => [],
};
