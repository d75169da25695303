/** Runs work of which only the newest matters: starting one ends the one before. */
export class Latest {
  #controller = new AbortController();

  /**
   * Runs `work` after ending what ran before. It resolves also if it is ended itself.
   * @param work Gets a signal that aborts when newer work starts; what it throws after that is ignored.
   */
  async run(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    this.#controller.abort();
    const { signal } = this.#controller = new AbortController();
    try {
      await work(signal);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }
}
