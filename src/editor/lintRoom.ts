import type { Disposable } from '../base/disposable.ts';
import { Emitter } from '../base/emitter.ts';
import type { Manifest } from '../manifest/parse.ts';
import type * as code from './lintCode.ts';

/** The linter, its rules and their pages. */
export type LintCode = typeof code;

export interface LintRoomDeps {
  readonly log: { error(message: string): void };
  readonly load: () => Promise<LintCode>;
}

/**
 * The linter's code, which is loaded with the first manifest: it weighs more than all the rest of what VS Code loads at start, and a
 * person who opens a Compose file needs none of it.
 */
export class LintRoom implements Disposable {
  readonly #deps: LintRoomDeps;
  readonly #changed = new Emitter<void>();
  #loading: Promise<LintCode | undefined> | undefined;
  #code: LintCode | undefined;
  #failed = false;

  /** The code is there now, or will not come. */
  readonly onDidChange = this.#changed.event;

  constructor(deps: LintRoomDeps) {
    this.#deps = deps;
  }

  /** Undefined until it is loaded. */
  get code(): LintCode | undefined {
    return this.#code;
  }

  /** True where it could not be loaded: then nothing is checked until the window is loaded anew. */
  get failed(): boolean {
    return this.#failed;
  }

  /** Loads the code once; undefined where that failed, which the log says. */
  load(): Promise<LintCode | undefined> {
    return (this.#loading ??= this.#load());
  }

  async #load(): Promise<LintCode | undefined> {
    try {
      this.#code = await this.#deps.load();
    } catch (error) {
      this.#failed = true;
      const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
      this.#deps.log.error(
        `The linter could not be loaded; manifests are not checked until the window is reloaded. ${why}`,
      );
    }
    this.#changed.fire();
    return this.#code;
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

/** Whether a file holds Kubernetes objects, or looks as if it were meant to: without being checked yet. */
export function looksLikeManifest({ documents, text }: Manifest): boolean {
  if (documents.some(({ objects }) => objects.length > 0)) return true;
  return /^["']?(?:apiVersion|kind)["']?[ \t]*:/im.test(text);
}
