const BAR = 24;

/** Shows how far counted work is: one line that is rewritten on a terminal, a plain line each tenth elsewhere. */
export class StepBar {
  #open = false;
  /** Text of the last plain line. */
  #lastTenth = "";

  /** @param write Receives text for stderr. */
  constructor(
    private readonly terminal: boolean,
    private readonly write: (text: string) => void,
  ) {}

  /** The bar of stderr. */
  static stderr(): StepBar {
    return new StepBar(Deno.stderr.isTerminal(), (text) => {
      Deno.stderr.writeSync(new TextEncoder().encode(text));
    });
  }

  /** What is being done, and how much of it. */
  show(what: string, done: number, total: number): void {
    if (!this.terminal) {
      const tenth = `${what} ${Math.floor(10 * done / total)}`;
      if (tenth !== this.#lastTenth && 10 * done >= total) this.write(`${what} ${done}/${total}\n`);
      this.#lastTenth = tenth;
    } else {
      const filled = Math.round(BAR * done / total);
      const bar = "#".repeat(filled) + "-".repeat(BAR - filled);
      this.write(`\r\x1b[K${what} [${bar}] ${done}/${total}`);
      this.#open = true;
      if (done === total) this.end();
    }
  }

  /** A sentence of its own. */
  say(text: string): void {
    this.end();
    this.write(`${text}\n`);
  }

  /** Ends the line in progress. */
  end(): void {
    if (this.#open) this.write("\n");
    this.#open = false;
  }
}
