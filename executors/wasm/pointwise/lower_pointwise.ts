import { stridesOf, type Tensor, type TensorOf } from "../../../core/graph/mod.ts";
import type { Lowering } from "../compiled/lowering.ts";
import { type Buffer, TASK_SIGNATURE } from "../compiled/task.ts";
import { blockBytesOf, intoBlocks } from "./blocked_piece.ts";
import { GroupWriter } from "./group_writer.ts";
import { groupsOf } from "./piece_groups.ts";
import { chopLastLoop, type Piece, piecesOf, readsOf } from "./pieces.ts";
import type { PointwiseName } from "./rules.ts";
import { Sources } from "./sources.ts";
import { type Box, MustStore } from "./space.ts";
import { indexOf, isPointwise, traceBox } from "./trace.ts";
import { unitsOf } from "./units.ts";

/** A tensor to compute, and where to. */
export interface Output {
  readonly tensor: Tensor;
  readonly out: Buffer;
}

/** Most rounds of an innermost loop. */
const LONGEST_ROW = 16384;

/** Records one task that computes each element of `y`, and of what it is made of up to stored tensors. */
export function lowerPointwise(
  context: Lowering,
  y: TensorOf<PointwiseName>,
  out: Buffer,
): void {
  lowerTogether(context, [{ tensor: y, out }]);
}

/** Records one task that computes tensors of as many elements, row by row together. */
export function lowerTogether(context: Lowering, outputs: readonly Output[]): void {
  const sources = sourcesOf(context);
  const pieces = sources.trace(() => piecesOfOutputs(outputs.map((it) => it.tensor), sources));
  const parts = pieces.flatMap((piece) => chopLastLoop(piece, LONGEST_ROW)).flatMap(intoBlocks);
  const groups = groupsOf(parts);
  context.record({
    name: outputs.map(({ tensor }) => tensor.op.name).join(" "),
    units: groups.reduce((sum, group) => sum + unitsOf(group), 0),
    reads: readsOf(pieces),
    writes: outputs.map(({ out }) => out),
    scratchBytes: Math.max(...parts.map(blockBytesOf)),
    emit(module, scratch) {
      const made = module.function(TASK_SIGNATURE);
      const writer = new GroupWriter(module, made, {
        outputs: outputs.map(({ out }) => out),
        scratch,
      });
      let start = 0;
      for (const group of groups) {
        made.add(writer.write(group, start));
        start += unitsOf(group);
      }
      return made;
    },
  });
}

/** Memory for a pass that computes what it must store by passes of their own. */
export function sourcesOf(context: Lowering): Sources {
  return new Sources(context, (tensor, out) => {
    if (!isPointwise(tensor)) {
      throw new TypeError(`Cannot store a tensor: expected a pointwise op, got ${tensor.op.name}`);
    }
    lowerPointwise(context, tensor, out);
  });
}

function piecesOfOutputs(tensors: readonly Tensor[], sources: Sources): Piece[] {
  const trace = (box: Box) => ({
    values: traceBox(tensors, box, (it) => sources.memoryOf(it, tensors)),
    places: [indexOf(box)],
  });
  const [{ shape, size }] = tensors;
  try {
    return piecesOf({ start: 0, loops: [{ extent: size, stride: 1 }] }, trace);
  } catch (reason) {
    if (!(reason instanceof MustStore) || !tensors.includes(reason.tensor)) throw reason;
    // Some index doesn't go with one loop over all; with one for each axis, those of the outputs do.
    const strides = stridesOf(shape);
    const loops = shape.map((extent, axis) => ({ extent, stride: strides[axis] }));
    return piecesOf({ start: 0, loops }, trace);
  }
}
