import * as l10n from '@vscode/l10n';
import { setScalar } from '../../../manifest/edits.ts';
import { at, scalarAt, type ScalarNode } from '../../../manifest/nodes.ts';
import { imageOf } from '../../../manifest/objects.ts';
import { databaseExample, secretItem } from '../../databaseExample.ts';
import { imageFacts, lookedUp } from '../../images.ts';
import { knownTags, withTag } from '../../imageTags.ts';
import { problemAt } from '../../problem.ts';
import type { Fix, Rule } from '../../rule.ts';

const example = (image: string): string =>
  databaseExample({
    name: 'redis',
    image,
    env: secretItem('REDISCLI_AUTH', 'redis', 'password'),
    mountPath: '/data',
  });

/** IMG001. */
export const imageUntagged: Rule = {
  code: 'image-untagged',
  severity: 'warning',
  basis: 'policy',
  kinds: 'any',
  docs: {
    title: 'The image has no version',
    why: `Without a tag, and with \`latest\`, each pod takes whatever is newest when its node pulls the image: pods of one set can run
different versions, a restart can be an upgrade, and there is nothing to go back to. A database may refuse the data that another major
version wrote, so for the images of databases this is a warning; for others it is a remark, or a hint where no tag is known. Name a
version; the quick fixes know some for common images, as of ${lookedUp}. *Fix all* takes none: which
version runs now, and what its data is of, only the cluster knows. References with a digest are exact and need no tag.`,
    bad: example('redis:latest'),
    good: example('redis:8.10.1'),
  },
  *check(context) {
    for (const { node } of context.typed('Container')) {
      const image = scalarAt(node, 'image');
      const text = image?.value;
      if (!image || typeof text !== 'string' || !/^[\w./:-]+$/.test(text)) continue;
      const { tag, digest } = imageOf(text);
      if (digest !== undefined || (tag !== undefined && tag !== 'latest')) continue;
      const title = imageFacts(text)?.title;
      const tags = knownTags(text);
      // What is started by a command of one's own may be a client of the system.
      const severity =
        title === undefined
          ? tags.length === 0
            ? 'hint'
            : 'info'
          : at(node, 'command')
            ? 'info'
            : undefined;
      yield problemAt(
        image,
        title === undefined
          ? l10n.t('Which version of {0} runs depends on when a node pulls it: name a tag.', text)
          : l10n.t(
              'Which version of {0} runs depends on when a node pulls "{1}": a restart can become an upgrade that its data does not survive.',
              title,
              text,
            ),
        {
          ...(severity === undefined ? {} : { severity }),
          fixes: () => tags.map((one) => pinned(image, text, one)),
        },
      );
    }
  },
};

/** Not for *Fix all*: which version runs now, only the cluster knows. */
function pinned(image: ScalarNode, text: string, tag: string): Fix {
  const value = withTag(text, tag);
  return { title: l10n.t('Change to "{0}"', value), edits: setScalar(image, value) };
}
