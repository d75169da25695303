import type { StudioState } from "./state.ts";

/** Called with the state and the previous one. */
export type Listener = (state: StudioState, before: StudioState) => void;

/** Holds the studio's single state and notifies its listeners. */
export class Store {
  #state: StudioState;
  readonly #listeners: Listener[] = [];

  constructor(state: StudioState) {
    this.#state = state;
  }

  get state(): StudioState {
    return this.#state;
  }

  /** Changes parts of the state; listeners are notified once, if anything differs. */
  set(change: Partial<StudioState>): void {
    const before = this.#state;
    const keys = Object.keys(change) as (keyof StudioState)[];
    if (keys.every((key) => Object.is(change[key], before[key]))) return;
    this.#state = { ...before, ...change };
    for (const listener of this.#listeners) {
      // A listener that changed the state has already notified the others.
      listener(this.#state, before);
    }
  }

  /** Tells `listener` of every later change. */
  listen(listener: Listener): void {
    this.#listeners.push(listener);
  }

  /** Tells `listener` when one of `keys` changes. */
  watch(keys: readonly (keyof StudioState)[], listener: Listener): void {
    this.listen((state, before) => {
      if (keys.some((key) => !Object.is(state[key], before[key]))) listener(state, before);
    });
  }
}
