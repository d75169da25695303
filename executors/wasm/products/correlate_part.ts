import {
  type Code,
  f32x4,
  forEach,
  i32,
  type Local,
  sequence,
  v128,
  when,
} from "../assembler/mod.ts";
import type { Part, Tap } from "./correlation_plan.ts";
import {
  type CorrelationWriter,
  forEachSums,
  forEachTile,
  type UnitLocals,
} from "./correlation_tiles.ts";
import { copyWords } from "./copy_words.ts";
import { once } from "./once.ts";
import { storePanel } from "./store_panel.ts";
import { sumsFunction, TILE_BYTES, TILE_COLUMNS } from "./tile.ts";

const ROW_BYTES = TILE_COLUMNS * 4;

/** Computes all panels of a part, and stores them. Expects and leaves `weights` at a panel. */
export function correlatePart(writer: CorrelationWriter, part: Part, unit: UnitLocals): Code {
  const { module, made, plan, relu, addresses, locals: { panel, weights, to } } = writer;
  const { images, row, rows } = unit;
  const biases = made.locals("v128", TILE_COLUMNS / 4);
  const channels = TILE_COLUMNS / part.places.length;
  const rest = plan.outChannels * part.places.length - (part.panels - 1) * TILE_COLUMNS;
  const store = (columns: number) =>
    storePanel(module, { plan, part, columns, relu }, addresses.sums)
      .call(to.get, images.get, row.get, rows.get);
  const storeLast = store(rest);
  const plane = plan.rows.output * plan.columns.output;
  return forEach(
    panel,
    { to: i32.const(part.panels) },
    ...biases.map((it, j) => it.set(v128.load(weights.get, j * 16))),
    weights.increase(ROW_BYTES),
    sumProducts(writer, part, { ...unit, biases }),
    rest === TILE_COLUMNS || part.panels === 1
      ? storeLast
      : when(i32.lt_u(panel.get, i32.const(part.panels - 1)), store(TILE_COLUMNS), storeLast),
    to.increase(channels * plane * 4),
  );
}

/** Sums all products of a panel and the biases, block by block. */
function sumProducts(
  writer: CorrelationWriter,
  part: Part,
  { biases, ...unit }: UnitLocals & { readonly biases: readonly Local[] },
): Code {
  const { made, plan, input, addresses: { tile }, locals: { shift } } = writer;
  const { blocks, taps } = part;
  const block = made.local("i32");
  const product = (at: number) => v128.load(i32.const(tile), at);
  const code: Code[] = [];
  // The first block is stored with the biases, if it is one of all tiles.
  const starts = taps.length > 0 && (plan.order === "cells" || isEverywhere(writer, taps[0]));
  if (!starts) {
    code.push(
      forEachSums(writer, unit.tiles, (sums) => writeSums(sums, (_, j) => biases[j].get)),
    );
  }
  let first = 0;
  for (const count of blocks.chunks) {
    const startsHere = starts && first === 0;
    const [tap] = taps.slice(first);
    const offsets = taps.slice(first, first += count)
      .map(({ row, column }) => row * input.pitch + column);
    const from = Math.min(...offsets);
    const relative = offsets.map((offset) => offset - from);
    const start = () =>
      sumBlock(writer, { unit, tap }, {
        channels: blocks.channels,
        offsets: relative,
        sum: (_, at, j) => f32x4.add(biases[j].get, product(at)),
      });
    const add = (channels: number) =>
      sumBlock(writer, { unit, tap }, {
        channels,
        offsets: relative,
        sum: (sums, at) => f32x4.add(v128.load(sums.get, at), product(at)),
      });
    const more = blocks.full - (startsHere ? 1 : 0);
    code.push(
      shift.set(i32.add(unit.source.get, i32.const((input.origin + from) * 4))),
      ...startsHere ? [start()] : [],
      ...more > 0 ? [forEach(block, { to: i32.const(more) }, add(blocks.channels))] : [],
      ...blocks.rest > 0 ? [add(blocks.rest)] : [],
    );
  }
  return sequence(...code);
}

function isEverywhere({ plan: { cut } }: CorrelationWriter, { rows, columns }: Tap): boolean {
  return rows.from === 0 && columns.from === 0 && rows.to === cut.rows.cells &&
    columns.to === cut.columns.cells;
}

/** Some channels, what each reads, and how a vector of sums, `at` bytes into a tile, comes of what is in the tile. */
interface Block {
  readonly channels: number;
  readonly offsets: readonly number[];
  sum(sums: Local, at: number, vector: number): Code;
}

/** Copies the block's part of the panel, and computes its products for every tile. */
function sumBlock(
  writer: CorrelationWriter,
  tiles: { readonly unit: UnitLocals; readonly tap: Tap },
  block: Block,
): Code {
  const { module, made, input, addresses, locals: { weights, shift } } = writer;
  const products = block.channels * block.offsets.length;
  const offsets = Array.from(
    { length: block.channels },
    (_, channel) => block.offsets.map((offset) => (channel * input.plane + offset) * 4),
  );
  const multiply = once(module, sumsFunction, {
    offsets: offsets.flat(),
    panel: addresses.panel,
    tile: addresses.tile,
  });
  return sequence(
    copyWords(made, {
      to: i32.const(addresses.panel),
      from: weights.get,
      words: products * TILE_COLUMNS,
    }),
    weights.increase(products * ROW_BYTES),
    forEachTile(writer, tiles, (sums, cells) =>
      sequence(
        multiply.call(...cells),
        writeSums(sums, (at, j) => block.sum(sums, at, j)),
      )),
    shift.increase(block.channels * input.plane * 4),
  );
}

/** Writes the sums of a tile. @param valueAt The vector at some bytes into the tile, the j-th of its row. */
function writeSums(sums: Local, valueAt: (at: number, j: number) => Code): Code {
  const vectors = Array.from({ length: TILE_BYTES / 16 }, (_, i) => i);
  return sequence(
    ...vectors.map((i) => v128.store(sums.get, valueAt(i * 16, i % (TILE_COLUMNS / 4)), i * 16)),
  );
}
