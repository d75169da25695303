import { sizeOf, stridesOf, type TensorOf } from "../../../core/graph/mod.ts";
import type { Lowering } from "../compiled/lowering.ts";
import { type Buffer, TASK_SIGNATURE } from "../compiled/task.ts";
import { fixed, weighted } from "./linear.ts";
import { sourcesOf } from "./lower_pointwise.ts";
import { type Piece, piecesOf, readsOf } from "./pieces.ts";
import { planReduction, type ReducePlan } from "./reduce_plan.ts";
import { slotBytesOf, writeReduction } from "./reduce_nest.ts";
import { type Box, MustStore } from "./space.ts";
import { coordinatesOf, traceBox } from "./trace.ts";
import { unitsOf } from "./units.ts";

/**
 * y[o] = Σ r of x[o, r], in an order that only the shapes decide. A long sum is added in parts, and those by a
 * second task.
 */
export function lowerReduceSum(context: Lowering, y: TensorOf<"reduce_sum">, out: Buffer): void {
  const [x] = y.inputs;
  const sources = sourcesOf(context);
  const piece = sources.trace(() => {
    const pieces = piecesOf({ start: 0, loops: [{ extent: x.size, stride: 1 }] }, (box) => ({
      values: traceBox([x], box, (it) => sources.memoryOf(it)),
      places: [sumOf(y, box)],
    }));
    if (pieces.length > 1) throw new MustStore(x);
    return pieces[0];
  });
  sumPiece(context, piece, { size: y.size, out });
}

/** Index of the sum that the elements at a box are parts of. */
function sumOf(y: TensorOf<"reduce_sum">, box: Box) {
  const [x] = y.inputs;
  const { axes } = y.attributes;
  const kept = x.shape.map((side, axis) => axes.includes(axis) ? 1 : side);
  if (sizeOf(kept) === 1) return fixed(0, box.loops.length);
  const strides = stridesOf(kept).map((stride, axis) => axes.includes(axis) ? 0 : stride);
  return weighted(coordinatesOf(x, box), strides, box.loops.length);
}

/** Adds up the one value of a piece; its one place is the index of the sum in `out`. */
function sumPiece(
  context: Lowering,
  piece: Piece,
  { size, out }: { size: number; out: Buffer },
): void {
  const plans = planReduction(piece, size);
  const units = plans.reduce((sum, plan) => sum + unitsOf(plan), 0);
  if (!plans.some(({ parts }) => parts) || units === 1) {
    return recordSums(context, plans, { out, size: 0 });
  }
  const partial = context.scratch(units * size, "partial sums");
  recordSums(context, plans, { out: partial, size });
  const each = size === 1 ? [] : [1];
  const all: Piece = {
    extents: [units, ...each.map(() => size)],
    values: [{ kind: "load", buffer: partial, at: { constant: 0, factors: [size, ...each] } }],
    places: [{ constant: 0, factors: [0, ...each] }],
  };
  sumPiece(context, all, { size, out });
}

/** @param size Words between what units write, where each has a part of each sum. */
function recordSums(
  context: Lowering,
  plans: readonly ReducePlan[],
  { out, size }: { out: Buffer; size: number },
): void {
  context.record({
    name: "reduce_sum",
    units: plans.reduce((sum, plan) => sum + unitsOf(plan), 0),
    reads: readsOf(plans.map(({ piece }) => piece)),
    writes: [out],
    scratchBytes: Math.max(...plans.map(slotBytesOf)),
    emit(module, scratch) {
      const made = module.function(TASK_SIGNATURE);
      let start = 0;
      for (const plan of plans) {
        made.add(writeReduction(made, plan, { start, out: out.address, size, scratch }));
        start += unitsOf(plan);
      }
      return made;
    },
  });
}
