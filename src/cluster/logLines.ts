const STAMP = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d) ?/;

/**
 * Takes the time stamps off a log's lines and leaves out, after a reconnect, the lines that were told before. Several lines may carry the
 * same stamp, so those at the border are counted.
 */
export class LogLines {
  #last: string | undefined;
  #lastKey = '';
  /** Lines told with the last stamp. */
  #told = 0;
  /** Of those, still to be left out since the reconnect. */
  #skip = 0;

  /** The last line's stamp, for `sinceTime`; undefined before the first. */
  get last(): string | undefined {
    return this.#last;
  }

  reconnected(): void {
    this.#skip = this.#told;
  }

  /** The line's text, or undefined where it was told before. A line without a stamp is told as it is. */
  take(line: string): string | undefined {
    const match = STAMP.exec(line);
    if (!match) return line;
    const text = line.slice(match[0].length);
    const key = `${match[1]}.${(match[2] ?? '').padEnd(9, '0')}`;
    if (key < this.#lastKey) return undefined;
    if (key === this.#lastKey) {
      if (this.#skip > 0) {
        this.#skip--;
        return undefined;
      }
      this.#told++;
      return text;
    }
    this.#last = match[0].trimEnd();
    this.#lastKey = key;
    this.#told = 1;
    this.#skip = 0;
    return text;
  }
}
