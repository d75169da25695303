import {
  type Code,
  forEach,
  i32,
  type Local,
  select,
  sequence,
  v128,
  when,
} from "../assembler/mod.ts";
import type { AxisCut } from "./axis_cut.ts";
import type { Axis } from "./correlation.ts";
import type { CorrelationPlan, Part, Tap } from "./correlation_plan.ts";
import type { CorrelationWriter, UnitLocals } from "./correlation_writer.ts";
import { once } from "./once.ts";
import { storePanel } from "./store_panel.ts";
import { sumBlock, writeSums } from "./sum_block.ts";
import { TILE_BYTES, TILE_COLUMNS, TILE_ROWS } from "./tile.ts";

const ROW_BYTES = TILE_COLUMNS * 4;

/** Computes all panels of a part, and stores them. Expects and leaves `weights` at a panel. */
export function correlatePart(writer: CorrelationWriter, part: Part, unit: UnitLocals): Code {
  const { plan, locals: { panel, weights, biases, to } } = writer;
  const channels = TILE_COLUMNS / part.places.length;
  const last = plan.outChannels * part.places.length - (part.panels - 1) * TILE_COLUMNS;
  const plane = plan.rows.output * plan.columns.output;
  return forEach(
    panel,
    { to: i32.const(part.panels) },
    biases.set(weights.get),
    weights.increase(ROW_BYTES),
    sumProducts(writer, part, unit),
    last === TILE_COLUMNS || part.panels === 1 ? store(writer, part, { unit, count: last }) : when(
      i32.lt_u(panel.get, i32.const(part.panels - 1)),
      store(writer, part, { unit, count: TILE_COLUMNS }),
      store(writer, part, { unit, count: last }),
    ),
    to.increase(channels * plane * 4),
  );
}

function store(
  { module, plan, relu, addresses: { sums }, locals: { to } }: CorrelationWriter,
  { places }: Part,
  { unit: { images, row, rows }, count }: { unit: UnitLocals; count: number },
): Code {
  const { order, groups, outChannels, cut } = plan;
  const axis = ({ cells, side }: AxisCut, { output }: Axis) => ({ output, cells, side });
  return once(module, storePanel, {
    ...{ sums, order, places, count, relu, channels: groups * outChannels },
    rows: axis(cut.rows, plan.rows),
    columns: axis(cut.columns, plan.columns),
  }).call(to.get, images.get, row.get, rows.get);
}

/** Sums all products of a panel and the biases, block by block. */
function sumProducts(writer: CorrelationWriter, part: Part, unit: UnitLocals): Code {
  const { plan, input, locals: { block, x } } = writer;
  const { blocks, taps } = part;
  // The first block sets the sums, if it is one of all cells.
  const starts = taps.length > 0 && (plan.order === "cells" || isEverywhere(plan, taps[0]));
  const code: Code[] = starts ? [] : [startSums(writer, unit.tiles)];
  let first = 0;
  for (const count of blocks.chunks) {
    const chunk = taps.slice(first, first + count);
    const startsHere = starts && first === 0;
    first += count;
    const places = chunk.map(({ row, column }) => row * input.pitch + column);
    const least = Math.min(...places);
    const sum = (channels: number, starts: boolean) =>
      sumChannels(writer, {
        ...{ channels, starts, places: places.map((it) => it - least) },
        span: plan.order === "cells" ? [unit.tiles.get] : liveCells(unit, chunk[0]),
      });
    const more = blocks.full - (startsHere ? 1 : 0);
    code.push(
      x.set(i32.add(unit.source.get, i32.const((input.origin + least) * 4))),
      ...startsHere ? [sum(blocks.channels, true)] : [],
      ...more > 0 ? [forEach(block, { to: i32.const(more) }, sum(blocks.channels, false))] : [],
      ...blocks.rest > 0 ? [sum(blocks.rest, false)] : [],
    );
  }
  return sequence(...code);
}

/** Sets the sums of all cells to the biases. */
function startSums(writer: CorrelationWriter, tiles: Local): Code {
  const { made, addresses, locals: { block, biases } } = writer;
  const sums = made.local("i32");
  const vectors = made.locals("v128", TILE_COLUMNS / 4);
  return sequence(
    sums.set(i32.const(addresses.sums)),
    ...vectors.map((it, j) => it.set(v128.load(biases.get, j * 16))),
    forEach(
      block,
      { to: tiles.get },
      writeSums(sums, (_, j) => vectors[j].get),
      sums.increase(TILE_BYTES),
    ),
  );
}

function isEverywhere({ cut }: CorrelationPlan, { rows, columns }: Tap): boolean {
  return rows.from === 0 && columns.from === 0 && rows.to === cut.rows.cells &&
    columns.to === cut.columns.cells;
}

/** The unit's cells for which a tap is not padding: first and end of their rows, then of their columns. */
function liveCells({ row, rows }: UnitLocals, tap: Tap): Code[] {
  const inUnit = (at: number) => notNegative(i32.sub(i32.const(at), row.get));
  return [
    inUnit(tap.rows.from),
    smaller(inUnit(tap.rows.to), rows.get),
    i32.const(tap.columns.from),
    i32.const(tap.columns.to),
  ];
}

const notNegative = (value: Code): Code =>
  select(value, i32.const(0), i32.ge_s(value, i32.const(0)));
const smaller = (a: Code, b: Code): Code => select(a, b, i32.lt_u(a, b));

/** Some channels, and the places that a cell reads of each. */
interface Channels {
  readonly channels: number;
  readonly places: readonly number[];
  readonly starts: boolean;
  readonly span: readonly Code[];
}

/** Sums the products of some channels, and moves on to the next. */
function sumChannels(
  writer: CorrelationWriter,
  { channels, places, starts, span }: Channels,
): Code {
  const { module, plan, input, addresses, locals: { weights, biases, x, to } } = writer;
  const { cut, groups, inChannels, order } = plan;
  const claimed = starts ? claimedBytes(writer) : undefined;
  const offsets = Array.from(
    { length: channels },
    (_, channel) => places.map((place) => (channel * input.plane + place) * 4),
  ).flat();
  const { tile, panel, table, sums } = addresses;
  const sum = once(module, sumBlock, {
    ...{ offsets, starts, claimed, addresses: { tile, panel, table, sums } },
    apart: order === "cells" ? undefined : {
      image: groups * inChannels * input.plane * 4,
      row: cut.rows.step * input.pitch * 4,
      cell: cut.columns.step * 4,
      cells: cut.columns.cells,
    },
  });
  return sequence(
    sum.call(weights.get, biases.get, x.get, ...span, ...claimed === undefined ? [] : [to.get]),
    weights.increase(offsets.length * ROW_BYTES),
    x.increase(channels * input.plane * 4),
  );
}

/**
 * Bytes between the results of images where there are four in a unit and each panel fills 16 planes, so that the
 * results of a tile's cells take a line of each image; else undefined.
 */
function claimedBytes({ plan, units }: CorrelationWriter): number | undefined {
  const { groups, outChannels, rows, columns, cut } = plan;
  const isDense = cut.rows.side * cut.columns.side === 1 && outChannels % TILE_COLUMNS === 0;
  return isDense && units.images === TILE_ROWS && units.bands === 1 && plan.images % TILE_ROWS === 0
    ? groups * outChannels * rows.output * columns.output * 4
    : undefined;
}
