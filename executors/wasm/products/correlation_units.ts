import type { CorrelationPlan } from "./correlation_plan.ts";
import { TILE_ROWS } from "./tile.ts";

/** Cells that a unit has at most: their sums for a panel take a part of the first cache. */
const MOST_CELLS = 320;
/** Words of input that a unit of several images reads at most: they stay in the second cache. */
const MOST_WORDS = 1 << 17;
/** Cells whose products take as long as what a unit does once for each panel. */
const OVERHEAD = 6;
/** Threads among which units should be easy to share. */
const THREADS = 4;

/** How a correlation is cut into units: some images, or some rows of cells of one image. */
export interface CorrelationUnits {
  readonly units: number;
  /** Images of a unit; the last may have fewer. */
  readonly images: number;
  /** Rows of cells of a unit; the last of an image may have fewer. */
  readonly rows: number;
  /** Units of an image, where it is cut. */
  readonly bands: number;
  /** Cells of a unit. */
  readonly cells: number;
}

/** The units that take the least time. */
export function unitsOf(plan: CorrelationPlan): CorrelationUnits {
  const choices = [...groupsOfImages(plan), ...bandsOfRows(plan)];
  const least = Math.min(...choices.map(({ cells }) => cells));
  const most = Math.max(least, MOST_CELLS);
  const total = plan.images * plan.cut.rows.cells * plan.cut.columns.cells;
  return choices
    .filter(({ cells }) => cells <= most)
    .reduce((best, it) => timeOf(it, total) < timeOf(best, total) ? it : best);
}

/** Whole images: any number of them, or four where a tile takes one cell of each. */
function groupsOfImages(plan: CorrelationPlan): CorrelationUnits[] {
  const { images, groups, inChannels, order, cut: { rows, columns } } = plan;
  const words = groups * inChannels * plan.rows.input * plan.columns.input;
  const most = Math.max(1, Math.min(images, Math.floor(MOST_WORDS / words)));
  const counts = order === "images" ? [TILE_ROWS] : Array.from({ length: most }, (_, i) => i + 1);
  return counts.map((count) => ({
    units: Math.ceil(images / count),
    images: count,
    rows: rows.cells,
    bands: 1,
    cells: count * rows.cells * columns.cells,
  }));
}

/** Some rows of an image, or of four. */
function bandsOfRows({ images, order, cut: { rows, columns } }: CorrelationPlan) {
  const together = order === "images" ? TILE_ROWS : 1;
  const choices: CorrelationUnits[] = [];
  for (let bands = 2; bands <= rows.cells; bands++) {
    const band = Math.ceil(rows.cells / bands);
    if (Math.ceil(rows.cells / band) !== bands) continue;
    choices.push({
      units: images / together * bands,
      images: together,
      rows: band,
      bands,
      cells: together * band * columns.cells,
    });
  }
  return choices;
}

/** In cells that a thread computes one after the other. @param total Cells of all units. */
function timeOf({ units, cells }: CorrelationUnits, total: number): number {
  const inTiles = Math.ceil(cells / TILE_ROWS) * TILE_ROWS / cells;
  return Math.ceil(units / THREADS) * (total / units * inTiles + OVERHEAD);
}
