import type { MessageConnection } from 'vscode-jsonrpc';
import { applyAll } from '../cluster/apply.ts';
import { deleteInOrder, deletePlan } from '../cluster/deleteInOrder.ts';
import { deletePod } from '../cluster/verbs.ts';
import { notifications, requests, type Where } from './protocol.ts';
import type { Answers } from './serve.ts';
import type { Sessions } from './sessions.ts';

/** The verbs that change the cluster. Their effects come back as events. */
export function serveVerbs(answers: Answers, connection: MessageConnection, sessions: Sessions): void {
  answers.on(requests.where, () => where(sessions));
  answers.on(requests.deletePod, async ({ pod }, signal) => {
    const { client } = await sessions.of(pod.context);
    await deletePod(client, pod, { signal });
  });
  answers.on(requests.apply, async ({ objects, dryRun, force }, signal) => {
    const { client } = await sessions.own();
    const { namespace: defaultNamespace } = await where(sessions);
    return applyAll(client, objects, { dryRun, force, defaultNamespace, signal });
  });
  answers.on(requests.planDelete, async ({ objects }, signal) => {
    const { client } = await sessions.own();
    const { namespace: defaultNamespace } = await where(sessions);
    return deletePlan(client, objects, { defaultNamespace, signal });
  });
  answers.on(requests.delete, async ({ plan, claims, id }, signal) => {
    const { client } = await sessions.of(plan.context);
    await deleteInOrder(client, plan, {
      claims,
      signal,
      onProgress: (progress) =>
        void connection.sendNotification(notifications.deleteProgress.method, { id, ...progress }),
    });
  });
}

/** Where verbs go. A manifest without a namespace goes to the only one chosen, else to the context's own. */
async function where(sessions: Sessions): Promise<Where> {
  const { context, cluster } = (await sessions.own()).target;
  const [only, ...more] = sessions.settings.namespaces ?? [];
  const namespace = only !== undefined && more.length === 0 ? only : context.namespace;
  return { context: context.name, server: cluster.server, namespace };
}
