/** A place in a scaffold where a person may want to type something else: an editor tab stop. */
export interface Stop {
  /** Stops of one id are one stop: typing in the first changes all of them. */
  readonly id: string;
  readonly text: string;
}

/** A scaffold is literal text with stops in between; plain text and editor snippet are both derived from it. */
export type Piece = string | Stop;

export function stop(id: string, text: string): Stop {
  return { id, text };
}

/** Builds pieces from a template literal; nested lists of pieces are spliced in, numbers become text. */
export function pieces(
  literals: TemplateStringsArray,
  ...values: readonly (Piece | readonly Piece[] | number)[]
): readonly Piece[] {
  const result: Piece[] = [];
  literals.forEach((literal, i) => {
    if (literal !== '') result.push(literal);
    const value = values[i];
    if (value === undefined || value === '') return;
    if (typeof value === 'number') result.push(String(value));
    else if (typeof value === 'string' || 'id' in value) result.push(value);
    else result.push(...value);
  });
  return result;
}

/** Joins the documents of one file; each must end with a line break. */
export function documents(parts: readonly (readonly Piece[])[]): readonly Piece[] {
  return parts.flatMap((part, i) => (i === 0 ? [...part] : ['---\n', ...part]));
}

/** The text with every stop at its default. */
export function toText(template: readonly Piece[]): string {
  return template.map((piece) => (typeof piece === 'string' ? piece : piece.text)).join('');
}

/**
 * The text in VS Code's snippet syntax. Stops are numbered in order of appearance; of one id, the first carries the
 * default and the others mirror it.
 */
export function toSnippet(template: readonly Piece[]): string {
  const numbers = new Map<string, number>();
  const texts = new Map<string, string>();
  return template
    .map((piece) => {
      if (typeof piece === 'string') return escapeSnippet(piece);
      const known = numbers.get(piece.id);
      const text = texts.get(piece.id) ?? piece.text;
      if (text !== piece.text) throw new Error(`The stop ${piece.id} is both ${text} and ${piece.text}`);
      texts.set(piece.id, text);
      if (known !== undefined) return `\${${known}}`;
      numbers.set(piece.id, numbers.size + 1);
      return `\${${numbers.size}:${escapeSnippet(piece.text)}}`;
    })
    .join('');
}

function escapeSnippet(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}
