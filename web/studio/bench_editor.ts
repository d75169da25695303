import { type Bench, markErased } from "./bench.ts";
import { History } from "./history.ts";
import type { Store } from "./store.ts";

/** Changes what is on the bench, and can take it back. */
export class BenchEditor {
  readonly history = new History<Bench>();
  readonly #store: Store;
  /** Whether the stroke that goes on erases, or restores. */
  #erases = true;
  /** What the last step is part of. */
  #work?: string;

  constructor(store: Store) {
    this.#store = store;
  }

  /**
   * Replaces the bench as a step that can be taken back.
   * @param work What it is part of: steps of one name that follow each other are one.
   */
  change(change: (bench: Bench) => Bench, work?: string): void {
    const { bench: before } = this.#store.state;
    const bench = before && change(before);
    if (!bench || bench === before) return;
    if (work === undefined || work !== this.#work) this.history.keep(before);
    this.#work = work;
    this.#store.set({ bench });
  }

  /** Erases a position, or restores it. */
  toggle(position: number): void {
    this.change((bench) => markErased(bench, [position], !bench.erased.has(position)));
  }

  /**
   * Erases what a stroke goes over; one that begins on an erased position restores.
   * @param positions All of the stroke so far. @param isFirst It begins: what follows is the same step.
   */
  stroke(positions: readonly number[], isFirst: boolean): void {
    const { bench } = this.#store.state;
    if (!bench) return;
    this.#work = undefined;
    if (isFirst) {
      this.#erases = !bench.erased.has(positions[0]);
      this.history.keep(bench);
    }
    this.#store.set({ bench: markErased(bench, positions, this.#erases) });
  }

  undo(): void {
    this.#step((now) => this.history.undo(now));
  }

  redo(): void {
    this.#step((now) => this.history.redo(now));
  }

  #step(step: (now: Bench) => Bench | undefined): void {
    const { bench: now } = this.#store.state;
    const bench = now && step(now);
    this.#work = undefined;
    if (bench) this.#store.set({ bench });
  }
}
