import { isOp, type Tensor, type TensorOf } from "../../../core/graph/mod.ts";
import { type Code, f32, f32x4, forEach, i32, v128, when } from "../assembler/mod.ts";
import type { Lowering } from "../compiled/lowering.ts";
import { type Buffer, type Task, TASK_SIGNATURE } from "../compiled/task.ts";

/** Columns of a unit: a cache line of a row. */
const COLUMNS = 16;

/**
 * Whether a tensor is `one_hot(codes)^T b`, the derivative of `embedding`: it needs no memory for its one_hot if
 * nothing else does, only for the codes.
 */
export function isScatter(y: Tensor): boolean {
  return isOp(y, "matmul") && y.attributes.transposeA && !y.attributes.transposeB &&
    y.shape.length === 2 && isOp(y.inputs[0], "one_hot") && y.inputs[0].attributes.axis === 1;
}

/** The codes `[n]` that such a product reads: they must be stored. */
export function scatteredCodes({ inputs: [{ inputs: [codes] }] }: Tensor): Tensor {
  return codes;
}

/** The task of `y[code] = Σ s of b[s] where codes[s] == code`, s ascending. A unit takes 16 columns of all rows. */
export function scatterTask(context: Lowering, y: TensorOf<"matmul">, out: Buffer): Task {
  const [a, b] = y.inputs;
  const sources = { codes: context.bufferOf(scatteredCodes(y)), b: context.bufferOf(b) };
  const [rows, table] = a.shape;
  const columns = b.shape[1];
  return {
    name: "matmul_scatter",
    units: Math.ceil(columns / COLUMNS),
    reads: [sources.codes, sources.b],
    writes: [out],
    emit: (module) => {
      const made = module.function(TASK_SIGNATURE);
      const [first, end] = made.parameters;
      const [unit, row, code, from, to, start] = made.locals("i32", 6);
      const rowBytes = columns * 4;
      const stripe = (width: number): Code => [
        ...start.set(i32.add(i32.const(out.address), i32.mul(unit.get, i32.const(COLUMNS * 4)))),
        ...to.set(start.get),
        ...forEach(row, { to: i32.const(table) }, zero(to.get, width), to.increase(rowBytes)),
        ...from.set(
          i32.add(i32.const(sources.b.address), i32.mul(unit.get, i32.const(COLUMNS * 4))),
        ),
        ...forEach(
          row,
          { to: i32.const(rows * 4), step: 4 },
          code.set(i32.load(row.get, sources.codes.address)),
          when(i32.lt_u(code.get, i32.const(table)), [
            ...to.set(i32.add(start.get, i32.mul(code.get, i32.const(rowBytes)))),
            ...addTo(to.get, from.get, width),
          ]),
          from.increase(rowBytes),
        ),
      ];
      const last = columns % COLUMNS;
      const isWhole = i32.lt_u(unit.get, i32.const(Math.floor(columns / COLUMNS)));
      made.add(forEach(
        unit,
        { from: first.get, to: end.get },
        last === 0 ? stripe(COLUMNS) : when(isWhole, stripe(COLUMNS), stripe(last)),
      ));
      return made;
    },
  };
}

function zero(to: Code, words: number): Code {
  return inLanes(
    words,
    (at) => v128.store(to, v128.const([0, 0, 0, 0]), at),
    (at) => i32.store(to, i32.const(0), at),
  );
}

function addTo(to: Code, from: Code, words: number): Code {
  return inLanes(
    words,
    (at) => v128.store(to, f32x4.add(v128.load(to, at), v128.load(from, at)), at),
    (at) => f32.store(to, f32.add(f32.load(to, at), f32.load(from, at)), at),
  );
}

/** Four words at once while there are four; `at` is in bytes. */
function inLanes(
  words: number,
  vector: (at: number) => Code,
  word: (at: number) => Code,
): Code {
  const code: Code[] = [];
  let at = 0;
  for (; at + 4 <= words; at += 4) code.push(vector(at * 4));
  for (; at < words; at++) code.push(word(at * 4));
  return code;
}
