import * as l10n from '@vscode/l10n';
import { mapAt, stringAt, type MapNode, type ScalarNode } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { textsUnder, without } from '../../fixes.ts';
import { given, textsIn } from '../../given.ts';
import { podsOf, type PodParts } from '../../pods.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';

const example = (container: string): string =>
  setExample('DaemonSet', {
    template: `annotations:\n  container.apparmor.security.beta.kubernetes.io/${container}: runtime/default\n`,
  });

const appArmor = 'container.apparmor.security.beta.kubernetes.io/';
const seccompPod = 'seccomp.security.alpha.kubernetes.io/pod';
const seccompContainer = 'container.seccomp.security.alpha.kubernetes.io/';
const mirror = 'kubernetes.io/config.mirror';
const deletionCost = 'controller.kubernetes.io/pod-deletion-cost';

export const podAnnotationInvalid: Rule = {
  code: 'pod-annotation-invalid',
  severity: 'error',
  basis: 'api',
  kinds: 'any',
  docs: {
    title: 'An annotation that the API server reads has no valid value',
    why: `The old annotations for AppArmor name a container of the pod and a profile (\`runtime/default\`, \`unconfined\`,
\`localhost/…\`), those for seccomp a profile, and must not contradict \`securityContext\`; the cost of a pod's deletion is
a whole number. The API server refuses others. The fields of \`securityContext\` have taken the place of these annotations.`,
    bad: example('wep'),
    good: example('web'),
  },
  *check(context) {
    for (const pod of podsOf(context)) {
      const annotations = mapAt(pod.spec.owner?.node, 'metadata', 'annotations');
      if (!annotations || context.partial) continue;
      for (const key of annotations.byKey.keys()) {
        for (const value of textsIn(annotations, key)) {
          const message = faultOf(pod, key, value);
          if (message === undefined) continue;
          yield problemAt(value, message, {
            fixes: () => [without(context.file.manifest.text, annotations, key)],
          });
        }
      }
    }
  },
};

function faultOf(
  pod: PodParts,
  key: string,
  { value }: ScalarNode & { readonly value: string },
): string | undefined {
  if (key.startsWith(appArmor)) return appArmorFault(pod, key.slice(appArmor.length), value);
  if (key === seccompPod || key.startsWith(seccompContainer)) return seccompFault(pod, key, value);
  if (key === deletionCost && !isCost(value))
    return l10n.t('"{0}" is no whole number of 32 bits: the API server refuses it.', value);
  if (key === mirror && !given(pod.node, 'nodeName'))
    return l10n.t('Only a pod with a nodeName can be a mirror: the API server refuses it.');
  return undefined;
}

function seccompFault(pod: PodParts, key: string, value: string): string | undefined {
  if (!isSeccomp(value)) return l10n.t('"{0}" is no seccomp profile: the API server refuses it.', value);
  const field = seccompField(pod, key);
  return !field || agrees(field, value === 'docker/default' ? 'runtime/default' : value)
    ? undefined
    : l10n.t('securityContext.seccompProfile says otherwise: the API server refuses both.');
}

function seccompField(pod: PodParts, key: string): MapNode | undefined {
  if (key === seccompPod) return mapAt(pod.node, 'securityContext', 'seccompProfile');
  const container = pod.all.find(({ node }) => stringAt(node, 'name') === key.slice(seccompContainer.length));
  return mapAt(container?.node, 'securityContext', 'seccompProfile');
}

function isSeccomp(profile: string): boolean {
  if (profile === 'runtime/default' || profile === 'docker/default' || profile === 'unconfined') return true;
  const file = profile.startsWith('localhost/') ? profile.slice('localhost/'.length) : undefined;
  return file !== undefined && !file.startsWith('/') && !file.split('/').includes('..');
}

/** `GetDeletionCostFromPodAnnotations`: 32 bits, without a plus sign or leading zeros. */
function isCost(text: string): boolean {
  return /^(?:0|-[0-9]+|[1-9][0-9]*)$/.test(text) && Number(text) >= -(2 ** 31) && Number(text) < 2 ** 31;
}

function appArmorFault(pod: PodParts, name: string, profile: string): string | undefined {
  const all = pod.all.map(({ node }) => node);
  if (!textsUnder(all, 'name').has(name))
    return l10n.t('The pod has no container named "{0}": the API server refuses the annotation.', name);
  const known = profile === '' || profile === 'runtime/default' || profile === 'unconfined';
  if (!known && !profile.startsWith('localhost/'))
    return l10n.t('"{0}" is no AppArmor profile: the API server refuses it.', profile);
  const container = all.find((node) => stringAt(node, 'name') === name);
  const field =
    mapAt(container, 'securityContext', 'appArmorProfile') ??
    mapAt(pod.node, 'securityContext', 'appArmorProfile');
  if (!field || stringAt(pod.node, 'os', 'name') === 'windows' || agrees(field, profile)) return undefined;
  return l10n.t('securityContext.appArmorProfile says otherwise: the API server refuses both.');
}

function agrees(field: MapNode, profile: string): boolean {
  switch (stringAt(field, 'type')) {
    case 'Unconfined':
      return profile === 'unconfined';
    case 'RuntimeDefault':
      return profile === 'runtime/default';
    case 'Localhost':
      return profile === `localhost/${stringAt(field, 'localhostProfile') ?? ''}`;
    default:
      return true;
  }
}
