import type { Values } from "../../../core/graph/mod.ts";
import { PAGE_BYTES, type VectorRegisters } from "../assembler/mod.ts";
import { type CompiledGraph, emitModule, scratchBytes } from "../compiled/compiled_graph.ts";
import type { FixedMemory, Write } from "../compiled/fixed_memory.ts";
import type { Buffer } from "../compiled/task.ts";
import { BARRIER_WORDS } from "./barrier.ts";
import { CallingThread } from "./calling_thread.ts";
import type { Runner } from "./runner.ts";
import { type StartWorker, WorkerPool } from "./worker_pool.ts";

/** Addresses stay below 2 GiB: constants that hold them are signed. */
const MAXIMUM_PAGES = 32767;

/** How programs are run. */
export interface SessionOptions {
  /** 1: in the calling thread. */
  readonly threads: number;
  /** What products are written for; 32 by default. The bits are the same. */
  readonly vectorRegisters?: VectorRegisters;
  readonly startWorker?: StartWorker;
}

/** A program that a session has taken in. */
export interface Loaded {
  readonly id: number;
  readonly compiled: CompiledGraph;
}

/** A memory, and threads that run compiled graphs in it, one after the other. */
export class Session {
  #runner?: Runner;
  #programs = 0;
  #isClosed = false;
  readonly #barrier: Buffer;

  /** @param fixed What outlives runs. Compiled graphs use the memory after it, in turns. */
  constructor(private readonly options: SessionOptions, readonly fixed: FixedMemory) {
    this.#barrier = fixed.place("barrier", BARRIER_WORDS);
  }

  get threads(): number {
    return this.options.threads;
  }

  /** Starts the threads, so that they are ready when the first graph is compiled. */
  start(): void {
    this.#started();
  }

  /** Makes a graph's modules and sends them to the threads. @throws {RangeError} If it takes too much memory. */
  load(compiled: CompiledGraph): Loaded {
    const { threads, vectorRegisters } = this.options;
    const counters = compiled.end + threads * scratchBytes(compiled);
    const pages = Math.ceil((counters + compiled.tasks.length * 4) / PAGE_BYTES);
    const runner = this.#started();
    growTo(runner.memory, pages);
    const id = this.#programs++;
    const memory = { pages, shared: threads > 1, maximum: MAXIMUM_PAGES };
    const constants = Array.from(compiled.constants, ([{ address }, values]) => ({
      address,
      values,
    }));
    runner.load(Array.from({ length: threads }, (_, thread) => ({
      ...{ id, counters, phases: compiled.phases },
      module: emitModule(compiled, thread, { memory, vectorRegisters }),
      units: compiled.tasks.map((it) => it.units),
      constants: thread === 0 ? constants : [],
    })));
    return { id, compiled };
  }

  /**
   * Queues a run. @param feeds A value for each input of the graph, copied at once.
   * @param writes What else to fill in before. @param reads What to read after it.
   * @throws {TypeError} If an input is missing or has the wrong length.
   */
  run(
    { id, compiled }: Loaded,
    feeds: ReadonlyMap<string, Values>,
    { writes = [], reads }: { writes?: readonly Write[]; reads: readonly Buffer[] },
  ): Promise<readonly Uint32Array<ArrayBuffer>[]> {
    const filled = Array.from(compiled.inputs, ([name, { address, words }]) => {
      const values = feeds.get(name);
      if (values?.length !== words) {
        throw new TypeError(
          `Cannot feed "${name}": expected ${words} values, got ${values?.length ?? "none"}`,
        );
      }
      return { address, values };
    });
    const ranges = reads.map(({ address, words }) => ({ address, words }));
    return this.#started().execute({ writes: [...filled, ...writes], program: id, reads: ranges });
  }

  /** Reads memory after all runs queued before. */
  async read(buffers: readonly Buffer[]): Promise<Float32Array<ArrayBuffer>[]> {
    const reads = buffers.map(({ address, words }) => ({ address, words }));
    const values = await this.#started().execute({ reads });
    return values.map(({ buffer }) => new Float32Array(buffer));
  }

  /** Fills memory, then copies within it, after all runs queued before. */
  write(writes: readonly Write[], copies: readonly { from: Buffer; to: Buffer }[] = []): void {
    const ranges = copies.map(({ from: { address, words }, to }) => ({
      from: { address, words },
      to: to.address,
    }));
    const runner = this.#started();
    growTo(runner.memory, Math.ceil(this.fixed.end / PAGE_BYTES));
    // If the threads have stopped, whatever is done next says so.
    runner.execute({ writes, copies: ranges }).catch(() => {});
  }

  /** Ends the threads and frees the memory. */
  close(): void {
    this.#isClosed = true;
    this.#runner?.close();
    this.#runner = undefined;
  }

  /** The runner; the threads are started at its first use. */
  #started(): Runner {
    if (this.#isClosed) throw new TypeError("Cannot run a program: its threads are closed");
    const { threads, startWorker: start } = this.options;
    const shared = threads > 1;
    const barrier = this.#barrier.address;
    const open = () => {
      const memory = new WebAssembly.Memory({ initial: 1, maximum: MAXIMUM_PAGES, shared });
      return shared
        ? new WorkerPool(memory, threads, { barrier, start })
        : new CallingThread(memory, barrier);
    };
    return this.#runner ??= open();
  }
}

/** Makes a memory at least so large. @throws {RangeError} If that is more than it may be. */
function growTo(memory: WebAssembly.Memory, pages: number): void {
  if (pages > MAXIMUM_PAGES) {
    throw new RangeError(
      `Cannot compile: expected at most 2 GiB of memory, got ${Math.ceil(pages / 16)} MiB`,
    );
  }
  const missing = pages - memory.buffer.byteLength / PAGE_BYTES;
  if (missing > 0) memory.grow(missing);
}
