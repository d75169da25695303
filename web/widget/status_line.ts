import { asPart, build } from "./build.ts";

/** Milliseconds after which drawing is slow enough to mention. */
const SLOW = 400;
/** Milliseconds without news after which a screen reader may read the last: not each of a slider's steps. */
const QUIET = 600;

/** What goes on or how it went, in a live region. */
export class StatusLine {
  readonly element = asPart(build("p", { role: "status", ariaLive: "polite" }), "status");
  #slow?: number;
  #quiet?: number;

  tell(text: string): void {
    this.#write(text, false);
  }

  /** {@link StatusLine.tell}, unless another message comes soon. */
  tellIfSlow(text: string): void {
    clearTimeout(this.#slow);
    this.#slow = setTimeout(() => this.tell(text), SLOW);
  }

  /** Tells of an error, over the picture, so that nothing around moves. */
  fail(message: string): void {
    this.#write(message, true);
  }

  /** Details on request: why this backend is used. */
  set reason(reason: string) {
    this.element.title = reason;
  }

  #write(text: string, isError: boolean): void {
    clearTimeout(this.#slow);
    this.element.classList.toggle("error", isError);
    if (this.element.textContent === text) return;
    this.element.ariaBusy = "true";
    this.element.textContent = text;
    clearTimeout(this.#quiet);
    this.#quiet = setTimeout(() => this.element.ariaBusy = "false", QUIET);
  }
}
