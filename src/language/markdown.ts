import { visible } from '../base/visible.ts';

/** A name of a file or a cluster as code, whatever it holds. */
export function code(text: string): string {
  const shown = visible(text);
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  const pad = longest > 0 ? ' ' : '';
  return `${fence}${pad}${shown}${pad}${fence}`;
}

/** Prose as Markdown shows it word for word; what is in backticks already stays code. */
export function prose(text: string): string {
  return text.replace(/`[^`]*`|[\\*_{}[\]()<>#|~!&]/g, (part) => (part.length > 1 ? part : `\\${part}`));
}
