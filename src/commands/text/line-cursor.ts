/** Walks along one line of Markdown, counting columns as CommonMark does: a tab reaches to the next multiple of four. */

/** The columns of indentation that make a line code. */
export const CODE_INDENT = 4;

export class LineCursor {
  readonly line: string;
  #at = 0;
  #column = 0;
  #next = 0;
  #nextColumn = 0;

  constructor(line: string) {
    this.line = line;
    this.#look();
  }

  /** Columns of white space before the next character. */
  get indent(): number {
    return this.#nextColumn - this.#column;
  }

  /** Nothing but white space is left. */
  get blank(): boolean {
    return this.#next >= this.line.length;
  }

  /** The next character that is not white space; empty at the end. */
  get char(): string {
    return this.line.charAt(this.#next);
  }

  /** The rest of the line, from the next character that is not white space. */
  rest(): string {
    return this.line.slice(this.#next);
  }

  /** Moves past white space and `count` characters that are no tabs. */
  pass(count: number): void {
    this.#at = this.#next + count;
    this.#column = this.#nextColumn + count;
    this.#look();
  }

  /** Advances by columns of white space, at most as many as there are. */
  indentBy(columns: number): void {
    for (let left = Math.min(columns, this.indent); left > 0; ) {
      const width = this.line[this.#at] === "\t" ? tabWidth(this.#column) : 1;
      const step = Math.min(left, width);
      left -= step;
      this.#column += step;
      if (step === width) this.#at += 1;
    }
    this.#look();
  }

  #look(): void {
    let at = this.#at;
    let column = this.#column;
    for (; at < this.line.length; at += 1) {
      const char = this.line[at];
      if (char === " ") column += 1;
      else if (char === "\t") column += tabWidth(column);
      else break;
    }
    this.#next = at;
    this.#nextColumn = column;
  }
}

function tabWidth(column: number): number {
  return CODE_INDENT - (column % CODE_INDENT);
}
