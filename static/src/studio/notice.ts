import { make } from "./dom.ts";

/** A line of a panel that says how it went, or what is wrong, where the person looks. */
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

  /** Does something; what goes wrong is said here. */
  async during(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.fail(error);
    }
  }
}
