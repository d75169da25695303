import { type AxisCut, axisCuts, type AxisTap, kernelPlace, type Span } from "./axis_cut.ts";
import type { Correlation } from "./correlation.ts";
import { blocksOfTaps, type TapBlocks, tapBlocks } from "./tap_blocks.ts";
import { TILE_COLUMNS, TILE_ROWS } from "./tile.ts";

/** A place by row and column. */
export interface Place {
  readonly row: number;
  readonly column: number;
}

/** What cells read: a place relative to where a cell's input begins, and the cells for which it is not padding. */
export interface Tap extends Place {
  readonly rows: Span;
  readonly columns: Span;
}

/** Places of a cell that are computed together. */
export interface Part {
  readonly places: readonly Place[];
  readonly taps: readonly Tap[];
  readonly blocks: TapBlocks;
  /** Panels of a group: column `channel * places + place` of the part is in panel `column / 16`. */
  readonly panels: number;
  /** Words of a panel: a row of biases, then `[chunk of taps][channel][tap of the chunk]` rows of weights. */
  readonly panelWords: number;
}

/**
 * Which four cells make a tile. Four of an image, one after the other: what they read is close together, but where one
 * of them reads padding all do. Or the same of four images: none reads padding, as each tap is left out where it would.
 */
export type TileOrder = "cells" | "images";

/** How a correlation is computed: as products of a matrix of cells × taps and one of taps × (channels, places). */
export interface CorrelationPlan extends Correlation {
  readonly order: TileOrder;
  readonly cut: { readonly rows: AxisCut; readonly columns: AxisCut };
  readonly parts: readonly Part[];
  /** Panels of all parts. */
  readonly panels: number;
  /** Words of the panels of a group: part after part. */
  readonly groupWords: number;
}

/** The cheapest plan. */
export function planOf(correlation: Correlation): CorrelationPlan {
  const plans = axisCuts(correlation.rows).flatMap((rows) =>
    axisCuts(correlation.columns).flatMap((columns) =>
      (["cells", "images"] as const).map((order) => {
        const parts = partsOf(correlation, { rows, columns }, order);
        return {
          ...{ ...correlation, order, cut: { rows, columns }, parts },
          panels: sum(parts.map((it) => it.panels)),
          groupWords: sum(parts.map((it) => it.panels * it.panelWords)),
        };
      })
    )
  ).filter(isPossible);
  return plans.reduce((best, it) => timeOf(it) < timeOf(best) ? it : best);
}

function partsOf(
  { inChannels, outChannels }: Correlation,
  cut: CorrelationPlan["cut"],
  order: TileOrder,
): Part[] {
  return cut.rows.parts.flatMap((rows) =>
    cut.columns.parts.map((columns): Part => {
      const places = rows.places.flatMap((row) =>
        columns.places.map((column) => ({ row, column }))
      );
      const taps = tapsOf(rows.taps, columns.taps);
      if (order === "images") taps.sort((a, b) => liveCells(b) - liveCells(a));
      return {
        places,
        taps,
        blocks: order === "images"
          ? blocksOfTaps(inChannels, taps.length)
          : tapBlocks(inChannels, taps.length),
        panels: Math.ceil(outChannels * places.length / TILE_COLUMNS),
        panelWords: (1 + inChannels * taps.length) * TILE_COLUMNS,
      };
    })
  );
}

function tapsOf(rows: readonly AxisTap[], columns: readonly AxisTap[]): Tap[] {
  return rows.flatMap((row) =>
    columns.map((column) => ({
      ...{ row: row.at, column: column.at, rows: row.live, columns: column.live },
    }))
  );
}

const liveCells = ({ rows, columns }: Tap): number =>
  (rows.to - rows.from) * (columns.to - columns.from);

/** Cells of four images that a row may have, for the sums of a row to fit the first cache. */
const MOST_OF_A_ROW = 320;
/** Planes of a multiple of these words share few sets of the first cache. */
const CROWDED_PLANE = 32;

/** Whether all panels of a part would be alike and, for tiles of several images, images come in fours. */
function isPossible({ order, images, cut, parts, rows, columns }: CorrelationPlan): boolean {
  if (!parts.every(({ places }) => TILE_COLUMNS % places.length === 0)) return false;
  return order === "cells" || images % TILE_ROWS === 0 &&
      cut.columns.cells * TILE_ROWS <= MOST_OF_A_ROW &&
      rows.input * columns.input % CROWDED_PLANE !== 0;
}

// Times are counted in products of four cells and 16 columns, about 1.5 ns.

/** What a tile takes beyond its products: sums are loaded and stored. */
const TILE_TIME = 8;
/** What storing the sums of a tile takes. */
const STORE_TIME = 8;
/** How much longer products of a channel take where a tile reads four images, for each channel of a block. */
const APART_TIME = 1 / 400;
/** Copying a row of a padded image. */
const COPY_TIME = 2;

/** Of an image. */
function timeOf({ order, groups, inChannels, cut, parts, rows }: CorrelationPlan): number {
  const cells = cut.rows.cells * cut.columns.cells;
  const tiles = cells / TILE_ROWS;
  const times = parts.map(({ panels, taps, blocks }) => {
    const count = blocks.full + (blocks.rest > 0 ? 1 : 0);
    const products = order === "cells"
      ? tiles * (taps.length * inChannels + blocks.chunks.length * count * TILE_TIME)
      : sum(taps.map(liveCells)) / TILE_ROWS *
        (inChannels * (1 + APART_TIME * blocks.channels) + count * TILE_TIME);
    return panels * (products + tiles * STORE_TIME);
  });
  const isPadded = parts.some(({ taps }) => taps.some((it) => liveCells(it) < cells));
  const copied = order === "cells" && isPadded ? inChannels * rows.input * COPY_TIME : 0;
  return groups * (sum(times) + copied);
}

/** The element of the kernel through which a place reads a tap, row-major; undefined if it does not. */
export function kernelElement(
  { rows, columns }: Correlation,
  place: Place,
  tap: Place,
): number | undefined {
  const row = kernelPlace(rows, place.row, tap.row);
  const column = kernelPlace(columns, place.column, tap.column);
  return row === undefined || column === undefined ? undefined : row * columns.kernel + column;
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
