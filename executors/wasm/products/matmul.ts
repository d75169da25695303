import type { TensorOf } from "../../../core/graph/mod.ts";
import type { Lowering } from "../compiled/lowering.ts";
import type { Buffer } from "../compiled/task.ts";
import { matmulBlocks, type MatmulShape } from "./matmul_blocks.ts";
import { matmulTask } from "./matmul_task.ts";
import { isScatter, scatterTask } from "./matmul_scatter.ts";
import { sumPartsTask } from "./matmul_sum_parts.ts";

/** Records the product `a b`; where `a` is a one_hot without memory, the sums of the rows of `b` for each code. */
export function lowerMatmul(context: Lowering, y: TensorOf<"matmul">, out: Buffer): void {
  const [a, b] = y.inputs;
  if (isScatter(y) && !context.isStored(a)) {
    context.record(scatterTask(context, y, out));
    return;
  }
  const shape = shapeOf(y);
  const blocks = matmulBlocks(shape);
  const operands = { a: context.bufferOf(a), b: context.bufferOf(b) };
  if (blocks.parts === 1) {
    context.record(matmulTask({ shape, blocks, ...operands, out }));
    return;
  }
  const parts = context.scratch(blocks.parts * y.size, "parts of matmul");
  context.record(matmulTask({ shape, blocks, ...operands, out: parts }));
  context.record(sumPartsTask({ parts, count: blocks.parts, size: y.size, out }));
}

function shapeOf(y: TensorOf<"matmul">): MatmulShape {
  const [a] = y.inputs;
  const { transposeA, transposeB } = y.attributes;
  return {
    batch: a.shape.length === 3 ? a.shape[0] : 1,
    m: y.shape.at(-2)!,
    n: y.shape.at(-1)!,
    k: a.shape.at(transposeA ? -2 : -1)!,
    transposeA,
    transposeB,
  };
}
