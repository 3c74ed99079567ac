import * as l10n from '@vscode/l10n';
import { putIn } from '../../../manifest/edits.ts';
import type { MapNode } from '../../../manifest/nodes.ts';
import { setExample } from '../../examples.ts';
import { lengthIn, textsIn } from '../../given.ts';
import { problemAt } from '../../problem.ts';
import type { Fix, Rule } from '../../rule.ts';

const example = (command: string): string => setExample('DaemonSet', { container: `command:\n${command}` });

export const commandOneWord: Rule = {
  code: 'command-one-word',
  severity: 'warning',
  basis: 'runtime',
  kinds: 'any',
  docs: {
    title: 'A whole command line as one word',
    why: `No shell reads \`command\`: its first item is the name of the program, each further item one argument. With \`["redis-cli ping"]\` a
program named \`redis-cli ping\`, with the space, is looked for, and the container does not start or the probe fails. Make each word an
item, or call a shell: \`["sh", "-c", "…"]\`.`,
    bad: example('- web --verbose'),
    good: example('- web\n- --verbose'),
  },
  *check(context) {
    for (const type of ['Container', 'ExecAction']) {
      for (const { node } of context.typed(type)) {
        const [line] = textsIn(node, 'command');
        // A path with a space in it is possible; options, variables or a program and its words are none.
        if (!line || lengthIn(node, 'command') !== 1 || !/^[\w.-]*(?:\/[\w.-]+)*[ \t]+\S/.test(line.value))
          continue;
        yield problemAt(
          line,
          l10n.t('All of "{0}" is taken for the name of one program: no shell splits it.', line.value),
          { fixes: () => fixes(context.file.manifest.text, node, line.value.trim()) },
        );
      }
    }
  },
};

function fixes(text: string, node: MapNode, line: string): readonly Fix[] {
  const split: Fix = {
    title: l10n.t('Make each word an item'),
    edits: putIn(text, node, ['command'], line.split(/\s+/)),
    preferred: true,
  };
  const shell: Fix = {
    title: l10n.t('Call a shell: sh -c'),
    edits: putIn(text, node, ['command'], ['sh', '-c', line]),
  };
  const plain = /^[\w./:=,@%+\- \t]+$/.test(line);
  // Arguments beside it would go to the shell.
  const alone = lengthIn(node, 'args') === 0;
  return [...(plain ? [split] : []), ...(alone ? [shell] : [])];
}
