import * as l10n from '@vscode/l10n';
import { scalarAt } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { without } from '../../fixes.ts';
import { given, isTrue, lengthIn } from '../../given.ts';
import { podsOf, type PodParts } from '../../pods.ts';
import { problemAt } from '../../problem.ts';
import type { Problem, Rule } from '../../rule.ts';

const example = (more: string): string => setExample('DaemonSet', { pod: `hostPID: true\n${more}` });

export const hostNamespaces: Rule = {
  code: 'host-namespaces',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: "The host's namespaces exclude the pod's own",
    why: `A pod with \`hostPID: true\` sees the processes of its node and can't share a namespace of its own among its containers
(\`shareProcessNamespace\`). With users of its own (\`hostUsers: false\`) it can have neither \`hostNetwork\`, \`hostPID\`, \`hostIPC\` nor
raw block devices. A \`hostnameOverride\` excludes \`hostNetwork\` and \`setHostnameAsFQDN\`. The API server refuses these.`,
    bad: example('shareProcessNamespace: true\n'),
    good: example(''),
  },
  *check(context) {
    const { text } = context.file.manifest;
    for (const pod of podsOf(context)) {
      const { node } = pod;
      const share = given(node, 'shareProcessNamespace');
      if (share && isTrue(node, 'shareProcessNamespace') && isTrue(node, 'hostPID')) {
        yield problemAt(
          share,
          l10n.t('hostPID and shareProcessNamespace exclude each other: the API server refuses both.'),
          {
            fixes: () => [without(text, node, 'shareProcessNamespace', true), without(text, node, 'hostPID')],
          },
        );
      }
      if (scalarAt(node, 'hostUsers')?.value === false) yield* withOwnUsers(pod, text);
      const override = given(node, 'hostnameOverride');
      for (const field of override ? ['hostNetwork', 'setHostnameAsFQDN'] : []) {
        if (!override || !isTrue(node, field)) continue;
        yield problemAt(
          override,
          l10n.t('hostnameOverride and {0} exclude each other: the API server refuses both.', field),
          { fixes: () => [without(text, node, 'hostnameOverride'), without(text, node, field)] },
        );
      }
    }
  },
};

function* withOwnUsers({ node, all }: PodParts, text: string): Generator<Problem> {
  for (const field of ['hostNetwork', 'hostPID', 'hostIPC']) {
    const value = given(node, field);
    if (!value || !isTrue(node, field)) continue;
    yield problemAt(value, l10n.t('{0} is refused by the API server with hostUsers: false.', field), {
      fixes: () => [without(text, node, field), without(text, node, 'hostUsers')],
    });
  }
  for (const container of all) {
    const devices = given(container.node, 'volumeDevices');
    if (devices && (lengthIn(container.node, 'volumeDevices') ?? 0) > 0) {
      yield problemAt(
        devices,
        l10n.t('{0} is refused by the API server with hostUsers: false.', 'volumeDevices'),
      );
    }
  }
}
