import {
  choose,
  f32,
  f32x4,
  forEach,
  type FunctionBuilder,
  i32,
  type ModuleBuilder,
  v128,
  when,
} from "../assembler/mod.ts";
import { type Buffer, type Task, TASK_SIGNATURE } from "../compiled/task.ts";

/** Words of one unit: its sum of squares is added to the others' in their order. */
export const CHUNK = 4096;
/** Words of one round: four vectors, each with sums of its own. */
const ROUND = 16;

/** Places for the sums of squares of an array's chunks. */
export const chunksOf = ({ words }: Buffer): number => Math.ceil(words / CHUNK);

/** sums[first + unit] = Σ x² over a chunk of `x`. Oracle: norm_test.ts. */
export function squaresTask(x: Buffer, sums: Buffer, first: number): Task {
  return {
    name: "norm",
    units: chunksOf(x),
    reads: [x],
    writes: [sums],
    emit: (module) => emitSquares(module, x, sums.address + first * 4),
  };
}

/**
 * norm = [√ Σ sums before `counted`, 1]; the second word, 1 at first, becomes 0 once one of `sums` is not finite, and
 * stays 0.
 */
export function normTask(sums: Buffer, counted: number, norm: Buffer): Task {
  return {
    name: "norm",
    units: 1,
    reads: [sums],
    writes: [norm],
    emit: (module) => emitNorm(module, { sums, counted, norm }),
  };
}

function emitSquares(module: ModuleBuilder, x: Buffer, sums: number): FunctionBuilder {
  const made = module.function(TASK_SIGNATURE);
  const [first, end] = made.parameters;
  const unit = made.local("i32");
  const [at, after] = made.locals("i32", 2);
  const parts = made.locals("v128", ROUND / 4);
  const value = made.local("v128");
  const [sum, word] = made.locals("f32", 2);
  const limit = x.words * 4;
  const whole = Math.floor(x.words / ROUND) * ROUND * 4;
  const lane = (i: number) => f32.extract_lane(parts[0].get, i);
  const least = (a: number, b: typeof after) =>
    choose("i32", i32.lt_u(i32.const(a), b.get), i32.const(a), b.get);
  made.add(forEach(
    unit,
    { from: first.get, to: end.get },
    at.set(i32.mul(unit.get, i32.const(CHUNK * 4))),
    after.set(i32.add(at.get, i32.const(CHUNK * 4))),
    ...parts.map((it) => it.set(v128.const([0, 0, 0, 0]))),
    forEach(
      at,
      { from: at.get, to: least(whole, after), step: ROUND * 4 },
      ...parts.flatMap((it, i) => [
        value.set(v128.load(at.get, x.address + i * 16)),
        it.set(f32x4.add(it.get, f32x4.mul(value.get, value.get))),
      ]),
    ),
    parts[0].set(f32x4.add(
      f32x4.add(parts[0].get, parts[1].get),
      f32x4.add(parts[2].get, parts[3].get),
    )),
    sum.set(f32.add(f32.add(lane(0), lane(1)), f32.add(lane(2), lane(3)))),
    forEach(
      at,
      { from: at.get, to: least(limit, after), step: 4 },
      word.set(f32.load(at.get, x.address)),
      sum.set(f32.add(sum.get, f32.mul(word.get, word.get))),
    ),
    f32.store(i32.mul(unit.get, i32.const(4)), sum.get, sums),
  ));
  return made;
}

function emitNorm(
  module: ModuleBuilder,
  { sums, counted, norm }: { sums: Buffer; counted: number; norm: Buffer },
): FunctionBuilder {
  const made = module.function(TASK_SIGNATURE);
  const at = made.local("i32");
  const [sum, part, wrong] = made.locals("f32", 3);
  const add = (from: number, to: number, counts: boolean) =>
    forEach(
      at,
      { from: i32.const(from * 4), to: i32.const(to * 4), step: 4 },
      part.set(f32.load(at.get, sums.address)),
      ...counts ? [sum.set(f32.add(sum.get, part.get))] : [],
      // x - x is 0, or NaN where x is not finite.
      wrong.set(f32.add(wrong.get, f32.sub(part.get, part.get))),
    );
  made.add(
    add(0, counted, true),
    add(counted, sums.words, false),
    wrong.set(f32.add(wrong.get, f32.sub(sum.get, sum.get))),
    f32.store(i32.const(norm.address), f32.sqrt(sum.get)),
    when(f32.ne(wrong.get, wrong.get), f32.store(i32.const(norm.address), f32.const(0), 4)),
  );
  return made;
}
