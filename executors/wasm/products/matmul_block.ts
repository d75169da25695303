import {
  type Code,
  forEach,
  type FunctionBuilder,
  i32,
  type ModuleBuilder,
  when,
} from "../assembler/mod.ts";
import type { MatmulBlocks, MatmulShape } from "./matmul_blocks.ts";
import { packColumns, packRows, packTiles } from "./matmul_pack.ts";
import { storeFunction } from "./matmul_store.ts";
import { once } from "./once.ts";
import { sumsFunction, TILE_BYTES, TILE_COLUMNS, TILE_ROWS } from "./tile.ts";

/** Which sums of a block a function adds up, and what becomes of them. */
export interface BlockStep {
  /** Steps of k. */
  readonly count: number;
  /** Adds to what y holds, else replaces it. */
  readonly adds: boolean;
  /** Address of {@link blockScratchBytes}. */
  readonly scratch: number;
}

/** Memory of a thread's own: the tile, the panel of B, and the tiles of A if it is stored transposed. */
export function blockScratchBytes(
  { transposeA }: MatmulShape,
  { rows, depth }: MatmulBlocks,
): number {
  return TILE_BYTES + depth * (TILE_COLUMNS + (transposeA ? rows : 0)) * 4;
}

/**
 * A function (a, b, y, rows, columns) that computes `count` steps of k of a block of y. Addresses are those of the
 * block's first elements. Each panel of B is packed once, and multiplied with all rows of the block.
 */
export function matmulBlockFunction(
  module: ModuleBuilder,
  shape: MatmulShape,
  step: BlockStep,
): FunctionBuilder {
  const { m, n, k, transposeA, transposeB } = shape;
  const lastRows = (m - 1) % TILE_ROWS + 1;
  const lastColumns = (n - 1) % TILE_COLUMNS + 1;
  const packed = step.scratch + TILE_BYTES + step.count * TILE_COLUMNS * 4;
  const a = transposeA
    ? { stepBytes: TILE_ROWS * 4, rowBytes: 4, tileBytes: step.count * TILE_ROWS * 4 }
    : { stepBytes: 4, rowBytes: k * 4, tileBytes: TILE_ROWS * k * 4 };
  const sums = once(module, sumsFunction, {
    offsets: Array.from({ length: step.count }, (_, k) => k * a.stepBytes),
    panel: step.scratch + TILE_BYTES,
    tile: step.scratch,
  });
  const made = module.function({ parameters: new Array(5).fill("i32") });
  const [aAt, bAt, yAt, rows, columns] = made.parameters;
  const [row, column, tileA, tileY] = made.locals("i32", 4);
  /** A panel of `width` columns of B, and its product with all rows. */
  const panel = (width: number): Code => {
    const product = (rows: number) => [
      ...sums.call(
        ...[0, 1, 2, 3].map((i) =>
          i32.add(tileA.get, i32.const(Math.min(i, rows - 1) * a.rowBytes))
        ),
      ),
      ...once(module, storeFunction, {
        tile: step.scratch,
        rows,
        columns: width,
        rowBytes: n * 4,
        adds: step.adds,
      }).call(tileY.get),
    ];
    return [
      ...packB(module, shape, step, width).call(bAt.get),
      ...tileA.set(transposeA ? i32.const(packed) : aAt.get),
      ...tileY.set(yAt.get),
      ...forEach(
        row,
        { to: i32.and(rows.get, i32.const(-TILE_ROWS)), step: TILE_ROWS },
        product(TILE_ROWS),
        tileA.increase(a.tileBytes),
        tileY.increase(TILE_ROWS * n * 4),
      ),
      ...lastRows < TILE_ROWS ? when(i32.lt_u(row.get, rows.get), product(lastRows)) : [],
    ];
  };
  if (transposeA) {
    const tiles = { count: step.count, lastRows, rowBytes: m * 4, packed };
    made.add(once(module, packTiles, tiles).call(aAt.get, rows.get));
  }
  const isWhole = i32.ge_u(i32.sub(columns.get, column.get), i32.const(TILE_COLUMNS));
  made.add(forEach(
    column,
    { to: columns.get, step: TILE_COLUMNS },
    lastColumns === TILE_COLUMNS
      ? panel(TILE_COLUMNS)
      : when(isWhole, panel(TILE_COLUMNS), panel(lastColumns)),
    bAt.increase(TILE_COLUMNS * (transposeB ? k : 1) * 4),
    yAt.increase(TILE_COLUMNS * 4),
  ));
  return made;
}

function packB(
  module: ModuleBuilder,
  { n, k, transposeB }: MatmulShape,
  { count, scratch }: BlockStep,
  columns: number,
): FunctionBuilder {
  const panel = scratch + TILE_BYTES;
  return transposeB
    ? once(module, packColumns, { count, columns, rowBytes: k * 4, panel })
    : once(module, packRows, { count, columns, rowBytes: n * 4, panel });
}
