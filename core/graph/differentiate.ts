import { add, ancestors, type Graph, requireShape, type Tensor } from "./mod.ts";

/**
 * Adds to the graph the gradients of `loss` by reverse accumulation: each op's derivative, last op first.
 * @param loss f32 with one element.
 * @returns dL/dx for each x of `withRespectTo`, in its shape; a zero constant where no gradient flows.
 * @throws {ShapeError} If `loss` has more than one element.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { differentiate, evaluate, Graph, reduceSum, square } from "@tessera/tessera";
 *
 * const graph = new Graph();
 * const x = graph.input("x", [2]);
 * const loss = reduceSum(square(x), { axes: [0] });
 * const [dX] = differentiate(graph, loss, [x]);
 * const [values] = evaluate(graph, [dX], new Map([["x", Float32Array.of(1, -3)]]));
 * assertEquals([...values], [2, -6]);
 * ```
 */
export function differentiate(
  graph: Graph,
  loss: Tensor,
  withRespectTo: readonly Tensor[],
): Tensor[] {
  requireShape(loss.size === 1 && loss.dtype === "f32", "gradient", "loss to be one f32", [loss]);
  const path = ancestors([loss]);
  const depends = dependants(path, withRespectTo);
  const gradients = new Map([[loss, graph.constant(new Float32Array([1]), loss.shape)]]);
  for (const tensor of path.reverse()) {
    const dY = gradients.get(tensor);
    if (!dY || !depends.has(tensor) || !tensor.op.derivative) continue;
    tensor.op.derivative(tensor, dY).forEach((dX, position) => {
      const x = tensor.inputs[position];
      if (!dX || !depends.has(x)) return;
      requireShape(String(dX.shape) === String(x.shape), tensor.op.name, "derivatives fit inputs", [
        dX,
        x,
      ]);
      const sum = gradients.get(x);
      gradients.set(x, sum ? add(sum, dX) : dX);
    });
  }
  return withRespectTo.map((x) =>
    gradients.get(x) ?? graph.constant(new Float32Array(x.size), x.shape)
  );
}

/** The tensors of `path` (in topological order) that depend on one of `sources`, the sources included. */
function dependants(path: readonly Tensor[], sources: readonly Tensor[]): Set<Tensor> {
  const depends = new Set(sources);
  for (const tensor of path) {
    if (tensor.inputs.some((x) => depends.has(x))) depends.add(tensor);
  }
  return depends;
}
