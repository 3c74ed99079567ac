import type { TextRange } from '../base/text.ts';

/** What a document shows to be a template by: a line that only a template has, or no more than the line of its syntax error. */
export type TemplateSign = 'line' | 'fault';

const action = /^\s*(?:- +)*\{\{/;
const actionAsValue = /^\s*(?:- +)*[\w./-]+:[ \t]+\{\{/;
/** A block scalar's header, or a quote that is not closed where the line ends. */
const opener = /(?:^|[:-][ \t]+)(?:[|>][-+\d]*[ \t]*(?:#.*)?|"(?:[^"\\]|\\.)*|'[^']*)$/;
const quoted = /"(?:[^"\\]|\\.)*(?:"|$)|'[^']*(?:'|$)/g;
/** `"{{ .x | default "y" }}"`: fine for Helm, and for YAML a text that ends too early. */
const quotesInAction = /"[^"]*\{\{[^}"]*[^\\}"]"[^}]*\}\}|'[^']*\{\{[^}']*'[^}]*\}\}/;

/**
 * What says that a document with a syntax error is a Helm or Go template. An action in quotes or in a block scalar (an alert's text, a
 * configuration) is not Helm's. `reads` tells whether a line is YAML by itself.
 */
export function templateSign(
  text: string,
  { range, fault }: { readonly range: TextRange; readonly fault: TextRange },
  reads: (line: string) => boolean,
): TemplateSign | undefined {
  let sign: TemplateSign | undefined;
  if (!text.slice(range.start, range.end).includes('{{')) return sign;
  for (const { line, start } of linesOutside(text, range)) {
    if (action.test(line)) return 'line';
    const atFault = start <= fault.start && fault.start <= start + line.length;
    if (!atFault && actionAsValue.test(line)) return 'line';
    if (atFault && isTemplated(line) && !reads(line)) sign = 'fault';
  }
  return sign;
}

function isTemplated(line: string): boolean {
  return line.includes('{{') && (quotesInAction.test(line) || line.replace(quoted, '').includes('{{'));
}

/** The lines that are no comments and do not stand inside of a block scalar or a quoted text, by their indentation. */
function* linesOutside(text: string, range: TextRange): Generator<{ line: string; start: number }> {
  let start = range.start;
  let inside: number | undefined;
  while (start < range.end) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? range.end : Math.min(newline, range.end);
    const line = text.slice(start, end).replace(/\r$/, '');
    const indent = line.search(/\S/);
    if (indent >= 0 && (inside === undefined || indent <= inside)) {
      inside = opener.test(line) ? indent : undefined;
      if (line[indent] !== '#') yield { line, start };
    }
    start = end + 1;
  }
}
