import { applyEdits, difference, type TextEdit } from '../base/text.ts';
import type { Finding } from '../lint/rule.ts';

/** No file needs more; ends fixes that would undo each other. */
const mostSteps = 200;

export interface AllFixed {
  readonly edit: TextEdit | undefined;
  /** Whether there is more to fix in the text after the edit. */
  readonly unfinished: boolean;
}

/**
 * Applies the preferred fixes one after the other, each found anew in the text that the one before left, until there is none:
 * two findings may ask for the same change. Where `hasTime` says that there is no time left, the rest stays for the next call.
 * The edit does it all at once; there is none where there is nothing to do.
 */
export function fixAll(
  text: string,
  nextFix: (text: string) => readonly TextEdit[] | undefined,
  hasTime: () => boolean = () => true,
): AllFixed {
  let fixed = text;
  for (let step = 0; step < mostSteps && hasTime(); step++) {
    const edits = nextFix(fixed);
    const next = edits ? applyEdits(fixed, edits) : fixed;
    if (next === fixed) return { edit: difference(text, fixed), unfinished: false };
    fixed = next;
  }
  return { edit: difference(text, fixed), unfinished: true };
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
