import { within } from "./within.ts";

/** Maximum text waiting to be written, in UTF-16 code units. */
const MAX_WAITING = 1024 * 1024;
const LINE_BREAK = 10;
const encoder = new TextEncoder();

/** Accepts bytes in parts; may fail or never settle. */
export interface ByteSink {
  write(bytes: Uint8Array): Promise<number>;
}

/** Options of {@link LineWriter}. */
export interface LineWriterOptions {
  /** Lines within this time are written together, which makes each cheap. */
  readonly togetherMs: number;
  /** In UTF-16 code units; default 1 MiB of ASCII. */
  readonly maxWaiting?: number;
}

/**
 * Writes lines in the background: adding one never waits and never throws. Lines are dropped and counted if a write
 * fails, or while the waiting text is at its limit because a reader stalls.
 */
export class LineWriter {
  #dropped = 0;
  #waiting = "";
  #inFlight = 0;
  #torn = false;
  #writing: Promise<void> | undefined;

  constructor(readonly sink: ByteSink, readonly options: LineWriterOptions) {}

  /** Lines dropped. */
  get dropped(): number {
    return this.#dropped;
  }

  /** @param line Without its line break. */
  add(line: string): void {
    const { maxWaiting = MAX_WAITING } = this.options;
    if (this.#inFlight + this.#waiting.length + line.length >= maxWaiting) {
      this.#dropped++;
      return;
    }
    this.#waiting += `${line}\n`;
    this.#writing ??= this.#writeAll();
  }

  /** Waits until every line is written or dropped. @param limitMs The longest to wait. */
  async flush(limitMs: number): Promise<void> {
    if (this.#writing !== undefined) await within(limitMs, this.#writing);
  }

  async #writeAll(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, this.options.togetherMs));
    while (this.#waiting !== "") {
      const text = this.#waiting;
      this.#waiting = "";
      this.#inFlight = text.length;
      await this.#write(encoder.encode(this.#torn ? `\n${text}` : text));
      this.#inFlight = 0;
    }
    this.#writing = undefined;
  }

  async #write(bytes: Uint8Array): Promise<void> {
    let done = 0;
    try {
      while (done < bytes.length) done += await this.sink.write(bytes.subarray(done));
      this.#torn = false;
    } catch {
      if (done > 0) this.#torn = bytes[done - 1] !== LINE_BREAK;
      for (const byte of bytes.subarray(done)) if (byte === LINE_BREAK) this.#dropped++;
    }
  }
}
