import { type Code, forEach, i32, sequence } from "../assembler/mod.ts";
import type { CorrelationWriter } from "./correlation_writer.ts";
import { TILE_ROWS } from "./tile.ts";

/** Fills the table of what cells read: `[images][rows][cells of a row]`, up to a whole tile with zeros. */
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
