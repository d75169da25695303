import { ModuleBuilder, PAGE_BYTES } from "../../executors/wasm/assembler/mod.ts";
import { Buffer, type Task } from "../../executors/wasm/compiled/task.ts";

/** Bytes between buffers, filled with a value that no task may read or change. */
const GAP = 64;
const CANARY = 0x7fc12345; // A NaN: read by mistake, it spreads.

/** The calls that compute the units of a task: each from `first` to before `end`. */
export type Calls = (units: number) => readonly (readonly [first: number, end: number])[];

/** A call for each unit, the last one first: any order must do. */
const backwards: Calls = (units) =>
  Array.from({ length: units }, (_, i) => [units - 1 - i, units - i] as const);

/**
 * Runs tasks one after the other on one thread, each buffer in memory of its own.
 * @param values What buffers hold at first; the others hold NaN.
 * @returns What each buffer holds then, as words. @throws {Error} If memory between buffers was written to.
 */
export function runTasks(
  tasks: readonly Task[],
  values: ReadonlyMap<Buffer, Float32Array | Uint32Array>,
  calls: Calls = backwards,
): (buffer: Buffer) => Uint32Array<ArrayBuffer> {
  const buffers = new Set([
    ...values.keys(),
    ...tasks.flatMap((it) => [...it.reads, ...it.writes]),
  ]);
  let end = GAP;
  for (const buffer of buffers) {
    buffer.place(end);
    end = roundUp(end + buffer.words * 4) + GAP;
  }
  const scratch = end;
  end += roundUp(Math.max(0, ...tasks.map((it) => it.scratchBytes ?? 0))) + GAP;
  const pages = Math.ceil(end / PAGE_BYTES);
  const memory = new WebAssembly.Memory({ initial: pages });
  const words = new Uint32Array(memory.buffer).fill(CANARY);
  for (const [buffer, value] of values) {
    words.set(new Uint32Array(value.buffer, value.byteOffset, value.length), buffer.address / 4);
  }
  const module = new ModuleBuilder({ pages, shared: false });
  const functions = tasks.map((task) => task.emit(module, scratch));
  functions.forEach((it, i) => {
    const exported = module.function({ parameters: ["i32", "i32"] }, `task_${i}`);
    exported.add(it.call(...exported.parameters.map(({ get }) => get)));
  });
  const compiled = new WebAssembly.Module(module.encode());
  const { exports } = new WebAssembly.Instance(compiled, { env: { memory } });
  tasks.forEach(({ units }, i) => {
    const run = exports[`task_${i}`] as (first: number, end: number) => void;
    for (const [first, end] of calls(units)) run(first, end);
  });
  const used = [...buffers].map((it) => [it.address / 4, it.address / 4 + it.words] as const);
  used.push([scratch / 4, words.length]);
  let at = 0;
  for (const [first, after] of used.sort((a, b) => a[0] - b[0])) {
    for (; at < first; at++) {
      if (words[at] !== CANARY) {
        throw new Error(`Task wrote to address ${at * 4}, outside its buffers`);
      }
    }
    at = after;
  }
  return (buffer) => words.slice(buffer.address / 4, buffer.address / 4 + buffer.words);
}

const roundUp = (bytes: number) => Math.ceil(bytes / 64) * 64;
