import type { Tensor } from "./graph.ts";
import type { Values } from "./tensor_type.ts";
import type { Graph } from "./graph.ts";

/**
 * Computes tensors of a graph with each op's plain TypeScript reference: the oracle of every
 * other executor, and itself checked by hand-made numbers and gradient checks.
 * @param feeds Values by name of the inputs and parameters that the outputs depend on.
 * @throws {TypeError} If a feed is missing or has the wrong length.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { evaluate, Graph, relu } from "@tessera/tessera";
 *
 * const graph = new Graph();
 * const x = graph.input("x", [3]);
 * const [y] = evaluate(graph, [relu(x)], new Map([["x", Float32Array.of(-1, 0, 2)]]));
 * assertEquals([...y], [0, 0, 2]);
 * ```
 */
export function evaluate(
  graph: Graph,
  outputs: readonly Tensor[],
  feeds: ReadonlyMap<string, Values>,
): Values[] {
  const known = new Map<Tensor, Values>();
  for (const tensor of ancestors(outputs)) {
    if (tensor.inputs.length > 0) {
      known.set(tensor, tensor.op.reference(tensor.inputs.map((x) => known.get(x)!), tensor));
      continue;
    }
    const values = graph.constants.get(tensor) ?? feeds.get(tensor.name ?? "");
    if (values?.length !== tensor.size) {
      throw new TypeError(
        `Cannot feed ${tensor.op.name} "${tensor.name}": expected ${tensor.size} values, got ${
          values ? `${values.length} given` : "none given"
        }`,
      );
    }
    known.set(tensor, values);
  }
  return outputs.map((tensor) => known.get(tensor)!);
}

/** The tensors that `outputs` need, themselves included, in topological order. */
export function ancestors(outputs: readonly Tensor[]): Tensor[] {
  const needed = new Set<Tensor>();
  const stack = [...outputs];
  while (stack.length > 0) {
    const tensor = stack.pop()!;
    if (needed.has(tensor)) continue;
    needed.add(tensor);
    stack.push(...tensor.inputs);
  }
  return [...needed].sort((a, b) => a.id - b.id);
}
