import { stridesOf, type TensorOf } from "../../../core/graph/mod.ts";
import { type Code, type FunctionBuilder, sequence } from "../assembler/mod.ts";
import type { Lowering } from "../compiled/lowering.ts";
import { type Buffer, TASK_SIGNATURE } from "../compiled/task.ts";
import { Line } from "./line.ts";
import { weighted } from "./linear.ts";
import { LINE_OPS, type LineOp } from "./line_ops.ts";
import { sourcesOf } from "./lower_pointwise.ts";
import { ALL, type Lanes, Nest } from "./nest.ts";
import { chopLastLoop, movePiece, type Piece, piecesOf, readsOf, sizeOfPiece } from "./pieces.ts";
import type { Sources } from "./sources.ts";
import { type Box, MustStore } from "./space.ts";
import { coordinatesOf, indexOf, Tracer } from "./trace.ts";
import { countersAt, forRounds, type Rounds, roundsOf, UNIT, unitsOf } from "./units.ts";

/** Records a task of softmax, log_softmax, cross_entropy or argmin, each of which walks the lines along an axis. */
export function lowerAlongAxis(context: Lowering, y: TensorOf<LineOp>, out: Buffer): void {
  const sources = sourcesOf(context);
  const pieces = sources.trace(() => linesOf(y, sources));
  const plans = pieces.map(planLines);
  context.record({
    name: y.op.name,
    units: plans.reduce((sum, plan) => sum + unitsOf(plan), 0),
    reads: readsOf(pieces),
    writes: [out],
    emit(module) {
      const made = module.function(TASK_SIGNATURE);
      let start = 0;
      for (const plan of plans) {
        const write = (line: Line) => LINE_OPS[y.op.name](line, out.address);
        made.add(writeLines(made, plan, { start, write }));
        start += unitsOf(plan);
      }
      return made;
    },
  });
}

/**
 * Lines: the last loop walks the axis. Where elements follow the axis, the loop before walks neighbouring lines, four
 * at once.
 * Values: the element, its index along the axis, the target if there is one. Places: the element's index, the line's.
 */
function linesOf(y: TensorOf<LineOp>, sources: Sources): Piece[] {
  const [x, targets] = y.inputs;
  const { axis } = y.attributes;
  const strides = stridesOf(x.shape.with(axis, 1)).with(axis, 0);
  const pieces = piecesOf({ start: 0, loops: [{ extent: x.size, stride: 1 }] }, (box: Box) => {
    const tracer = new Tracer(box, (it) => sources.memoryOf(it));
    const index = indexOf(box);
    const coordinates = coordinatesOf(x, box);
    const line = weighted(coordinates, strides, box.loops.length);
    const value = tracer.read(x, { index });
    const target = targets ? [tracer.read(targets, { index: line })] : [];
    return {
      values: [value, { kind: "counter", at: coordinates[axis] }, ...target],
      places: [index, line],
    };
  });
  const walked = pieces.map((piece) => withAxis(piece));
  if (walked.length === 1 && walked[0]) return acrossLines(walked[0]);
  throw new MustStore(x);
}

/** The piece with just one loop along the axis; undefined if there are more. */
function withAxis(piece: Piece): { piece: Piece; axis: number } | undefined {
  const [, counter] = piece.values;
  if (counter.kind !== "counter") return undefined;
  const [axis, ...others] = counter.at.factors.flatMap((factor, k) => factor > 0 ? [k] : []);
  if (others.length > 0) return undefined;
  if (axis !== undefined) return { piece, axis };
  const single = movePiece(piece, [...piece.extents, 1], ({ constant, factors }) => ({
    constant,
    factors: [...factors, 0],
  }));
  return { piece: single, axis: piece.extents.length };
}

function acrossLines({ piece, axis }: { piece: Piece; axis: number }): Piece[] {
  const { extents } = piece;
  if (axis === extents.length - 1) return [piece];
  const most = Math.max(16, Math.floor(UNIT / extents[axis] / 16) * 16);
  return chopLastLoop(piece, most).map((part) => {
    const last = <T>(list: readonly T[]) => [...list.toSpliced(axis, 1), list[axis]];
    return movePiece(part, last(part.extents), ({ constant, factors }) => ({
      constant,
      factors: last(factors),
    }));
  });
}

/** How lines are walked. */
interface LinesPlan extends Rounds {
  readonly piece: Piece;
  /** How many of the outermost loops the rounds walk. */
  readonly outer: number;
  /** The loop whose elements make a vector. */
  readonly vector: number;
}

function planLines(piece: Piece): LinesPlan {
  const { extents, places: [index] } = piece;
  const last = extents.length - 1;
  const across = last > 0 && index.factors[last - 1] < index.factors[last];
  const vector = across ? last - 1 : last;
  let outer = 0;
  while (outer < vector && sizeOfPiece({ extents: extents.slice(outer) }) > UNIT) outer++;
  const rounds = sizeOfPiece({ extents: extents.slice(0, outer) });
  return { piece, outer, vector, ...roundsOf(rounds, sizeOfPiece(piece) / rounds) };
}

function writeLines(
  made: FunctionBuilder,
  plan: LinesPlan,
  { start, write }: { start: number; write: (line: Line) => Code },
): Code {
  const { piece, outer, vector } = plan;
  const axis = piece.extents.length - 1;
  const nest = new Nest(made, piece, { vector });
  const walk = (k: number, lanes: Lanes): Code =>
    k === axis ? write(new Line(nest, lanes)) : nest.loop(k, (inner) => walk(k + 1, inner));
  return forRounds(made, plan, start, {
    body: (round) => {
      const counters = countersAt(round.get, piece.extents.slice(0, outer));
      return sequence(
        nest.pointers.start(new Map(counters.entries())),
        ...counters.map((_, depth) => nest.enter(depth - 1)),
        nest.enter(outer - 1),
        walk(outer, ALL),
      );
    },
  });
}
