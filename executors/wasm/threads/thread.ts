import { taskName } from "../compiled/compiled_graph.ts";
import { Barrier } from "./barrier.ts";
import type { Write } from "../compiled/fixed_memory.ts";
import type { Command, Opening, Program, Range } from "./messages.ts";

/** Each thread takes about this many parts of a task, so that all end at about the same time. */
const PARTS = 16;

type Task = (first: number, end: number) => void;

interface Loaded {
  readonly program: Program;
  readonly tasks: readonly Task[];
}

/** One of the threads that run programs together. All get the same programs and commands in the same order. */
export class Thread {
  readonly #barrier: Barrier;
  readonly #programs = new Map<number, Loaded>();
  /** Whose constants are in memory. */
  #current?: Loaded;

  constructor(private readonly opening: Opening) {
    const { memory, barrier, threads } = opening;
    this.#barrier = new Barrier(memory, barrier, threads);
  }

  /** Takes a program in. */
  load(program: Program): void {
    const { memory } = this.opening;
    const module = new WebAssembly.Module(program.module);
    this.#memoryTo(program.counters + program.units.length * 4);
    const { exports } = new WebAssembly.Instance(module, { env: { memory } });
    const tasks = program.units.map((_, i) => exports[taskName(i)] as Task);
    this.#programs.set(program.id, { program, tasks });
  }

  /** Does its part of a command. @returns What was read, of the leading thread. */
  execute({ writes = [], copies = [], program, reads = [] }: Command): Uint32Array<ArrayBuffer>[] {
    const leads = this.opening.thread === 0;
    if (leads) {
      this.#fill(writes);
      for (const { from, to } of copies) this.#fill([{ address: to, values: this.#read(from) }]);
    }
    if (program !== undefined) this.#run(this.#programs.get(program)!);
    return leads ? reads.map((it) => this.#read(it)) : [];
  }

  #run(loaded: Loaded): void {
    const { program: { units, phases, constants, counters }, tasks } = loaded;
    const { thread, threads } = this.opening;
    const memory = this.#memoryTo(counters + tasks.length * 4);
    const taken = new Int32Array(memory, counters, tasks.length); // Units of each task.
    if (thread === 0) {
      if (this.#current !== loaded) this.#fill(constants);
      this.#current = loaded;
      taken.fill(0);
    }
    this.#barrier.meet();
    for (let task = 0; task < tasks.length; task++) {
      if (task > 0 && phases[task] !== phases[task - 1]) this.#barrier.meet();
      const count = units[task];
      if (threads === 1) tasks[task](0, count);
      else {
        const part = Math.ceil(count / (threads * PARTS));
        for (;;) {
          const first = Atomics.add(taken, task, part);
          if (first >= count) break;
          tasks[task](first, Math.min(first + part, count));
        }
      }
    }
    this.#barrier.meet();
  }

  #fill(writes: readonly Write[]): void {
    for (const { address, values } of writes) {
      const memory = this.#memoryTo(address + values.byteLength);
      const words = values instanceof Float32Array
        ? new Float32Array(memory, address, values.length)
        : new Uint32Array(memory, address, values.length);
      words.set(values);
    }
  }

  #read({ address, words }: Range): Uint32Array<ArrayBuffer> {
    return new Uint32Array(new Uint32Array(this.#memoryTo(address + words * 4), address, words));
  }

  /** The memory up to an address: this thread may not know yet that it has grown. */
  #memoryTo(end: number): ArrayBufferLike {
    const { memory } = this.opening;
    if (memory.buffer.byteLength < end) memory.grow(0);
    return memory.buffer;
  }
}
