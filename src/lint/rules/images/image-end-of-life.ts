import * as l10n from '@vscode/l10n';
import { setScalar } from '../../../manifest/edits.ts';
import { scalarAt } from '../../../manifest/nodes.ts';
import { databaseExample, secretItem } from '../../databaseExample.ts';
import { imageFacts, lookedUp, versionOf, type ImageFacts } from '../../images.ts';
import { compareVersions, withTag } from '../../imageTags.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';

const example = (image: string): string =>
  databaseExample({
    name: 'redis',
    image,
    env: secretItem('REDISCLI_AUTH', 'redis', 'password'),
    mountPath: '/data',
  });

/** IMG003. */
export const imageEndOfLife: Rule = {
  code: 'image-end-of-life',
  severity: 'warning',
  basis: 'policy',
  kinds: 'any',
  docs: {
    title: 'The version gets no more fixes',
    why: `The project no longer repairs this line of versions, not even what is found to be unsafe. What is known was looked up on
${lookedUp}. The quick fixes write the newest tags of lines that are maintained, but the way to one is an upgrade of the data too, often
in steps over the lines between: make a backup and read the project's upgrade notes first. Nothing is changed by *Fix all*.`,
    bad: example('redis:6.2'),
    good: example('redis:8.10.1'),
  },
  *check(context) {
    for (const { node } of context.typed('Container')) {
      const image = scalarAt(node, 'image');
      const text = image?.value;
      const facts = typeof text === 'string' ? imageFacts(text) : undefined;
      const over = facts && typeof text === 'string' ? endOf(facts, versionOf(text)) : undefined;
      if (!image || !facts || typeof text !== 'string' || !over) continue;
      const { line, day } = over;
      yield problemAt(
        image,
        l10n.t('{0} {1} gets no more fixes, not even of security, since {2}.', facts.title, line, day),
        {
          tags: ['deprecated'],
          fixes: () =>
            facts.tags
              .map((tag) => ({ tag, next: withTag(text, tag) }))
              // Where the image has another place for its data, the volume would have to move too.
              .filter(({ next }) => imageFacts(next)?.dataPaths[0] === facts.dataPaths[0])
              .map(({ tag, next }) => ({
                title: l10n.t('Change to {0} (data must be upgraded: read the notes first)', tag),
                edits: setScalar(image, next),
              })),
        },
      );
    }
  },
};

/** The line of a version and when it ended: the one that is named, or the lowest one for what is below. */
function endOf(
  { ended }: ImageFacts,
  version: readonly number[] | undefined,
): { readonly line: string; readonly day: string } | undefined {
  if (!version) return undefined;
  const lines = Object.keys(ended).map((line) => line.split('.').map(Number));
  const own = lines.find((line) => line.every((part, i) => version[i] === part));
  if (own) return { line: own.join('.'), day: ended[own.join('.')] ?? '' };
  const [lowest] = lines.sort(compareVersions);
  if (!lowest || compareVersions(version, lowest) >= 0) return undefined;
  const line = version.slice(0, lowest.length).join('.');
  return { line, day: ended[lowest.join('.')] ?? '' };
}
