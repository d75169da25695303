import type { DType, Tensor, Values } from "../../../core/graph/mod.ts";
import { type MemoryType, ModuleBuilder, type VectorRegisters } from "../assembler/mod.ts";
import { aligned } from "./fixed_memory.ts";
import type { Buffer, Task } from "./task.ts";

/** A compiled graph: tasks whose buffers all have their place. */
export interface CompiledGraph {
  readonly tasks: readonly Task[];
  /** The phase of each task, ascending: threads meet between phases. */
  readonly phases: readonly number[];
  /** Memory to fill before each run, by name. */
  readonly inputs: ReadonlyMap<string, Buffer>;
  /** Memory to fill once. */
  readonly constants: ReadonlyMap<Buffer, Values>;
  readonly outputs: ReadonlyMap<string, { readonly dtype: DType; readonly buffer: Buffer }>;
  /** Memory of every stored tensor. */
  readonly stored: ReadonlyMap<Tensor, Buffer>;
  /** First address that no buffer takes: each thread's own memory begins here. */
  readonly end: number;
}

/** Bytes of each thread's own memory. */
export function scratchBytes({ tasks }: CompiledGraph): number {
  return aligned(Math.max(0, ...tasks.map((it) => it.scratchBytes ?? 0)));
}

/** Name of the function that computes units of a task. */
export const taskName = (task: number): string => `task_${task}`;

/** The module of one thread: a function for each task. */
export function emitModule(
  compiled: CompiledGraph,
  thread: number,
  { memory, vectorRegisters }: { memory: MemoryType; vectorRegisters?: VectorRegisters },
): Uint8Array<ArrayBuffer> {
  const module = new ModuleBuilder(memory, vectorRegisters);
  const scratch = compiled.end + thread * scratchBytes(compiled);
  compiled.tasks.forEach((task, i) => module.export(taskName(i), task.emit(module, scratch)));
  return module.encode();
}
