import type { Manifest, ManifestDocument } from '../manifest/parse.ts';

const comment = /#[ \t]*kubesets-ignore:[ \t]*([\w-]+(?:[ \t]*,[ \t]*[\w-]+)*)/;

/** Says whether a finding of `code` at `offset` was asked to be kept quiet. */
export type Ignored = (document: ManifestDocument, code: string, offset: number) => boolean;

/**
 * `# kubesets-ignore: code, code`: at the end of a line for what is found on it, on a line of its own above the first field of a
 * document for all of it, on a line of its own elsewhere for the line below.
 */
export function ignores(manifest: Manifest): Ignored {
  const { text } = manifest;
  if (!text.includes('kubesets-ignore:')) return () => false;
  return (document, code, offset) => {
    const line = lineAt(text, offset);
    if (codesIn(text.slice(line.start, line.end)).includes(code)) return true;
    const above = line.start > 0 ? lineAt(text, line.start - 1) : undefined;
    const aboveText = above ? text.slice(above.start, above.end).trim() : '';
    if (aboveText.startsWith('#') && codesIn(aboveText).includes(code)) return true;
    return topComments(text, document).includes(code);
  };
}

function codesIn(line: string): readonly string[] {
  return (
    comment
      .exec(line)?.[1]
      ?.split(',')
      .map((code) => code.trim()) ?? []
  );
}

function topComments(text: string, document: ManifestDocument): readonly string[] {
  const top = text.slice(document.lead, document.root?.range.start ?? document.range.end);
  const codes: string[] = [];
  for (const line of top.split(/\r\n|\n|\r/)) {
    if (!/^\uFEFF?[ \t]*(?:#|$)/.test(line) && !line.startsWith('---')) break;
    codes.push(...codesIn(line));
  }
  return codes;
}

function lineAt(text: string, offset: number): { start: number; end: number } {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', offset);
  return { start, end: end < 0 ? text.length : end };
}
