import * as l10n from '@vscode/l10n';
import { setScalar } from '../../../manifest/edits.ts';
import { scalarAt } from '../../../manifest/nodes.ts';
import { imageOf } from '../../../manifest/objects.ts';
import { setExample } from '../../examples.ts';
import { problemAt } from '../../problem.ts';
import type { Rule, Severity } from '../../rule.ts';

interface Move {
  /** What the repository in full begins with. */
  readonly from: string;
  /** What stands there now; undefined where there is no successor of the same tags. */
  readonly to?: string;
  /** The same tags are there: nothing else changes. */
  readonly same?: boolean;
  readonly why: (image: string) => string;
  readonly severity?: Severity;
  readonly pinned?: boolean;
}

const renamed = (name: string, since: string): Move => ({
  severity: 'info',
  from: `docker.io/library/${name}`,
  to: `hashicorp/${name}`,
  same: true,
  why: (image) =>
    l10n.t(
      '{0} gets no new versions since {1}: the image is published as {2}.',
      image,
      since,
      `hashicorp/${name}`,
    ),
});

const frozen = (from: string, same: boolean): Move => ({
  from,
  to: 'registry.k8s.io/',
  same,
  why: (image) =>
    l10n.t('{0} is in a registry that is frozen: Kubernetes publishes its images in registry.k8s.io.', image),
});

// registry.k8s.io: kubernetes.io/blog/2023/02/06/k8s-gcr-io-freeze-announcement. Bitnami: bitnami/charts#35164.
const moves: readonly Move[] = [
  frozen('k8s.gcr.io/', true),
  frozen('gcr.io/google-containers/', false),
  frozen('gcr.io/google_containers/', false),
  {
    from: 'gcr.io/google-samples/',
    severity: 'info',
    why: (image) =>
      l10n.t('{0} is a sample that nobody maintains: take the official image of what it holds.', image),
  },
  {
    from: 'quay.io/k8scsi/',
    to: 'registry.k8s.io/sig-storage/',
    why: (image) =>
      l10n.t(
        '{0} gets no new versions since 2021: they are published in registry.k8s.io/sig-storage.',
        image,
      ),
  },
  {
    from: 'docker.io/bitnami/',
    to: 'bitnamilegacy/',
    pinned: true,
    why: (image) =>
      l10n.t(
        '{0} is no longer there: since 2025-08-28 the versioned images of Bitnami are in bitnamilegacy, without updates.',
        image,
      ),
  },
  renamed('consul', '2023-07'),
  renamed('vault', '2023-07'),
];

const example = (image: string): string => setExample('DaemonSet', { name: 'pause', image });

/** IMG002. */
export const imageMoved: Rule = {
  code: 'image-moved',
  severity: 'warning',
  basis: 'runtime',
  kinds: 'any',
  docs: {
    title: 'The image has moved',
    why: `Some registries are frozen or empty: \`k8s.gcr.io\` is frozen since April 2023, Bitnami took its versioned images from
\`docker.io/bitnami\` in August 2025, HashiCorp publishes under a name of its own. Pods that start on a new node may find no image, and
fixes do not arrive. The quick fix writes where the image is now; from \`bitnamilegacy\` nothing new will come, so there the official
image of the same system is the better way, with other variables and paths.`,
    bad: example('k8s.gcr.io/pause:3.9'),
    good: example('registry.k8s.io/pause:3.9'),
  },
  *check(context) {
    for (const { node } of context.typed('Container')) {
      const image = scalarAt(node, 'image');
      const text = image?.value;
      if (!image || typeof text !== 'string') continue;
      const { repository, tag, digest } = imageOf(text);
      const move = moves.find(({ from }) =>
        from.endsWith('/') ? repository.startsWith(from) : repository === from,
      );
      if (!move || (move.pinned && (tag === undefined || tag === 'latest') && digest === undefined)) continue;
      const { to, same = false, severity } = move;
      yield problemAt(image, move.why(text), {
        ...(severity ? { severity } : {}),
        fixes: () => {
          if (to === undefined) return [];
          const name = move.from.endsWith('/') ? to + repository.slice(move.from.length) : to;
          const value = `${name}${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
          return [
            { title: l10n.t('Change to "{0}"', value), edits: setScalar(image, value), preferred: same },
          ];
        },
      });
    }
  },
};
