const NEWLINE = 10;

/** Cuts a byte stream into lines without copying a line more than once, whatever the chunks' borders. */
export class LineSplitter {
  #rest: Buffer[] = [];

  /** The lines that `chunk` completes, without their line feed; empty lines are left out. */
  push(chunk: Uint8Array): string[] {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const lines: string[] = [];
    let from = 0;
    for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, from)) {
      const line = this.#take(bytes.subarray(from, at));
      if (line !== '') lines.push(line);
      from = at + 1;
    }
    // A copy, since the stream may use its buffer again.
    if (from < bytes.length) this.#rest.push(Buffer.from(bytes.subarray(from)));
    return lines;
  }

  /** What came after the last line feed; '' where nothing did. */
  end(): string {
    return this.#take(Buffer.alloc(0));
  }

  #take(last: Buffer): string {
    if (this.#rest.length === 0) return last.toString('utf8');
    const line = Buffer.concat([...this.#rest, last]).toString('utf8');
    this.#rest = [];
    return line;
  }
}
