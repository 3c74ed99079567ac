/** Where a layer says what it does. */
export interface Output {
  write(text: string): void;
}

/** A layer alone: on the screen as it comes. */
export const screen: Output = { write: (text) => void process.stdout.write(text) };

/** A layer beside others: kept until it ends, so that nobody has to read two of them at once. */
export class Kept implements Output {
  #text = '';

  write(text: string): void {
    this.#text += text;
  }

  /** Hands on what was kept. */
  moveTo(other: Output): void {
    other.write(this.#text);
    this.#text = '';
  }
}
