import { EVENT_ID, YAMLException, parseEvents, type Event } from 'js-yaml';

const attempts = 20;

/**
 * The parser's events for a text of one document. As Kubernetes' own parser, it does not mind how lines are indented inside `[…]`,
 * `{…}` and quotes, which YAML forbids and js-yaml refuses.
 *
 * @throws YAMLException
 */
export function readEvents(text: string): Event[] {
  let patched = text;
  for (let attempt = 0; ; attempt++) {
    try {
      const events = parseEvents(patched, { maxDepth: 100 });
      return patched === text ? events : events.map((event) => decodedFrom(text, event));
    } catch (thrown) {
      const joined = attempt < attempts ? joinLine(patched, thrown) : undefined;
      if (joined === undefined) throw thrown;
      patched = joined;
    }
  }
}

/** The text with the line at fault joined to the one before it, blanks for the line break, so that offsets stay. */
function joinLine(text: string, thrown: unknown): string | undefined {
  if (!(thrown instanceof YAMLException) || thrown.reason !== 'deficient indentation') return undefined;
  const token = thrown.mark?.position ?? 0;
  let start = token;
  let broken = false;
  for (;;) {
    while (start > 0 && /\s/.test(text.charAt(start - 1)))
      broken = /[\r\n]/.test(text.charAt(--start)) || broken;
    const comment = commentEndingAt(text, start);
    if (comment === undefined) break;
    start = comment;
  }
  return broken ? text.slice(0, start) + ' '.repeat(token - start) + text.slice(token) : undefined;
}

/** Where the comment begins that ends at `end`; quotes before its `#` must be closed. */
function commentEndingAt(text: string, end: number): number | undefined {
  const line = text.slice(text.lastIndexOf('\n', end - 1) + 1, end);
  let single = 0;
  let double = 0;
  for (let i = 0; i < line.length; i++) {
    const c = line.charAt(i);
    if (c === "'") single++;
    else if (c === '"') double++;
    else if (c !== '#' || single % 2 === 1 || double % 2 === 1) continue;
    else if (i === 0 || /\s/.test(line.charAt(i - 1))) return end - line.length + i;
  }
  return undefined;
}

/** A quoted scalar that was joined is decoded from the text as it stands. */
function decodedFrom(text: string, event: Event): Event {
  if (event.type !== EVENT_ID.SCALAR || event.valueStart < 0) return event;
  return /[\r\n]/.test(text.slice(event.valueStart, event.valueEnd)) ? { ...event, fast: false } : event;
}
