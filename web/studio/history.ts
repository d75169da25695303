/** States that can be gone back to. */
export class History<T> {
  readonly #limit: number;
  #past: T[] = [];
  #future: T[] = [];

  /** @param limit How many steps back are kept. */
  constructor(limit = 200) {
    this.#limit = limit;
  }

  get canUndo(): boolean {
    return this.#past.length > 0;
  }

  get canRedo(): boolean {
    return this.#future.length > 0;
  }

  /** Keeps a state that is about to be replaced by a new one. */
  keep(state: T): void {
    this.#past.push(state);
    if (this.#past.length > this.#limit) this.#past.shift();
    this.#future = [];
  }

  /** Goes a step back. @param now The state to come forward to again. */
  undo(now: T): T | undefined {
    const state = this.#past.pop();
    if (state !== undefined) this.#future.push(now);
    return state;
  }

  /** Goes forward again. @param now The state to go back to again. */
  redo(now: T): T | undefined {
    const state = this.#future.pop();
    if (state !== undefined) this.#past.push(now);
    return state;
  }

  /** Forgets all. */
  clear(): void {
    this.#past = [];
    this.#future = [];
  }
}
