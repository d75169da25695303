import {
  f32x4,
  type FunctionBuilder,
  i32,
  type Local,
  type ModuleBuilder,
  v128,
} from "../assembler/mod.ts";

/** Rows of a tile. */
export const TILE_ROWS = 4;
/** Columns of a tile. */
export const TILE_COLUMNS = 16;
const VECTORS = TILE_COLUMNS / 4;
/** Vectors of a row that are summed at once: with four rows of them, registers are left for those of B. */
const SUMMED = { 16: 2, 32: 4 } as const;

/** What one tile function computes. */
export interface TileShape {
  /** Bytes from a row's base to its element at each k, in the order of the sum. */
  readonly offsets: readonly number[];
  /** Address of the panel of B, `[k][16]`, a multiple of 16. */
  readonly panel: number;
  /** Address of {@link TILE_BYTES} for the tile's own use, a multiple of 16. */
  readonly tile: number;
}

/** Memory of a tile. */
export const TILE_BYTES = TILE_ROWS * TILE_COLUMNS * 4;

/**
 * A function (row 0 … row 3, c) that adds the product of four rows of A and a panel of B to `c`, `[4][16]`:
 * `c[i][j] += Σ k of A[row i + offsets[k]] * B[k][j]`, k ascending from 0, product and sum rounded separately.
 *
 * B and the tile are at constant addresses: V8 then drops their bounds checks, and, told to, joins pairs of vectors
 * into one of 256 bits. Relaxed multiply-add would be faster, but not the same on every machine. For few registers the
 * columns are summed half after half, to the same bits.
 */
export function tileFunction(module: ModuleBuilder, shape: TileShape): FunctionBuilder {
  const made = module.function({ parameters: new Array(TILE_ROWS + 1).fill("i32") });
  const c = made.parameters[TILE_ROWS];
  addSums(made, module, shape);
  for (let at = 0; at < TILE_BYTES; at += 16) {
    const sum = f32x4.add(v128.load(c.get, at), v128.load(ZERO, shape.tile + at));
    made.add(v128.store(c.get, sum, at));
  }
  return made;
}

/** A function (row 0 … row 3) that leaves the product in the tile, for a caller that stores it in its own way. */
export function sumsFunction(module: ModuleBuilder, shape: TileShape): FunctionBuilder {
  const made = module.function({ parameters: new Array(TILE_ROWS).fill("i32") });
  addSums(made, module, shape);
  return made;
}

function addSums(made: FunctionBuilder, module: ModuleBuilder, shape: TileShape): void {
  const count = SUMMED[module.vectorRegisters];
  for (let first = 0; first < VECTORS; first += count) addColumns(made, shape, { first, count });
}

/** Sums of `count` vectors of columns from vector `first` on. */
function addColumns(
  made: FunctionBuilder,
  { offsets, panel, tile }: TileShape,
  { first, count }: { first: number; count: number },
): void {
  const rows = made.parameters.slice(0, TILE_ROWS);
  const sums = made.locals("v128", TILE_ROWS * count);
  const b = made.locals("v128", count);
  const a = made.local("v128");
  const products = sums.map((sum, at) => addProduct(sum, a, b[at % count]));
  offsets.forEach((offset, k) => {
    b.forEach((it, j) => made.add(it.set(v128.load(ZERO, panel + (k * VECTORS + first + j) * 16))));
    rows.forEach((row, i) => {
      made.add(a.set(v128.load32_splat(row.get, offset)));
      made.add(...products.slice(i * count, (i + 1) * count));
    });
  });
  sums.forEach((sum, at) => {
    const vector = Math.floor(at / count) * VECTORS + first + at % count;
    made.add(v128.store(ZERO, sum.get, tile + vector * 16));
  });
}

const ZERO = i32.const(0);

function addProduct(sum: Local, a: Local, b: Local) {
  return sum.set(f32x4.add(f32x4.mul(a.get, b.get), sum.get));
}
