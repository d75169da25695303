import { ancestors, evaluate, type Graph, type Tensor, type Values } from "../../core/graph/mod.ts";
import type { Lowering } from "../../executors/wasm/compiled/lowering.ts";
import { Buffer, type Task } from "../../executors/wasm/compiled/task.ts";
import { runTasks } from "./run_tasks.ts";

/** Lowers tensors; false if they are not for the ops under test: their values are then the reference's. */
export type Lower = (
  context: Lowering,
  outputs: readonly { readonly tensor: Tensor; readonly out: Buffer }[],
) => boolean;

/**
 * Runs tensors of a graph on one thread.
 * @param isStored Which of the tensors between get memory. @param lower Of the ops under test.
 * @param groups Tensors to lower together, by the last of them.
 */
export function runLowered(
  graph: Graph,
  outputs: readonly Tensor[],
  { feeds, isStored, lower, groups = new Map() }: {
    feeds: ReadonlyMap<string, Values>;
    isStored: (tensor: Tensor) => boolean;
    lower: Lower;
    groups?: ReadonlyMap<Tensor, readonly Tensor[]>;
  },
): Values[] {
  const tasks: Task[] = [];
  const buffers = new Map<Tensor, Buffer>();
  const values = new Map<Buffer, Float32Array | Uint32Array>();
  const context: Lowering = {
    isStored: (tensor) => buffers.has(tensor),
    bufferOf: (tensor) => buffers.get(tensor)!,
    scratch: (words, label) => new Buffer(label, words),
    record: (task) => void tasks.push(task),
  };
  const valueOf = (tensor: Tensor) => {
    const known = graph.constants.get(tensor) ?? feeds.get(tensor.name ?? "");
    return known ?? evaluate(graph, [tensor], feeds)[0];
  };
  const later = new Set([...groups.values()].flatMap((members) => members.slice(0, -1)));
  for (const tensor of ancestors(outputs)) {
    const isSource = tensor.inputs.length === 0;
    if (!isSource && !outputs.includes(tensor) && !isStored(tensor)) continue;
    if (later.has(tensor)) continue;
    const made = (groups.get(tensor) ?? [tensor]).map((tensor) => {
      return { tensor, out: new Buffer(`${tensor.op.name} ${tensor.id}`, tensor.size) };
    });
    const isLowered = !isSource && lower(context, made);
    for (const { tensor, out } of made) {
      if (!isLowered) values.set(out, valueOf(tensor));
      buffers.set(tensor, out);
    }
  }
  const read = runTasks(tasks, values);
  return outputs.map((tensor) => {
    const words = read(buffers.get(tensor)!);
    return tensor.dtype === "u32" ? words : new Float32Array(words.buffer);
  });
}
