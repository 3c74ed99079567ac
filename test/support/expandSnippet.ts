/**
 * What an editor inserts for a snippet when nobody types: every tab stop at its default. Understands what our snippets use
 * of VS Code's syntax: `$1`, `${1}`, `${1:default}` (nested), `${1|a,b|}`, and backslash escapes. Throws on anything else.
 */
export function expandSnippet(snippet: string): string {
  const defaults = new Map<string, string>();
  const reader = { text: snippet, at: 0 };
  const parts = read(reader, defaults, false);
  if (reader.at !== snippet.length) throw new Error(`Unbalanced } at ${reader.at} in ${snippet}`);
  return parts.map((part) => (typeof part === 'string' ? part : (defaults.get(part.mirror) ?? ''))).join('');
}

type Part = string | { readonly mirror: string };

function read(reader: { text: string; at: number }, defaults: Map<string, string>, nested: boolean): Part[] {
  const parts: Part[] = [];
  while (reader.at < reader.text.length) {
    const c = reader.text.charAt(reader.at);
    if (nested && c === '}') return parts;
    if (c === '\\' && '\\$}'.includes(reader.text.charAt(reader.at + 1) || ' ')) {
      parts.push(reader.text.charAt(reader.at + 1));
      reader.at += 2;
    } else if (c === '$') {
      parts.push(readStop(reader, defaults));
    } else {
      parts.push(c);
      reader.at++;
    }
  }
  return parts;
}

function readStop(reader: { text: string; at: number }, defaults: Map<string, string>): Part {
  const rest = reader.text.slice(reader.at);
  const start = /^\$(\d+)|^\$\{(\d+)([:|}])/.exec(rest);
  if (!start) throw new Error(`Not a tab stop at ${reader.at}: ${rest.slice(0, 20)}`);
  reader.at += start[0].length;
  const id = (start[1] ?? start[2]) as string;
  if (start[3] === ':') {
    const own = read(reader, defaults, true);
    reader.at++;
    const text = own
      .map((part) => (typeof part === 'string' ? part : (defaults.get(part.mirror) ?? '')))
      .join('');
    if (!defaults.has(id)) defaults.set(id, text);
  } else if (start[3] === '|') {
    const end = reader.text.indexOf('|}', reader.at);
    if (end < 0) throw new Error(`A choice without end at ${reader.at}`);
    defaults.set(id, reader.text.slice(reader.at, end).split(',')[0] as string);
    reader.at = end + 2;
  }
  return { mirror: id };
}
