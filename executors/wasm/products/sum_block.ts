import {
  type Code,
  f32x4,
  forEach,
  type FunctionBuilder,
  i32,
  type Local,
  type ModuleBuilder,
  sequence,
  v128,
} from "../assembler/mod.ts";
import { copyWords } from "./copy_words.ts";
import { once } from "./once.ts";
import { sumsFunction, TILE_BYTES, TILE_COLUMNS, TILE_ROWS } from "./tile.ts";

/** Products of a panel that are computed at a stretch, for all cells of a unit that need them. */
export interface SumBlock {
  /** Bytes from what a cell reads first to what it multiplies, in order. */
  readonly offsets: readonly number[];
  /** Whether sums are set to the biases and the products, or the products added to them. */
  readonly starts: boolean;
  /** Bytes from the result of one of four images to the next, where the function claims the memory of results. */
  readonly claimed?: number;
  /** Of the thread's own memory. `table` holds what each cell reads first, in bytes. */
  readonly addresses: Readonly<Record<"tile" | "panel" | "table" | "sums", number>>;
  /** Where a tile takes a cell of four images, bytes between images, rows of cells and cells, and cells of a row. */
  readonly apart?: Readonly<Record<"image" | "row" | "cell" | "cells", number>>;
}

/**
 * A function (weights, biases, x, …) that copies a block's rows of a panel to the thread's own memory and sums their
 * products. `x` is the address of what the first cell reads first. It ends with the number of tiles, `[tiles][4 cells]`;
 * or, of cells that four images have each, with the first and the end of their rows, then of their columns.
 *
 * Where it claims memory, the address of the result follows. For each tile, a word of one more line of the cache is
 * written in each image: stores do not wait for memory, and when the sums are stored the lines have come.
 */
export function sumBlock(module: ModuleBuilder, block: SumBlock): FunctionBuilder {
  const { offsets, starts, claimed, addresses: { tile, panel } } = block;
  const count = (block.apart ? 7 : 4) + (claimed === undefined ? 0 : 1);
  const made = module.function({ parameters: new Array(count).fill("i32") });
  const [weights, biases] = made.parameters;
  const vectors = made.locals("v128", TILE_COLUMNS / 4);
  const multiply = once(module, sumsFunction, { offsets, panel, tile });
  const sumAt = (sums: Local, at: number, j: number) =>
    starts ? vectors[j].get : v128.load(sums.get, at);
  const tileCode = (sums: Local, cells: readonly Code[]) =>
    sequence(
      claimed === undefined ? [] : claimLines(made.parameters[count - 1], claimed),
      multiply.call(...cells),
      writeSums(sums, (at, j) => f32x4.add(sumAt(sums, at, j), v128.load(i32.const(tile), at))),
    );
  made.add(
    copyWords(made, {
      to: i32.const(panel),
      from: weights.get,
      words: offsets.length * TILE_COLUMNS,
    }),
    ...starts ? vectors.map((it, j) => it.set(v128.load(biases.get, j * 16))) : [],
    block.apart
      ? forEachApart(made, { ...block, ...block.apart }, tileCode)
      : forEachFour(made, block, tileCode),
  );
  return made;
}

const LINE_BYTES = 64;

/** Writes to a line of each image, and moves on to the next. */
function claimLines(result: Local, imageBytes: number): Code {
  const images = Array.from({ length: TILE_ROWS }, (_, image) => image * imageBytes);
  return sequence(
    ...images.map((at) => i32.store(result.get, i32.const(0), at)),
    result.increase(LINE_BYTES),
  );
}

/** Writes the sums of a tile. @param valueAt The vector at some bytes into the tile, the j-th of its row. */
export function writeSums(sums: Local, valueAt: (at: number, j: number) => Code): Code {
  const vectors = Array.from({ length: TILE_BYTES / 16 }, (_, i) => i);
  return sequence(
    ...vectors.map((i) => v128.store(sums.get, valueAt(i * 16, i % (TILE_COLUMNS / 4)), i * 16)),
  );
}

/** Statements for one tile. @param sums Address of its sums. @param cells What each of its cells reads: addresses. */
type TileCode = (sums: Local, cells: readonly Code[]) => Code;

/** A loop over tiles of four cells of the table. */
function forEachFour(made: FunctionBuilder, { addresses }: SumBlock, tileCode: TileCode): Code {
  const [, , x, tiles] = made.parameters;
  const [tile, entry, sums] = made.locals("i32", 3);
  const cells = Array.from(
    { length: TILE_ROWS },
    (_, i) => i32.add(i32.load(entry.get, i * 4), x.get),
  );
  return sequence(
    entry.set(i32.const(addresses.table)),
    sums.set(i32.const(addresses.sums)),
    forEach(
      tile,
      { to: tiles.get },
      tileCode(sums, cells),
      entry.increase(TILE_ROWS * 4),
      sums.increase(TILE_BYTES),
    ),
  );
}

/** A loop over a rectangle of cells, each of four images. */
function forEachApart(
  made: FunctionBuilder,
  { addresses, ...bytes }: SumBlock & NonNullable<SumBlock["apart"]>,
  tileCode: TileCode,
): Code {
  const [, , x, firstRow, endRow, firstColumn, endColumn] = made.parameters;
  const [row, column, sums, cell] = made.locals("i32", 4);
  const cells = Array.from(
    { length: TILE_ROWS },
    (_, i) => i32.add(cell.get, i32.const(i * bytes.image)),
  );
  const times = (count: Code, step: number) => i32.mul(count, i32.const(step));
  const tileOf = i32.add(times(row.get, bytes.cells), firstColumn.get);
  return forEach(
    row,
    { from: firstRow.get, to: endRow.get },
    sums.set(i32.add(i32.const(addresses.sums), times(tileOf, TILE_BYTES))),
    cell.set(i32.add(
      x.get,
      i32.add(times(row.get, bytes.row), times(firstColumn.get, bytes.cell)),
    )),
    forEach(
      column,
      { from: firstColumn.get, to: endColumn.get },
      tileCode(sums, cells),
      sums.increase(TILE_BYTES),
      cell.increase(bytes.cell),
    ),
  );
}
