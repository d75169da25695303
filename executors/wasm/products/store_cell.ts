import { type Code, f32x4, i32, type Local, sequence, v128, when } from "../assembler/mod.ts";
import type { Place, TileOrder } from "./correlation_plan.ts";

/** What is stored of a panel's sums, as plain data. */
export interface StoredPanel {
  /** Address of the sums: `[images][rows][cells of a row][16]`; in order "images", `[rows][cells of a row][4][16]`. */
  readonly sums: number;
  readonly order: TileOrder;
  /** Channels of the result. */
  readonly channels: number;
  readonly rows: StoredAxis;
  readonly columns: StoredAxis;
  /** Places of a cell. Column `channel * places + place` of the panel holds the place of the channel. */
  readonly places: readonly Place[];
  /** Columns of the panel; the others are left out. */
  readonly count: number;
  readonly relu: boolean;
}

/** An axis of the result: its side, and the number of cells and their side. */
export interface StoredAxis {
  readonly output: number;
  readonly cells: number;
  readonly side: number;
}

/** Sums of a cell, `[16]`, and where its first place of the first channel goes: addresses. */
export interface Cell {
  readonly from: Local;
  readonly to: Local;
  /** i32s that are 0 in the last row and in the last column of cells; where absent, the cell is whole. */
  readonly inner?: { readonly row: Code; readonly column: Code };
}

/** Statements that store the sums of one cell. */
export function storeCell(stored: StoredPanel, { from, to, inner }: Cell): Code {
  const columns = Array.from({ length: stored.count }, (_, i) => columnOf(stored, i));
  const code: Code[] = [];
  for (let first = 0; first < columns.length; first += 4) {
    const lanes = columns.slice(first, first + 4);
    const sums = positive(stored, v128.load(from.get, first * 4));
    const guard = (condition: number, store: Code) =>
      inner && condition > 0 ? when(conditionOf(condition, inner), store) : store;
    const alike = lanes.every(({ offset, beyond }, i) =>
      offset === lanes[0].offset + i * 4 && beyond === lanes[0].beyond
    );
    if (alike && lanes.length === 4) {
      code.push(guard(lanes[0].beyond, v128.store(to.get, sums, lanes[0].offset)));
    } else {
      lanes.forEach(({ offset, beyond }, lane) =>
        code.push(guard(beyond, v128.store32_lane(to.get, sums, lane, offset)))
      );
    }
  }
  return sequence(...code);
}

/** relu of sums, where it applies. A NaN stays one. */
export function positive({ relu }: StoredPanel, sums: Code): Code {
  return relu ? f32x4.pmax(sums, f32x4.const(0)) : sums;
}

const ROW = 1, COLUMN = 2;

/** Bytes from a cell's first place to a column's, and whether that is past the end in the last row or column of cells. */
function columnOf({ rows, columns, places }: StoredPanel, index: number) {
  const { row, column } = places[index % places.length];
  const channel = Math.floor(index / places.length);
  const place = (channel * rows.output + row) * columns.output + column;
  const pastRows = (rows.cells - 1) * rows.side + row >= rows.output;
  const pastColumns = (columns.cells - 1) * columns.side + column >= columns.output;
  return { offset: place * 4, beyond: (pastRows ? ROW : 0) | (pastColumns ? COLUMN : 0) };
}

function conditionOf(beyond: number, inner: NonNullable<Cell["inner"]>): Code {
  if (beyond === ROW) return inner.row;
  return beyond === COLUMN ? inner.column : i32.and(inner.row, inner.column);
}
