import {
  type Code,
  forEach,
  type FunctionBuilder,
  i32,
  type ModuleBuilder,
  when,
} from "../assembler/mod.ts";
import type { Buffer, Task } from "../compiled/task.ts";
import { blockScratchBytes, matmulBlockFunction } from "./matmul_block.ts";
import type { MatmulBlocks, MatmulShape } from "./matmul_blocks.ts";
import { once } from "./once.ts";
import { addressAfter, callUnits, split, unitsSignature, upTo } from "./unit_places.ts";

/** A product and where it is. */
export interface Matmul {
  readonly shape: MatmulShape;
  readonly blocks: MatmulBlocks;
  readonly a: Buffer;
  readonly b: Buffer;
  /** `[parts][batch][m][n]`. */
  readonly out: Buffer;
}

/** The task that computes a product, or with several parts of k the sum over each of them. */
export function matmulTask(matmul: Matmul): Task {
  const { shape, blocks, a, b, out } = matmul;
  return {
    name: "matmul",
    units: shape.batch * blocks.rowBlocks * blocks.columnBlocks * blocks.parts,
    reads: [a, b],
    writes: [out],
    scratchBytes: blockScratchBytes(shape, blocks),
    emit: (module, scratch) =>
      callUnits(module, once(module, unitsFunction, { shape, blocks, scratch }), [a, b, out]),
  };
}

/** A function (first unit, end, a, b, out). */
function unitsFunction(
  module: ModuleBuilder,
  { shape, blocks, scratch }: Pick<Matmul, "shape" | "blocks"> & { readonly scratch: number },
): FunctionBuilder {
  const { batch, m, n, k, transposeA, transposeB } = shape;
  const { depth, depthsPerPart } = blocks;
  const made = module.function(unitsSignature(3));
  const [first, end, a, b, out] = made.parameters;
  const [unit, rest, column, row, image, part] = made.locals("i32", 6);
  const [rows, columns, aAt, bAt, yAt, kAt, kEnd] = made.locals("i32", 7);
  /** Bytes from a step of k to the next. */
  const step = { a: (transposeA ? m : 1) * 4, b: (transposeB ? 1 : n) * 4 };
  /** Adds `count` steps of k to the block. */
  const compute = (count: number, adds: boolean): Code => [
    ...matmulBlockFunction(module, shape, { count, adds, scratch }).call(
      ...[aAt, bAt, yAt, rows, columns].map(({ get }) => get),
    ),
    ...aAt.increase(count * step.a),
    ...bAt.increase(count * step.b),
  ];
  const last = k % depth;
  /** The next `depth` steps of k, or those that are left. */
  const next = (adds: boolean): Code =>
    last === 0 ? compute(depth, adds) : when(
      i32.le_u(i32.add(kAt.get, i32.const(depth)), i32.const(k)),
      compute(depth, adds),
      compute(last, adds),
    );
  const partSteps = depthsPerPart * depth;
  made.add(forEach(
    unit,
    { from: first.get, to: end.get },
    rest.set(unit.get),
    split(rest, column, blocks.columnBlocks),
    split(rest, row, blocks.rowBlocks),
    split(rest, image, batch),
    part.set(rest.get),
    column.set(i32.mul(column.get, i32.const(blocks.columns))),
    row.set(i32.mul(row.get, i32.const(blocks.rows))),
    columns.set(upTo(blocks.columns, i32.sub(i32.const(n), column.get))),
    rows.set(upTo(blocks.rows, i32.sub(i32.const(m), row.get))),
    kAt.set(i32.mul(part.get, i32.const(partSteps))),
    kEnd.set(i32.add(kAt.get, upTo(partSteps, i32.sub(i32.const(k), kAt.get)))),
    aAt.set(addressAfter(a, [[image, m * k * 4], [row, (transposeA ? 1 : k) * 4], [kAt, step.a]])),
    bAt.set(
      addressAfter(b, [[image, k * n * 4], [column, (transposeB ? k : 1) * 4], [kAt, step.b]]),
    ),
    yAt.set(addressAfter(out, [
      [part, batch * m * n * 4],
      [image, m * n * 4],
      [row, n * 4],
      [column, 4],
    ])),
    next(false),
    forEach(
      kAt,
      { from: i32.add(kAt.get, i32.const(depth)), to: kEnd.get, step: depth },
      next(true),
    ),
  ));
  return made;
}
