import type { FunctionBuilder, ModuleBuilder } from "../assembler/mod.ts";

/** Words of 32 bits in memory. Their address is planned after all tasks are recorded, and constant from then on. */
export class Buffer {
  #address?: number;

  /** @param address Only for what is not planned: what outlives a run. */
  constructor(readonly label: string, readonly words: number, address?: number) {
    this.#address = address;
  }

  /** Whether it has an address. */
  get isPlaced(): boolean {
    return this.#address !== undefined;
  }

  /** In bytes, a multiple of 64. @throws {TypeError} Before it is planned. */
  get address(): number {
    if (this.#address === undefined) {
      throw new TypeError(`Cannot read the address of ${this.label}: it is not planned yet`);
    }
    return this.#address;
  }

  /** Gives it a place. */
  place(address: number): void {
    this.#address = address;
  }
}

/**
 * Work between two barriers. It is cut into units, which threads take in any order, each once: so each unit writes
 * what no other reads or writes, and its sums have one order, whatever the number of threads.
 */
export interface Task {
  /** The op, for profiles. */
  readonly name: string;
  readonly units: number;
  readonly reads: readonly Buffer[];
  readonly writes: readonly Buffer[];
  /** Bytes of memory of the thread's own that `emit` may use; none by default. */
  readonly scratchBytes?: number;
  /**
   * Writes a function of (first: i32, end: i32) that computes the units from `first` to before `end`.
   * Called once for each thread, after addresses are planned.
   * @param scratch Address of the thread's own memory, a multiple of 64.
   */
  emit(module: ModuleBuilder, scratch: number): FunctionBuilder;
}

/** The signature of a task's function. */
export const TASK_SIGNATURE = { parameters: ["i32", "i32"] } as const;
