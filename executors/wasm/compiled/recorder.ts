import { planMemory, type Planned } from "../../storage/plan_memory.ts";
import { aligned } from "./fixed_memory.ts";
import { phasesOf } from "./phases.ts";
import { Buffer, type Task } from "./task.ts";

/** Records the tasks of a compiled graph, then gives each of its buffers an address. */
export class TaskRecorder {
  readonly tasks: Task[] = [];
  readonly #buffers: Buffer[] = [];
  /** Buffers that hold something before the first task, and those read after the last. */
  readonly #before = new Set<Buffer>();
  readonly #after = new Set<Buffer>();

  /** New memory, alive from the first to the last task that names it. */
  scratch(words: number, label: string): Buffer {
    const buffer = new Buffer(label, words);
    this.#buffers.push(buffer);
    return buffer;
  }

  /** Appends a task; one without units is left out. */
  record(task: Task): void {
    if (task.units > 0) this.tasks.push(task);
  }

  /** Keeps a buffer's contents from before the first task on, after the last task, or both. */
  keep(buffer: Buffer, { before = false, after = false }: { before?: boolean; after?: boolean }) {
    if (before) this.#before.add(buffer);
    if (after) this.#after.add(buffer);
  }

  /** Places all buffers from `address` on. @returns The phase of each task, and the first address that is free. */
  place(address: number): { phases: number[]; end: number } {
    const phases = phasesOf(this.tasks);
    const lives = new Map(this.#buffers.map((it) => [it, new Life(it.words)]));
    this.tasks.forEach(({ reads, writes }, i) => {
      for (const buffer of [...reads, ...writes]) lives.get(buffer)?.use(phases[i]);
    });
    for (const buffer of this.#before) lives.get(buffer)?.use(0);
    for (const buffer of this.#after) lives.get(buffer)?.use(Infinity);
    const starts: number[] = [];
    let end = address;
    for (const words of planMemory([...lives.values()])) {
      starts.push(end);
      end = aligned(end + words * 4);
    }
    for (const [buffer, { chunk }] of lives) if (chunk >= 0) buffer.place(starts[chunk]);
    return { phases, end };
  }
}

class Life implements Planned {
  first = Infinity;
  last = -1;
  chunk = -1;
  constructor(readonly words: number) {}

  use(phase: number): void {
    this.first = Math.min(this.first, phase);
    this.last = Math.max(this.last, phase);
  }
}
