import {
  type Code,
  f32x4,
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
import { sumsFunction, TILE_BYTES, TILE_COLUMNS, TILE_ROWS } from "./tile.ts";

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
    part.taps.length > 0
      ? sumProducts(writer, part, { ...unit, biases })
      : forEachTile(writer, unit.tiles, (sums) => writeSums(sums, (_, j) => biases[j].get)),
    rest === TILE_COLUMNS || part.panels === 1
      ? storeLast
      : when(i32.lt_u(panel.get, i32.const(part.panels - 1)), store(TILE_COLUMNS), storeLast),
    to.increase(channels * plane * 4),
  );
}

/** Sums all products of a panel, block by block; the first block also adds the biases. */
function sumProducts(
  writer: CorrelationWriter,
  part: Part,
  { source, tiles, biases }: UnitLocals & { readonly biases: readonly Local[] },
): Code {
  const { made, input, addresses: { tile }, locals: { shift } } = writer;
  const { blocks } = part;
  const block = made.local("i32");
  const product = (at: number) => v128.load(i32.const(tile), at);
  const code: Code[] = [];
  let first = 0;
  for (const count of blocks.chunks) {
    const starts = first === 0;
    const offsets = part.taps.slice(first, first += count)
      .map(({ row, column }) => row * input.pitch + column);
    const from = Math.min(...offsets);
    const relative = offsets.map((offset) => offset - from);
    const start = sumBlock(writer, tiles, {
      channels: blocks.channels,
      offsets: relative,
      sum: (_, at, j) => f32x4.add(biases[j].get, product(at)),
    });
    const add = (channels: number) =>
      sumBlock(writer, tiles, {
        channels,
        offsets: relative,
        sum: (sums, at) => f32x4.add(v128.load(sums.get, at), product(at)),
      });
    code.push(
      shift.set(i32.add(source.get, i32.const((input.origin + from) * 4))),
      ...starts ? [start] : [],
      forEach(
        block,
        { from: i32.const(starts ? 1 : 0), to: i32.const(blocks.full) },
        add(blocks.channels),
      ),
      ...blocks.rest > 0 ? [add(blocks.rest)] : [],
    );
  }
  return sequence(...code);
}

/** Some channels, what each reads, and how a vector of sums, `at` bytes into a tile, comes of what is in the tile. */
interface Block {
  readonly channels: number;
  readonly offsets: readonly number[];
  sum(sums: Local, at: number, vector: number): Code;
}

/** Copies the block's part of the panel, and computes its products for every four cells. */
function sumBlock(writer: CorrelationWriter, tiles: Local, block: Block): Code {
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
  const entry = made.local("i32");
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
    forEachTile(writer, tiles, (sums) =>
      sequence(
        multiply.call(...cells),
        writeSums(sums, (at, j) => block.sum(sums, at, j)),
        entry.increase(TILE_ROWS * 4),
      )),
    shift.increase(block.channels * input.plane * 4),
  );
}

/** A loop over the sums of all tiles. */
function forEachTile(
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

/** Writes the sums of a tile. @param valueAt The vector at some bytes into the tile, the j-th of its row. */
function writeSums(sums: Local, valueAt: (at: number, j: number) => Code): Code {
  const vectors = Array.from({ length: TILE_BYTES / 16 }, (_, i) => i);
  return sequence(
    ...vectors.map((i) => v128.store(sums.get, valueAt(i * 16, i % (TILE_COLUMNS / 4)), i * 16)),
  );
}
