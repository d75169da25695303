import { stridesOf, type Tensor, type TensorOf } from "../../../core/graph/mod.ts";
import { type Code, type FunctionBuilder, type Local, sequence } from "../assembler/mod.ts";
import type { Lowering } from "../compiled/lowering.ts";
import { type Buffer, TASK_SIGNATURE } from "../compiled/task.ts";
import { storeLanes } from "./lanes.ts";
import { Nest } from "./nest.ts";
import { chopLastLoop, type Piece, piecesOf, readsOf, sizeOfPiece } from "./pieces.ts";
import type { PointwiseName } from "./rules.ts";
import { Sources } from "./sources.ts";
import { type Box, MustStore } from "./space.ts";
import { indexOf, isPointwise, traceBox } from "./trace.ts";
import { countersAt, forRounds, type Rounds, roundsOf, UNIT, unitsOf } from "./units.ts";

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
  const groups = groupsOf(pieces.flatMap((piece) => chopLastLoop(piece, LONGEST_ROW)));
  context.record({
    name: outputs.map(({ tensor }) => tensor.op.name).join(" "),
    units: groups.reduce((sum, group) => sum + unitsOf(group), 0),
    reads: readsOf(pieces),
    writes: outputs.map(({ out }) => out),
    emit(module) {
      const made = module.function(TASK_SIGNATURE);
      let start = 0;
      for (const group of groups) {
        made.add(writeGroup(made, group, { start, outputs }));
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
      throw new TypeError(`Cannot compute ${tensor.op.name} by a pass: expected a pointwise op`);
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

/** Pieces whose outermost loops are walked together, in units. */
interface Group extends Rounds {
  readonly pieces: readonly Piece[];
  /** How many loops that is. */
  readonly outer: number;
}

/** Pieces that are parts of the same rows go together, so that memory is walked once. */
function groupsOf(pieces: readonly Piece[]): Group[] {
  const alike = new Map<string, Piece[]>();
  for (const [i, piece] of pieces.entries()) {
    const { extents, places: [index] } = piece;
    const key = extents.length === 1 ? `piece ${i}` : `${extents[0]} of ${index.factors[0]}`;
    alike.set(key, [...alike.get(key) ?? [], piece]);
  }
  return [...alike.values()].flatMap((together) => {
    if (together.length === 1) return [groupOf(together, outerLoops(together[0]))];
    const size = together.reduce((sum, it) => sum + sizeOfPiece(it), 0) / together[0].extents[0];
    return size <= 4 * UNIT
      ? [groupOf(together, 1)]
      : together.map((piece) => groupOf([piece], outerLoops(piece)));
  });
}

/** The fewest outermost loops of which a round is no more than a unit. */
function outerLoops({ extents }: Piece): number {
  let outer = 0;
  let size = sizeOfPiece({ extents });
  while (size > UNIT && outer < extents.length - 1) size /= extents[outer++];
  return outer;
}

function groupOf(pieces: readonly Piece[], outer: number): Group {
  const rounds = sizeOfPiece({ extents: pieces[0].extents.slice(0, outer) });
  const size = pieces.reduce((sum, piece) => sum + sizeOfPiece(piece), 0) / rounds;
  return { pieces, outer, ...roundsOf(rounds, size) };
}

function writeGroup(
  made: FunctionBuilder,
  group: Group,
  { start, outputs }: { start: number; outputs: readonly Output[] },
): Code {
  const body = (round: Local) =>
    sequence(...group.pieces.map((piece) => {
      const nest = new Nest(made, piece);
      const counters = countersAt(round.get, piece.extents.slice(0, group.outer));
      return sequence(
        nest.pointers.start(new Map(counters.entries())),
        ...counters.map((_, depth) => nest.enter(depth - 1)),
        nest.enter(group.outer - 1),
        writeRows(nest, group.outer, outputs),
      );
    }));
  return forRounds(made, group, start, { body });
}

function writeRows(nest: Nest, depth: number, outputs: readonly Output[]): Code {
  const { values, places: [index], extents } = nest.piece;
  return nest.loop(depth, (lanes) => {
    if (depth < extents.length - 1) return writeRows(nest, depth + 1, outputs);
    return sequence(...outputs.map(({ out }, i) => {
      const [address, offset] = nest.address(index, out.address, lanes);
      const at = { address, offset, step: nest.step(index), count: lanes.count };
      return storeLanes(nest.value(values[i]), at);
    }));
  });
}
