import { type Code, f32x4, i32, type Local, sequence, v128, when } from "../assembler/mod.ts";
import type { CorrelationPlan, Part } from "./correlation_plan.ts";

/** What is stored of a panel's sums. */
export interface StoredPanel {
  readonly plan: CorrelationPlan;
  readonly part: Part;
  /** Columns of the panel; the others are left out. */
  readonly columns: number;
  readonly relu: boolean;
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
  const columns = Array.from({ length: stored.columns }, (_, i) => columnOf(stored, i));
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
function columnOf({ plan, part }: StoredPanel, index: number) {
  const { rows, columns, cut } = plan;
  const { row, column } = part.places[index % part.places.length];
  const channel = Math.floor(index / part.places.length);
  const place = (channel * rows.output + row) * columns.output + column;
  const pastRows = (cut.rows.cells - 1) * cut.rows.side + row >= rows.output;
  const pastColumns = (cut.columns.cells - 1) * cut.columns.side + column >= columns.output;
  return { offset: place * 4, beyond: (pastRows ? ROW : 0) | (pastColumns ? COLUMN : 0) };
}

function conditionOf(beyond: number, inner: NonNullable<Cell["inner"]>): Code {
  if (beyond === ROW) return inner.row;
  return beyond === COLUMN ? inner.column : i32.and(inner.row, inner.column);
}
