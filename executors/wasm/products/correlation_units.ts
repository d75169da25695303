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
  const { images, groups, inChannels, cut: { rows, columns } } = plan;
  const words = groups * inChannels * plan.rows.input * plan.columns.input;
  const choices: CorrelationUnits[] = [];
  for (let together = 1; together <= images; together++) {
    if (together > 1 && together * words > MOST_WORDS) break;
    choices.push({
      units: Math.ceil(images / together),
      images: together,
      rows: rows.cells,
      bands: 1,
      cells: together * rows.cells * columns.cells,
    });
  }
  for (let bands = 2; bands <= rows.cells; bands++) {
    const band = Math.ceil(rows.cells / bands);
    if (Math.ceil(rows.cells / band) !== bands) continue;
    choices.push({
      units: images * bands,
      images: 1,
      rows: band,
      bands,
      cells: band * columns.cells,
    });
  }
  const least = Math.min(...choices.map(({ cells }) => cells));
  const most = Math.max(least, MOST_CELLS);
  const allowed = choices.filter(({ cells }) => cells <= most);
  return allowed.reduce((best, it) => timeOf(it) < timeOf(best) ? it : best);
}

/** In cells that a thread computes one after the other. */
function timeOf({ units, cells }: CorrelationUnits): number {
  const whole = Math.ceil(cells / TILE_ROWS) * TILE_ROWS;
  return Math.ceil(units / THREADS) * (whole + OVERHEAD);
}
