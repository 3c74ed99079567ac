/** A try to read a text: what was read, or the offset at which reading failed. */
type Read<T> = (text: string) => { readonly value: T } | number;

/**
 * Reads what can be read of a text that is being typed, with the line at fault taken for blank, or the line before it, or both.
 * Offsets stay those of the text. `offset` in the answer is where the fault lies, as far as that can be told: a key without its
 * colon is noticed only a line later.
 */
export function recover<T>(
  text: string,
  fault: number,
  read: Read<T>,
): { value: T | undefined; offset: number } {
  const line = lineAt(text, fault);
  if (!line) return { value: undefined, offset: fault };
  const without = blank(text, line);
  const first = read(without);
  if (typeof first !== 'number') return { value: first.value, offset: fault };
  const before = line.start > 0 ? lineAt(text, line.start - 1) : undefined;
  if (!before) return { value: undefined, offset: fault };
  const second = read(blank(text, before));
  if (typeof second !== 'number') return { value: second.value, offset: before.start + before.indent };
  const third = read(blank(without, before));
  if (typeof third !== 'number') return { value: third.value, offset: fault };
  const elsewhere = lineAt(without, first);
  const fourth = elsewhere ? read(blank(without, elsewhere)) : first;
  return { value: typeof fourth === 'number' ? undefined : fourth.value, offset: fault };
}

interface Line {
  readonly start: number;
  readonly end: number;
  readonly indent: number;
}

/** The line at `offset`, or the last one before it that holds something. */
function lineAt(text: string, offset: number): Line | undefined {
  let from = Math.max(0, Math.min(offset, text.length));
  for (;;) {
    const start = from === 0 ? 0 : text.lastIndexOf('\n', from - 1) + 1;
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    const indent = text.slice(start, end).search(/\S/);
    if (indent >= 0) return { start, end, indent };
    if (start === 0) return undefined;
    from = start - 1;
  }
}

function blank(text: string, line: Line): string {
  return text.slice(0, line.start) + ' '.repeat(line.end - line.start) + text.slice(line.end);
}
