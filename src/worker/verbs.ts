import * as l10n from '@vscode/l10n';
import type { MessageConnection } from 'vscode-jsonrpc';
import { UserError } from '../base/errors.ts';
import { applyAll } from '../cluster/apply.ts';
import type { Client } from '../cluster/client.ts';
import { diffAll } from '../cluster/diff.ts';
import { deleteInOrder, deletePlan, type DeleteInOrderOptions } from '../cluster/deleteInOrder.ts';
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
  answers.on(requests.apply, async ({ objects, where: meant, dryRun, force }, signal) => {
    const options = { dryRun, defaultNamespace: meant.namespace, signal };
    return confirmed(sessions, meant, (client) =>
      applyAll(client, objects, { ...options, force: (object) => force[objects.indexOf(object)] === true }),
    );
  });
  answers.on(requests.diff, ({ objects, where: { namespace, ...meant } }, signal) =>
    confirmed(sessions, meant, (client) => diffAll(client, objects, { defaultNamespace: namespace, signal })),
  );
  answers.on(requests.planDelete, async ({ objects }, signal) => {
    const session = await sessions.own();
    const { client } = session;
    const defaultNamespace = sessions.defaultNamespace(session);
    return deletePlan(client, objects, { defaultNamespace, signal });
  });
  answers.on(requests.delete, async ({ plan, claims, id }, signal) => {
    const onProgress: DeleteInOrderOptions['onProgress'] = (progress) =>
      void connection.sendNotification(notifications.deleteProgress.method, { id, ...progress });
    await confirmed(sessions, plan, (client) => deleteInOrder(client, plan, { claims, signal, onProgress }));
  });
}

/**
 * Works on the cluster that a person was told of, and keeps its session meanwhile, whatever the window turns to.
 * @throws UserError where the context means another server now.
 */
async function confirmed<T>(
  sessions: Sessions,
  { context, server }: Pick<Where, 'context' | 'server'>,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const session = await sessions.of(context);
  if (session.client.server !== server) {
    throw new UserError({
      code: 'conflict',
      message: l10n.t(
        'The context {0} means {1} now, no longer {2}.',
        context,
        session.client.server,
        server,
      ),
      remedy: l10n.t('Nothing was changed. Look at the context and try again.'),
    });
  }
  const pin = sessions.pin(session);
  try {
    return await work(session.client);
  } finally {
    pin.dispose();
  }
}

/** Where verbs go. */
async function where(sessions: Sessions): Promise<Where> {
  const session = await sessions.own();
  const { context, cluster } = session.target;
  return { context: context.name, server: cluster.server, namespace: sessions.defaultNamespace(session) };
}
