import * as l10n from '@vscode/l10n';
import { scalarAt } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { changeTo } from '../../fixes.ts';
import { problemAt } from '../../problem.ts';
import type { Rule } from '../../rule.ts';

// The grammar of image references (distribution/reference `regexp.go`). Each part is bounded by what may follow it.
const host =
  /^(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*|\[[0-9a-fA-F:]+\])(?::[0-9]+)?$/;
const part = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const tag = /^\w[\w.-]{0,127}$/;
const digest = /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/;

// Names that a script or a person is to fill in before the file is applied.
const placeholder = /[${}<>%()]|@@|^@|@$|__|^[A-Z][A-Z0-9_]*$|^(?:REPLACE|CHANGE|YOUR|TODO)/i;

const example = (image: string): string => setExample('DaemonSet', { image });

export const imageUnreadable: Rule = {
  code: 'image-unreadable',
  severity: 'error',
  basis: 'runtime',
  kinds: 'any',
  docs: {
    title: 'No image can have this name',
    why: `The container runtime can't read the name: the pod stays in \`InvalidImageName\`. The API server accepts any text without blanks at
its ends. An image's name has no scheme (\`https://\`), no blanks, only lower-case letters in its path, and its tag follows a single
colon. Names that look like a place to be filled in (\`\${IMAGE}\`, \`<image>\`) are left alone.`,
    bad: example('https://registry.example/web:1.4.2'),
    good: example('registry.example/web:1.4.2'),
  },
  *check(context) {
    for (const { node } of [...context.typed('Container'), ...context.typed('EphemeralContainer')]) {
      const image = scalarAt(node, 'image');
      if (!image || typeof image.value !== 'string' || image.value === '' || isReadable(image.value))
        continue;
      if (placeholder.test(image.value)) continue;
      const meant = image.value
        .trim()
        .replace(/^[a-z]+:\/\//i, '')
        .replace(/\s*([:/@])\s*/g, '$1');
      const lower = meant.replace(/^[^:@]*/, (path) => path.toLowerCase());
      const better = [meant, lower].find((one) => isReadable(one));
      yield problemAt(
        image,
        l10n.t('No image can be named "{0}": the pods stay in InvalidImageName.', image.value),
        {
          fixes: () => (better === undefined ? [] : [changeTo(image, better)]),
        },
      );
    }
  },
};

function isReadable(image: string): boolean {
  const [reference = '', sum, ...more] = image.split('@');
  if (more.length > 0 || (sum !== undefined && !digest.test(sum))) return false;
  const colon = reference.lastIndexOf(':');
  const tagged = colon > reference.lastIndexOf('/');
  if (tagged && !tag.test(reference.slice(colon + 1))) return false;
  const parts = (tagged ? reference.slice(0, colon) : reference).split('/');
  const [first = ''] = parts;
  const rest =
    parts.length > 1 && (/[.:A-Z]/.test(first) || first === 'localhost' || first.startsWith('['))
      ? parts.slice(1)
      : parts;
  if (rest.length < parts.length && !host.test(first)) return false;
  return rest.every((one) => part.test(one));
}
