import { applyEdits, type TextEdit } from '../base/text.ts';
import type { Finding } from '../lint/rule.ts';

/** No file needs more; ends fixes that would undo each other. */
const mostSteps = 200;

/**
 * Applies the preferred fixes one after the other, each found anew in the text that the one before left, until there is none:
 * two findings may ask for the same change. Where `hasTime` says that there is no time left, the rest stays for the next call.
 * Returns the one edit that does it all, or undefined where there is nothing to do.
 */
export function fixAll(
  text: string,
  nextFix: (text: string) => readonly TextEdit[] | undefined,
  hasTime: () => boolean = () => true,
): TextEdit | undefined {
  let fixed = text;
  for (let step = 0; step < mostSteps && hasTime(); step++) {
    const edits = nextFix(fixed);
    if (!edits) break;
    const next = applyEdits(fixed, edits);
    if (next === fixed) break;
    fixed = next;
  }
  return difference(text, fixed);
}

/**
 * The edits of the first error or warning that has one obvious fix. Hints say what could be better, and information what may well be
 * right as it is (the Service may be in another repository): nobody asked for that on saving. A fix that changes nothing must not
 * keep the others from their turn.
 */
export function preferredEdits(text: string, findings: Iterable<Finding>): readonly TextEdit[] | undefined {
  for (const finding of findings) {
    if (finding.severity === 'hint' || finding.severity === 'info') continue;
    const preferred = finding.fixes?.().find((fix) => fix.preferred);
    if (preferred?.edits.some(({ range, text: now }) => text.slice(range.start, range.end) !== now)) {
      return preferred.edits;
    }
  }
  return undefined;
}

/** The smallest single edit from one text to the other. */
function difference(from: string, to: string): TextEdit | undefined {
  if (from === to) return undefined;
  let start = 0;
  while (start < from.length && start < to.length && from.charAt(start) === to.charAt(start)) start++;
  let end = 0;
  while (
    end < from.length - start &&
    end < to.length - start &&
    from.charAt(from.length - 1 - end) === to.charAt(to.length - 1 - end)
  ) {
    end++;
  }
  return { range: { start, end: from.length - end }, text: to.slice(start, to.length - end) };
}
