import { make } from "./dom.ts";

/** Milliseconds too short to feel like waiting. */
const MOMENT = 300;

/** A panel's status line: the result, or what is wrong. */
export class Notice {
  readonly element: HTMLElement = make("p", { class: "notice", role: "status" });

  /** Says how it went. */
  say(text: string): void {
    this.element.textContent = text;
    this.element.classList.remove("failed");
  }

  /** Says what is wrong, as one sentence. */
  fail(error: unknown): void {
    this.element.textContent = error instanceof Error ? error.message : String(error);
    this.element.classList.add("failed");
  }

  /** Waits for something, and says so where it takes longer than a moment. */
  async whileSlow<T>(text: string, work: () => Promise<T>): Promise<T> {
    const timer = setTimeout(() => this.say(text), MOMENT);
    try {
      return await work();
    } finally {
      clearTimeout(timer);
    }
  }

  /** Does something; what goes wrong is said here. */
  async during(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.fail(error);
    }
  }
}
