import type { Rule } from '../../rule.ts';
import { setExample } from '../../examples.ts';

const good = setExample('DaemonSet');

/** Found in documents, not in objects: see typeMeta.ts. */
export const kindUnknown: Rule = {
  code: 'kind-unknown',
  severity: 'error',
  basis: 'api',
  kinds: [],
  docs: {
    title: 'A kind that no API server has',
    why: `Of the groups that are Kubernetes' own (the core, apps, batch, autoscaling, policy) it is known which kinds they have,
in which version and spelling. Custom resources are left alone.`,
    bad: good.replace('kind: DaemonSet', 'kind: Daemonset'),
    good,
  },
  check: () => [],
};
