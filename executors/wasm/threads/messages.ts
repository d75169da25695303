import type { Write } from "../compiled/fixed_memory.ts";

/** Words of memory. */
export interface Range {
  /** In bytes. */
  readonly address: number;
  readonly words: number;
}

/** Words to copy within memory. */
export interface Copy {
  readonly from: Range;
  /** Address in bytes. */
  readonly to: number;
}

/** A compiled graph as one thread runs it. */
export interface Program {
  readonly id: number;
  readonly module: Uint8Array<ArrayBuffer>;
  /** Units of each task. */
  readonly units: readonly number[];
  /** Phase of each task, ascending. */
  readonly phases: readonly number[];
  /** Address of a word for each task, which counts the units taken. */
  readonly counters: number;
  /** What memory must hold before the first run, and again after another program's. */
  readonly constants: readonly Write[];
}

/** What to do, in this order: fill memory, copy within it, run a program, read memory. */
export interface Command {
  readonly writes?: readonly Write[];
  readonly copies?: readonly Copy[];
  /** Id of a loaded program. */
  readonly program?: number;
  readonly reads?: readonly Range[];
}

/** What a thread needs to know to begin. */
export interface Opening {
  readonly memory: WebAssembly.Memory;
  /** Address of the barrier's words. */
  readonly barrier: number;
  /** Its number; thread 0 leads: it alone fills and reads memory. */
  readonly thread: number;
  readonly threads: number;
}

/** To a worker. */
export type ToWorker =
  | { readonly open: Opening }
  | { readonly load: Program }
  | { readonly execute: Command };

/** From the leading worker, after each command: what it read. */
export interface FromWorker {
  readonly values: readonly Uint32Array<ArrayBuffer>[];
}
