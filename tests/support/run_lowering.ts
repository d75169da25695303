import type { Tensor, Values } from "../../core/graph/mod.ts";
import type { Lowering } from "../../executors/wasm/compiled/lowering.ts";
import { Buffer, type Task } from "../../executors/wasm/compiled/task.ts";
import { type Calls, runTasks } from "./run_tasks.ts";

/**
 * Lowers one tensor of a graph and runs its tasks.
 * @param lower Records its tasks. @param values What the tensors with memory hold.
 */
export function runLowering(
  y: Tensor,
  lower: (context: Lowering, out: Buffer) => void,
  values: ReadonlyMap<Tensor, Values>,
  calls?: Calls,
): { result: Float32Array<ArrayBuffer>; tasks: readonly Task[] } {
  const buffers = new Map([...values.keys()].map((x) => [x, new Buffer(`x${x.id}`, x.size)]));
  const tasks: Task[] = [];
  const out = new Buffer("y", y.size);
  lower({
    isStored: (tensor) => buffers.has(tensor),
    bufferOf: (tensor) => buffers.get(tensor)!,
    scratch: (words, label) => new Buffer(label, words),
    record: (task) => tasks.push(task),
  }, out);
  const held = new Map([...values].map(([x, value]) => [buffers.get(x)!, value]));
  return { result: new Float32Array(runTasks(tasks, held, calls)(out).buffer), tasks };
}
