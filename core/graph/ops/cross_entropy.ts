import { log } from "../elementary.ts";
import { requireShape } from "../shape_error.ts";
import type { Op, Tensor } from "../graph.ts";
import { mul } from "./mul.ts";
import { oneHot } from "./one_hot.ts";
import { reshape } from "./reshape.ts";
import { eachLine, softmax } from "./softmax.ts";
import { linesOf, requireAxis, withoutAxes } from "./strided.ts";
import { sub } from "./sub.ts";

// y = ln sum e^x - x[target] along axis      dL/dx = dL/dy * (softmax(x) - one_hot(target))
export const crossEntropyOp: Op<"cross_entropy", { readonly axis: number }> = {
  name: "cross_entropy",
  attributes: { axis: "integer" },
  type: (inputs, { axis }) => {
    const [logits, targets] = inputs;
    requireShape(inputs.length === 2, "cross_entropy", "logits and targets", inputs);
    requireAxis("cross_entropy", axis, logits.shape.length, inputs);
    const shape = withoutAxes(logits.shape, [axis]);
    requireShape(
      logits.dtype === "f32" && targets.dtype === "u32" && String(targets.shape) === String(shape),
      "cross_entropy",
      `logits to be f32 and targets u32 of their shape without axis ${axis}`,
      inputs,
    );
    return { shape, dtype: "f32" };
  },
  reference: ([logits, targets], { size, inputs, attributes: { axis } }) => {
    const lines = linesOf(inputs[0].shape, axis);
    const y = new Float32Array(size);
    let position = 0;
    eachLine(logits, lines, (start, max, sum) => {
      const target = targets[position];
      if (target >= lines.length) {
        throw new RangeError(
          `Cannot compute cross_entropy: expected targets to be below ${lines.length}, got ${target}`,
        );
      }
      y[position++] = log(sum) + max - logits[start + target * lines.inner];
    });
    return y;
  },
  derivative: ({ inputs: [logits, targets], attributes: { axis } }, dY) => {
    const error = sub(
      softmax(logits, { axis }),
      oneHot(targets, { depth: logits.shape[axis], axis }),
    );
    return [mul(error, reshape(dY, withoutAxes(logits.shape, [axis], true))), undefined];
  },
};

/**
 * Nats of each target under softmax(logits) along `axis`.
 * @param targets u32 of logits' shape without `axis`. @returns f32 of targets' shape.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { crossEntropy, evaluate, Graph } from "@tessera/tessera";
 *
 * const graph = new Graph();
 * // Two codes that are equally likely: ln 2 nats.
 * const logits = graph.constant(Float32Array.of(0, 0), [1, 2]);
 * const targets = graph.constant(Uint32Array.of(1), [1]);
 * const [y] = evaluate(graph, [crossEntropy(logits, targets, { axis: 1 })], new Map());
 * assertEquals([...y], [Math.fround(Math.LN2)]);
 * ```
 */
export function crossEntropy(
  logits: Tensor,
  targets: Tensor,
  attributes: { axis: number },
): Tensor {
  return logits.graph.apply(crossEntropyOp, [logits, targets], attributes);
}
