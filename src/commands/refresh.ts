import { requests } from '../worker/protocol.ts';
import { requireTrust } from './target.ts';
import type { MakeVerb } from './verb.ts';

/** *Refresh*: reads the kubeconfig anew and lists everything anew. */
export const refresh: MakeVerb = ({ worker, views }) => ({
  id: 'kubesets.refresh',
  async run() {
    requireTrust();
    views.refreshVisibility();
    await worker.request(requests.refresh);
    views.reset();
  },
});
