import { type AxisCut, axisCuts, kernelPlace } from "./axis_cut.ts";
import type { Correlation } from "./correlation.ts";
import { type TapBlocks, tapBlocks } from "./tap_blocks.ts";
import { TILE_COLUMNS } from "./tile.ts";

/** A place by row and column. */
export interface Place {
  readonly row: number;
  readonly column: number;
}

/** Places of a cell that are computed together. */
export interface Part {
  readonly places: readonly Place[];
  /** What they read, relative to where the cell's input begins. */
  readonly taps: readonly Place[];
  readonly blocks: TapBlocks;
  /** Panels of a group: column `channel * places + place` of the part is in panel `column / 16`. */
  readonly panels: number;
  /** Words of a panel: a row of biases, then `[chunk of taps][channel][tap of the chunk]` rows of weights. */
  readonly panelWords: number;
}

/** How a correlation is computed: as products of a matrix of cells × taps and one of taps × (channels, places). */
export interface CorrelationPlan extends Correlation {
  readonly cut: { readonly rows: AxisCut; readonly columns: AxisCut };
  readonly parts: readonly Part[];
  /** Panels of all parts. */
  readonly panels: number;
  /** Words of the panels of a group: part after part. */
  readonly groupWords: number;
}

/** What a panel costs beyond its products, counted in products of a row. */
const PANEL_OVERHEAD = 16;

/** The cheapest plan. */
export function planOf(correlation: Correlation): CorrelationPlan {
  let best: CorrelationPlan | undefined, least = Infinity;
  for (const rows of axisCuts(correlation.rows)) {
    for (const columns of axisCuts(correlation.columns)) {
      const parts = partsOf(correlation, { rows, columns });
      if (!parts) continue;
      const each = parts.map(({ panels, panelWords }) =>
        panels * (panelWords / TILE_COLUMNS + PANEL_OVERHEAD)
      );
      const cost = sum(each) * rows.cells * columns.cells;
      if (cost >= least) continue;
      least = cost;
      best = {
        ...correlation,
        cut: { rows, columns },
        parts,
        panels: sum(parts.map((it) => it.panels)),
        groupWords: sum(parts.map((it) => it.panels * it.panelWords)),
      };
    }
  }
  return best!;
}

/** Undefined where the panels of a part would not all be alike. */
function partsOf(
  { inChannels, outChannels }: Correlation,
  cut: CorrelationPlan["cut"],
): Part[] | undefined {
  const parts = cut.rows.parts.flatMap((rows) =>
    cut.columns.parts.map((columns): Part => {
      const places = pairs(rows.places, columns.places);
      const taps = pairs(rows.taps, columns.taps);
      return {
        places,
        taps,
        blocks: tapBlocks(inChannels, taps.length),
        panels: Math.ceil(outChannels * places.length / TILE_COLUMNS),
        panelWords: (1 + inChannels * taps.length) * TILE_COLUMNS,
      };
    })
  );
  return parts.every(({ places }) => TILE_COLUMNS % places.length === 0) ? parts : undefined;
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

const pairs = (rows: readonly number[], columns: readonly number[]): Place[] =>
  rows.flatMap((row) => columns.map((column) => ({ row, column })));

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
