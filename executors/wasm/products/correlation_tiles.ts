import {
  type Code,
  forEach,
  type FunctionBuilder,
  i32,
  type Local,
  type ModuleBuilder,
  select,
  sequence,
} from "../assembler/mod.ts";
import type { CorrelationInput } from "./correlation_input.ts";
import type { CorrelationPlan, Tap } from "./correlation_plan.ts";
import type { CorrelationUnits } from "./correlation_units.ts";
import { TILE_BYTES, TILE_ROWS } from "./tile.ts";

/** What the code of one task has in common. */
export interface CorrelationWriter {
  readonly module: ModuleBuilder;
  readonly made: FunctionBuilder;
  readonly plan: CorrelationPlan;
  readonly units: CorrelationUnits;
  readonly input: CorrelationInput;
  readonly relu: boolean;
  /** In the thread's own memory. The table holds where the input of each cell begins, in bytes from its planes. */
  readonly addresses: Readonly<Record<"tile" | "panel" | "table" | "sums" | "planes", number>>;
  /** Number of a panel; addresses of packed weights, of what a cell at 0 reads, and of the result; number of a tile. */
  readonly locals: Readonly<Record<"panel" | "weights" | "shift" | "to" | "tile", Local>>;
}

/** The part of a unit that is computed: address of its planes, its images, its rows of cells from `row`, its tiles. */
export type UnitLocals = Readonly<Record<"source" | "images" | "row" | "rows" | "tiles", Local>>;

/** Statements for one tile. @param sums Address of its sums. @param cells What each of its cells reads: addresses. */
type TileCode = (sums: Local, cells: readonly Code[]) => Code;

/** A loop over the sums of all tiles. */
export function forEachSums(
  { made, addresses, locals: { tile } }: CorrelationWriter,
  tiles: Local,
  body: (sums: Local) => Code,
): Code {
  const sums = made.local("i32");
  return sequence(
    sums.set(i32.const(addresses.sums)),
    forEach(tile, { to: tiles.get }, body(sums), sums.increase(TILE_BYTES)),
  );
}

/**
 * A loop over the tiles of a unit: `[images][rows][cells of a row]`, four cells a tile; or `[rows][cells of a row]`,
 * a tile for each cell of four images, and only tiles for which `tap` is not padding.
 */
export function forEachTile(
  writer: CorrelationWriter,
  { unit, tap }: { readonly unit: UnitLocals; readonly tap: Tap },
  body: TileCode,
): Code {
  return writer.plan.order === "cells"
    ? forEachFourCells(writer, unit, body)
    : forEachLiveCell(writer, { unit, tap }, body);
}

function forEachFourCells(writer: CorrelationWriter, { tiles }: UnitLocals, body: TileCode): Code {
  const { made, addresses, locals: { shift } } = writer;
  const entry = made.local("i32");
  const cells = Array.from(
    { length: TILE_ROWS },
    (_, i) => i32.add(i32.load(entry.get, i * 4), shift.get),
  );
  return sequence(
    entry.set(i32.const(addresses.table)),
    forEachSums(
      writer,
      tiles,
      (sums) => sequence(body(sums, cells), entry.increase(TILE_ROWS * 4)),
    ),
  );
}

function forEachLiveCell(
  { made, plan, input, addresses, locals: { shift } }: CorrelationWriter,
  { unit, tap: { rows, columns } }: { unit: UnitLocals; tap: Tap },
  body: TileCode,
): Code {
  const { cut, groups, inChannels } = plan;
  const [row, end, column, sums, cell] = made.locals("i32", 5);
  const inBand = (at: number) => notNegative(i32.sub(i32.const(at), unit.row.get));
  const times = (count: Code, step: number) => i32.mul(count, i32.const(step));
  const image = groups * inChannels * input.plane * 4;
  const cells = Array.from(
    { length: TILE_ROWS },
    (_, i) => i32.add(cell.get, i32.const(i * image)),
  );
  return sequence(
    end.set(least(inBand(rows.to), unit.rows.get)),
    forEach(
      row,
      { from: inBand(rows.from), to: end.get },
      sums.set(i32.add(
        i32.const(addresses.sums + columns.from * TILE_BYTES),
        times(row.get, cut.columns.cells * TILE_BYTES),
      )),
      cell.set(i32.add(
        i32.add(shift.get, i32.const(columns.from * cut.columns.step * 4)),
        times(row.get, cut.rows.step * input.pitch * 4),
      )),
      forEach(
        column,
        { from: i32.const(columns.from), to: i32.const(columns.to) },
        body(sums, cells),
        sums.increase(TILE_BYTES),
        cell.increase(cut.columns.step * 4),
      ),
    ),
  );
}

const notNegative = (value: Code): Code =>
  select(value, i32.const(0), i32.ge_s(value, i32.const(0)));
const least = (a: Code, b: Code): Code => select(a, b, i32.lt_u(a, b));

/** Fills the table that the loop over four cells reads: in the order of cells, up to a whole tile with zeros. */
export function cellTable({ made, plan, units, input, addresses }: CorrelationWriter): Code {
  const { groups, inChannels, cut: { rows, columns } } = plan;
  const [image, row, column, imageAt, rowAt, at, to] = made.locals("i32", 7);
  const rest = (TILE_ROWS - units.cells % TILE_ROWS) % TILE_ROWS;
  const zero = i32.const(0);
  return sequence(
    to.set(i32.const(addresses.table)),
    imageAt.set(zero),
    forEach(
      image,
      { to: i32.const(units.images) },
      rowAt.set(imageAt.get),
      forEach(
        row,
        { to: i32.const(units.rows) },
        at.set(rowAt.get),
        forEach(
          column,
          { to: i32.const(columns.cells) },
          i32.store(to.get, at.get),
          to.increase(4),
          at.increase(columns.step * 4),
        ),
        rowAt.increase(rows.step * input.pitch * 4),
      ),
      imageAt.increase(groups * inChannels * input.plane * 4),
    ),
    ...Array.from({ length: rest }, (_, i) => i32.store(to.get, zero, i * 4)),
  );
}
