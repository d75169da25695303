import type { Command, Program } from "./messages.ts";

/** Runs programs in one memory. Commands run one after the other, in the order of the calls. */
export interface Runner {
  readonly memory: WebAssembly.Memory;
  readonly threads: number;
  /** Takes a program in, before the commands that follow. @param programs One for each thread. */
  load(programs: readonly Program[]): void;
  /**
   * Queues a command; its values are copied at once.
   * @returns What it read. @throws {Error} If the threads have stopped.
   */
  execute(command: Command): Promise<readonly Uint32Array<ArrayBuffer>[]>;
  /** Stops the threads; commands that wait fail. */
  close(): void;
}
