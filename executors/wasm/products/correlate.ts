import { type Code, forEach, i32, select, sequence } from "../assembler/mod.ts";
import { type Buffer, type Task, TASK_SIGNATURE } from "../compiled/task.ts";
import { inputOf } from "./correlation_input.ts";
import type { CorrelationPlan } from "./correlation_plan.ts";
import { unitsOf } from "./correlation_units.ts";
import { correlatePart } from "./correlate_part.ts";
import { cellTable } from "./cell_table.ts";
import type { CorrelationWriter } from "./correlation_writer.ts";
import { paddedBytes, padImages } from "./pad_images.ts";
import { MOST_PRODUCTS } from "./tap_blocks.ts";
import { TILE_BYTES, TILE_COLUMNS, TILE_ROWS } from "./tile.ts";

/** What a correlation reads and writes. */
export interface CorrelationBuffers {
  readonly x: Buffer;
  /** Weights as `packPanels` leaves them. */
  readonly panels: Buffer;
  readonly out: Buffer;
}

const ROW_BYTES = TILE_COLUMNS * 4;

/** The task that computes a correlation, or relu of it, from packed weights. */
export function correlate(
  plan: CorrelationPlan,
  buffers: CorrelationBuffers,
  options: { readonly name: string; readonly relu: boolean },
): Task {
  const units = unitsOf(plan);
  const input = inputOf(plan, units);
  const tiles = Math.ceil(units.cells / TILE_ROWS);
  const table = TILE_BYTES + MOST_PRODUCTS * ROW_BYTES;
  const sums = table + Math.ceil(tiles / 4) * 64;
  const planes = sums + tiles * TILE_BYTES;
  return {
    name: options.name,
    units: units.units,
    reads: [buffers.x, buffers.panels],
    writes: [buffers.out],
    scratchBytes: planes + (input.padded ? paddedBytes(input.padded) : 0),
    emit(module, scratch) {
      const made = module.function(TASK_SIGNATURE);
      const [panel, block, weights, biases, x, to] = made.locals("i32", 6);
      const writer: CorrelationWriter = {
        module,
        made,
        plan,
        units,
        input,
        relu: options.relu,
        addresses: {
          tile: scratch,
          panel: scratch + TILE_BYTES,
          table: scratch + table,
          sums: scratch + sums,
          planes: scratch + planes,
        },
        locals: { panel, block, weights, biases, x, to },
      };
      if (plan.order === "cells") made.add(cellTable(writer));
      made.add(unitLoop(writer, buffers));
      return made;
    },
  };
}

function unitLoop(writer: CorrelationWriter, { x, panels, out }: CorrelationBuffers): Code {
  const { module, made, plan, units, input, addresses, locals } = writer;
  const { groups, inChannels, outChannels, cut, rows: { input: height, output } } = plan;
  const width = plan.columns.input;
  const [first, end] = made.parameters;
  const [unit, image, images, row, rows, tiles, group, source, result] = made.locals("i32", 9);
  const plane = output * plan.columns.output;
  const times = (count: Code, factor: number) => i32.mul(count, i32.const(factor));
  const band = units.bands === 1 ? i32.const(0) : i32.rem_u(unit.get, i32.const(units.bands));
  const cells = times(i32.mul(images.get, rows.get), cut.columns.cells);
  const imageOfX = i32.add(
    i32.const(x.address),
    times(image.get, groups * inChannels * height * width * 4),
  );
  const pad = input.padded && padImages(module, input.padded, addresses.planes);
  const partCodes = plan.parts.map((part) =>
    sequence(
      locals.to.set(result.get),
      correlatePart(writer, part, { source, images, row, rows, tiles }),
    )
  );
  return forEach(
    unit,
    { from: first.get, to: end.get },
    image.set(times(i32.div_u(unit.get, i32.const(units.bands)), units.images)),
    images.set(least(i32.const(units.images), i32.sub(i32.const(plan.images), image.get))),
    row.set(times(band, units.rows)),
    rows.set(least(i32.const(units.rows), i32.sub(i32.const(cut.rows.cells), row.get))),
    tiles.set(i32.div_u(
      i32.add(cells, i32.const(TILE_ROWS - 1)),
      i32.const(TILE_ROWS),
    )),
    ...pad
      ? [
        pad.call(
          imageOfX,
          i32.add(times(row.get, cut.rows.step), i32.const(input.firstRow)),
          times(images.get, groups * inChannels),
        ),
        source.set(i32.const(addresses.planes)),
      ]
      : [source.set(i32.add(imageOfX, times(row.get, cut.rows.step * width * 4)))],
    locals.weights.set(i32.const(panels.address)),
    result.set(i32.add(
      i32.const(out.address),
      times(image.get, groups * outChannels * plane * 4),
    )),
    forEach(
      group,
      { to: i32.const(groups) },
      ...partCodes,
      source.increase(inChannels * input.plane * 4),
      result.increase(outChannels * plane * 4),
    ),
  );
}

const least = (a: Code, b: Code): Code => select(a, b, i32.lt_u(a, b));
