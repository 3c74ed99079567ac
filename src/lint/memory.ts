import { movedRange } from '../manifest/moved.ts';
import type { Manifest } from '../manifest/parse.ts';
import type { ObjectContext } from './context.ts';
import type { LintFile, Problem, Related, Rule } from './rule.ts';

/** What each rule said of an object, by the rule's place in the list. */
interface Said {
  /** Undefined where the rule looked beyond the document, or was not asked. */
  readonly problems: (readonly Problem[] | undefined)[];
  /** The rules that said something or have to be asked again; known once all have been asked. */
  open?: readonly number[];
}

interface DocumentSaid {
  /** Where the document stood. */
  readonly start: number;
  readonly uri: string;
  readonly objects: Map<number, Said>;
}

type Documents = Map<string, DocumentSaid[]>;

/**
 * What was found in the last version of a file, so that a keystroke costs what it has changed: a rule that has looked at nothing but
 * its object says the same of a document whose text is the same, wherever it stands now. To be used for one file.
 */
export class LintMemory {
  #last: Documents = new Map();

  /** Begins a look at another version. What is not asked for in it is forgotten. */
  next(file: LintFile): MemoryOfRun {
    const run = new MemoryOfRun(file, this.#last);
    this.#last = run.now;
    return run;
  }
}

export class MemoryOfRun {
  readonly now: Documents = new Map();
  readonly #file: LintFile;
  readonly #last: Documents;

  constructor(file: LintFile, last: Documents) {
    this.#file = file;
    this.#last = last;
  }

  /** What is known of a document, to be asked for in the order of the file. */
  document(document: Manifest['documents'][number]): MemoryOfDocument {
    const { manifest, uri } = this.#file;
    const { start, end } = document.range;
    const text = manifest.text.slice(start, end);
    const known = this.#last.get(text)?.shift();
    const said = known ?? { start, uri, objects: new Map<number, Said>() };
    const same = this.now.get(text);
    if (same) same.push(said);
    else this.now.set(text, [said]);
    return new MemoryOfDocument(said, start - said.start, known !== undefined);
  }
}

export class MemoryOfDocument {
  readonly #said: DocumentSaid;
  readonly #by: number;
  readonly #known: boolean;

  constructor(said: DocumentSaid, by: number, known: boolean) {
    this.#said = said;
    this.#by = by;
    this.#known = known;
  }

  /** Tells what the rules say of the document's `nth` object: as they said before where that still holds. */
  ask(
    rules: readonly Rule[],
    nth: number,
    context: ObjectContext,
    isOff: (rule: Rule) => boolean,
    tell: (rule: Rule, problem: Problem) => void,
  ): void {
    const said = this.#said.objects.get(nth) ?? { problems: [] };
    this.#said.objects.set(nth, said);
    let asked = 0;
    const ask = (rule: Rule | undefined, n: number): void => {
      if (!rule || isOff(rule)) return;
      asked++;
      for (const problem of this.#problems(rule, n, context, said)) tell(rule, problem);
    };
    if (said.open) return said.open.forEach((n) => ask(rules[n], n));
    rules.forEach(ask);
    if (asked === rules.length) said.open = [...rules.keys()].filter((n) => said.problems[n]?.length !== 0);
  }

  #problems(rule: Rule, n: number, context: ObjectContext, said: Said): readonly Problem[] {
    const before = said.problems[n];
    if (before) {
      // Edits are of the text as it is now: the rule is asked again, once.
      let again: readonly Problem[] | undefined;
      const now = (): readonly Problem[] => (again ??= [...rule.check(context)]);
      return before.map((problem, i) => this.#moved(problem, () => now()[i]?.fixes?.() ?? []));
    }
    context.looked = false;
    const problems = [...rule.check(context)];
    // What is known is where the document stood when it was first seen.
    if (!context.looked && (!this.#known || this.#by === 0)) said.problems[n] = problems;
    return problems;
  }

  #moved(problem: Problem, fixesNow: NonNullable<Problem['fixes']>): Problem {
    const { range, related, fixes, ...rest } = problem;
    return {
      ...rest,
      range: movedRange(range, this.#by),
      ...(related ? { related: related.map((one) => this.#relatedMoved(one)) } : {}),
      ...(fixes ? { fixes: fixesNow } : {}),
    };
  }

  #relatedMoved(related: Related): Related {
    return related.uri === this.#said.uri
      ? { ...related, range: movedRange(related.range, this.#by) }
      : related;
  }
}
