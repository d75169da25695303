import {
  type Code,
  f32,
  forEach,
  type FunctionBuilder,
  i32,
  type ModuleBuilder,
  select,
  v128,
} from "../assembler/mod.ts";
import { TILE_COLUMNS, TILE_ROWS } from "./tile.ts";
import { transposeBlock } from "./transpose_block.ts";

/** A part of a matrix that becomes a panel `[count][16]`. */
export interface PanelShape {
  /** Steps of k, at least 1. */
  readonly count: number;
  /** Columns there are, in [1, 16]. The panel's others hold anything: numbers of the part, or zeros. */
  readonly columns: number;
  /** Bytes from a row of the stored matrix to the next. */
  readonly rowBytes: number;
  /** Address of the panel, a multiple of 16. */
  readonly panel: number;
}

/** A function (source) that packs rows k of a matrix `[k][n]`. Nothing outside the part is read. */
export function packRows(module: ModuleBuilder, shape: PanelShape): FunctionBuilder {
  const { count, columns, rowBytes, panel } = shape;
  const made = module.function({ parameters: ["i32"] });
  const [source] = made.parameters;
  const [k, to] = made.locals("i32", 2);
  const vectors = Array.from({ length: TILE_COLUMNS / 4 }, (_, j) => {
    const lanes = Math.min(4, columns - j * 4);
    return v128.store(to.get, firstLanes(source.get, lanes, j * 16), j * 16);
  });
  made.add(
    to.set(i32.const(panel)),
    forEach(
      k,
      { to: i32.const(count) },
      ...vectors,
      source.increase(rowBytes),
      to.increase(TILE_COLUMNS * 4),
    ),
  );
  return made;
}

/** The first lanes from memory, the others zero. */
function firstLanes(address: Code, lanes: number, offset: number): Code {
  if (lanes >= 4) return v128.load(address, offset);
  if (lanes <= 0) return v128.const([0, 0, 0, 0]);
  let vector = v128.load32_zero(address, offset);
  for (let lane = 1; lane < lanes; lane++) {
    vector = v128.load32_lane(address, vector, lane, offset + lane * 4);
  }
  return vector;
}

/** A function (source) that packs columns k of a matrix `[n][k]`. Nothing outside the part is read. */
export function packColumns(module: ModuleBuilder, shape: PanelShape): FunctionBuilder {
  const { count, columns, rowBytes, panel } = shape;
  const made = module.function({ parameters: ["i32"] });
  const [source] = made.parameters;
  const rowAt = (column: number) => Math.min(column, columns - 1) * rowBytes;
  if (count < 4) {
    for (let k = 0; k < count; k++) {
      for (let j = 0; j < TILE_COLUMNS; j++) {
        const value = f32.load(source.get, rowAt(j) + k * 4);
        made.add(f32.store(i32.const(0), value, panel + (k * TILE_COLUMNS + j) * 4));
      }
    }
    return made;
  }
  const [k, first, from, to] = made.locals("i32", 4);
  const vectors = made.locals("v128", 8);
  const last = i32.const(count - 4);
  made.add(forEach(
    k,
    { to: i32.const(count), step: 4 },
    // The last four steps may have been packed in part before: the panel's end is never passed.
    first.set(select(k.get, last, i32.lt_u(k.get, last))),
    from.set(i32.add(source.get, i32.mul(first.get, i32.const(4)))),
    to.set(i32.add(i32.const(panel), i32.mul(first.get, i32.const(TILE_COLUMNS * 4)))),
    ...[0, 4, 8, 12].map((column) =>
      transposeBlock(vectors, {
        load: (row) => v128.load(from.get, rowAt(column + row)),
        store: (row, value) => v128.store(to.get, value, row * TILE_COLUMNS * 4 + column * 4),
      })
    ),
  ));
  return made;
}

/** A block of a matrix `[k][m]` that becomes tiles `[tile][count][4]`. */
export interface TilesShape {
  /** Steps of k, at least 1. */
  readonly count: number;
  /** Rows of the last tile of the matrix, in [1, 4]. */
  readonly lastRows: number;
  /** Bytes from a row of the stored matrix to the next. */
  readonly rowBytes: number;
  /** Address of the tiles, a multiple of 16. */
  readonly packed: number;
}

/** Tiles packed at once: their rows fill a cache line of the source. */
const TILES_AT_ONCE = 4;

/**
 * A function (source, rows) that packs a block of rows of A that is stored `[k][m]`. A number of rows that is no
 * multiple of 4 ends with `lastRows`. Nothing outside the block is read.
 */
export function packTiles(module: ModuleBuilder, shape: TilesShape): FunctionBuilder {
  const { count, lastRows, rowBytes, packed } = shape;
  const made = module.function({ parameters: ["i32", "i32"] });
  const [source, rows] = made.parameters;
  const [k, from, to, row] = made.locals("i32", 4);
  const tileBytes = count * TILE_ROWS * 4;
  /** Packs tiles side by side, the last of `lanes` rows, and goes on to what follows. */
  const pack = (tiles: number, lanes: number): Code => [
    ...from.set(source.get),
    ...forEach(
      k,
      { to: i32.const(count) },
      ...Array.from({ length: tiles }, (_, tile) => {
        const value = firstLanes(from.get, tile < tiles - 1 ? 4 : lanes, tile * 16);
        return v128.store(to.get, value, tile * tileBytes);
      }),
      from.increase(rowBytes),
      to.increase(TILE_ROWS * 4),
    ),
    ...to.increase((tiles - 1) * tileBytes),
    ...source.increase(tiles * TILE_ROWS * 4),
  ];
  const many = TILES_AT_ONCE * TILE_ROWS;
  const from0 = (multiple: number) => i32.and(rows.get, i32.const(-multiple));
  made.add(
    to.set(i32.const(packed)),
    forEach(row, { to: from0(many), step: many }, pack(TILES_AT_ONCE, 4)),
    forEach(row, { from: row.get, to: from0(TILE_ROWS), step: TILE_ROWS }, pack(1, 4)),
    lastRows < TILE_ROWS
      ? forEach(row, { from: row.get, to: rows.get, step: 4 }, pack(1, lastRows))
      : [],
  );
  return made;
}
