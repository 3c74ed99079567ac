import { movedRange } from '../manifest/moved.ts';
import type { Manifest } from '../manifest/parse.ts';
import type { LintFile, Problem, Related, Rule, RuleContext } from './rule.ts';

/** A rule's view of an object that notices whether the rule has looked beyond it. */
export interface NoticingContext extends RuleContext {
  looked: boolean;
}

/** What each rule said of an object, by the rule's place in the list; undefined where it looked beyond the object. */
interface Said {
  readonly problems: (readonly Problem[] | undefined)[];
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

  /** What the `n`th rule says of the `object`th object of the document: as it said before where that still holds. */
  problems(rule: Rule, n: number, context: NoticingContext, object: number): readonly Problem[] {
    let said = this.#said.objects.get(object);
    const before = said?.problems[n];
    if (before)
      return before.length === 0
        ? before
        : before.map((problem, i) => this.#moved(problem, rule, context, i));
    context.looked = false;
    const problems = [...rule.check(context)];
    // What is known is where the document stood when it was first seen.
    if (!context.looked && (!this.#known || this.#by === 0)) {
      if (!said) this.#said.objects.set(object, (said = { problems: [] }));
      said.problems[n] = problems;
    }
    return problems;
  }

  #moved(problem: Problem, rule: Rule, context: NoticingContext, i: number): Problem {
    const { range, related, fixes, ...rest } = problem;
    return {
      ...rest,
      range: movedRange(range, this.#by),
      ...(related ? { related: related.map((one) => this.#relatedMoved(one)) } : {}),
      // Edits are of the text as it is now: the rule is asked again.
      ...(fixes ? { fixes: () => [...rule.check(context)][i]?.fixes?.() ?? [] } : {}),
    };
  }

  #relatedMoved(related: Related): Related {
    return related.uri === this.#said.uri
      ? { ...related, range: movedRange(related.range, this.#by) }
      : related;
  }
}
