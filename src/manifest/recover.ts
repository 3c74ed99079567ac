/** A try to read a text: what was read, or the offset at which reading failed. */
type Read<T> = (text: string) => { readonly value: T } | number;

/**
 * Reads what can be read of a text that is being typed, with the line at fault taken for blank, or the line before it, or both.
 * Offsets stay those of the text. `offset` in the answer is where the fault lies, as far as that can be told: a key without its
 * colon is noticed only a line later.
 */
export function recover<T>(
  text: string,
  fault: { readonly offset: number; readonly reason: string },
  read: Read<T>,
): { value: T | undefined; offset: number } {
  const line = lineAt(text, fault.offset);
  if (!line) return { value: undefined, offset: fault.offset };
  const before = line.start > 0 ? lineAt(text, line.start - 1) : undefined;
  const runsOn = before && before.indent <= line.indent && lacksColon(text.slice(before.start, before.end));
  const offset =
    runsOn && /indentation|multiline key/.test(fault.reason) ? startOf(text, before) : fault.offset;
  const without = blank(text, line);
  const first = read(without);
  if (typeof first !== 'number') return { value: first.value, offset };
  if (!before) return { value: undefined, offset };
  const second = read(blank(text, before));
  if (typeof second !== 'number') return { value: second.value, offset: startOf(text, before) };
  const third = read(blank(without, before));
  if (typeof third !== 'number') return { value: third.value, offset };
  const elsewhere = lineAt(without, first);
  const fourth = elsewhere ? read(blank(without, elsewhere)) : first;
  return { value: typeof fourth === 'number' ? undefined : fourth.value, offset };
}

/**
 * A line that looks like a key whose colon is missing, or the blank behind its colon or dash: its text goes on in the next line, where
 * the parser stumbles. A list's text is none.
 */
function lacksColon(line: string): boolean {
  if (/^\s*-\s+[^:]*$/.test(line)) return false;
  return /^\s*-[^\s-]/.test(line) || (/^\s*[^\s#]/.test(line) && !/:(?:\s|$)/.test(line));
}

/** Where a line's text begins, dashes left out. */
function startOf(text: string, { start, end }: Line): number {
  return start + (/^\s*(?:-\s+)*/.exec(text.slice(start, end))?.[0].length ?? 0);
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
