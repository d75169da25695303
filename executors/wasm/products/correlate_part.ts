import {
  type Code,
  forEach,
  type FunctionBuilder,
  i32,
  type Local,
  type ModuleBuilder,
  sequence,
  v128,
  when,
} from "../assembler/mod.ts";
import type { CorrelationInput } from "./correlation_input.ts";
import type { CorrelationPlan, Part } from "./correlation_plan.ts";
import type { CorrelationUnits } from "./correlation_units.ts";
import { copyWords } from "./copy_words.ts";
import { once } from "./once.ts";
import { storePanel } from "./store_panel.ts";
import { TILE_BYTES, TILE_COLUMNS, TILE_ROWS, tileFunction } from "./tile.ts";

const ROW_BYTES = TILE_COLUMNS * 4;

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

/** Computes all panels of a part, and stores them. Expects and leaves `weights` at a panel. */
export function correlatePart(writer: CorrelationWriter, part: Part, unit: UnitLocals): Code {
  const { module, plan, relu, addresses, locals: { panel, weights, to } } = writer;
  const { images, row, rows } = unit;
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
    startSums(writer, unit.tiles),
    weights.increase(ROW_BYTES),
    addProducts(writer, part, unit),
    rest === TILE_COLUMNS || part.panels === 1
      ? storeLast
      : when(i32.lt_u(panel.get, i32.const(part.panels - 1)), store(TILE_COLUMNS), storeLast),
    to.increase(channels * plane * 4),
  );
}

/** Sets the sums of all cells to the panel's row of biases. */
function startSums(
  { made, addresses, locals: { weights, tile } }: CorrelationWriter,
  tiles: Local,
): Code {
  const sums = made.local("i32");
  const biases = made.locals("v128", TILE_COLUMNS / 4);
  const rows = Array.from({ length: TILE_ROWS }, (_, i) => i * ROW_BYTES);
  return sequence(
    sums.set(i32.const(addresses.sums)),
    ...biases.map((it, j) => it.set(v128.load(weights.get, j * 16))),
    forEach(
      tile,
      { to: tiles.get },
      ...rows.flatMap((at) => biases.map((it, j) => v128.store(sums.get, it.get, at + j * 16))),
      sums.increase(TILE_BYTES),
    ),
  );
}

/** Adds all products of a panel to its sums, block by block. */
function addProducts(writer: CorrelationWriter, part: Part, { source, tiles }: UnitLocals): Code {
  const { made, input, locals: { shift } } = writer;
  const { blocks } = part;
  const code: Code[] = [];
  const block = made.local("i32");
  let first = 0;
  for (const count of blocks.chunks) {
    const offsets = part.taps.slice(first, first += count)
      .map(({ row, column }) => row * input.pitch + column);
    const from = Math.min(...offsets);
    const add = (channels: number) =>
      addBlock(writer, tiles, {
        channels,
        offsets: offsets.map((offset) => offset - from),
      });
    code.push(
      shift.set(i32.add(source.get, i32.const((input.origin + from) * 4))),
      forEach(block, { to: i32.const(blocks.full) }, add(blocks.channels)),
      ...blocks.rest > 0 ? [add(blocks.rest)] : [],
    );
  }
  return sequence(...code);
}

/** Adds the products of some channels: copies their part of the panel, and calls a tile for every four cells. */
function addBlock(
  { module, made, input, addresses, locals: { weights, shift, tile } }: CorrelationWriter,
  tiles: Local,
  { channels, offsets }: { channels: number; offsets: readonly number[] },
): Code {
  const products = channels * offsets.length;
  const all = Array.from(
    { length: channels },
    (_, channel) => offsets.map((offset) => (channel * input.plane + offset) * 4),
  );
  const addTile = once(module, tileFunction, {
    offsets: all.flat(),
    panel: addresses.panel,
    tile: addresses.tile,
  });
  const [entry, sums] = made.locals("i32", 2);
  const cells = Array.from(
    { length: TILE_ROWS },
    (_, i) => i32.add(i32.load(entry.get, i * 4), shift.get),
  );
  return sequence(
    copyWords(made, {
      to: i32.const(addresses.panel),
      from: weights.get,
      words: products * TILE_COLUMNS,
    }),
    weights.increase(products * ROW_BYTES),
    entry.set(i32.const(addresses.table)),
    sums.set(i32.const(addresses.sums)),
    forEach(
      tile,
      { to: tiles.get },
      addTile.call(...cells, sums.get),
      entry.increase(TILE_ROWS * 4),
      sums.increase(TILE_BYTES),
    ),
    shift.increase(channels * input.plane * 4),
  );
}
