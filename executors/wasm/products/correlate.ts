import {
  type Code,
  forEach,
  type FunctionBuilder,
  i32,
  type Local,
  type ModuleBuilder,
  select,
  sequence,
  v128,
  when,
} from "../assembler/mod.ts";
import { type Buffer, type Task, TASK_SIGNATURE } from "../compiled/task.ts";
import { type CorrelationInput, inputOf } from "./correlation_input.ts";
import type { CorrelationPlan, Part } from "./correlation_plan.ts";
import { type CorrelationUnits, unitsOf } from "./correlation_units.ts";
import { copyWords } from "./copy_words.ts";
import { paddedBytes, padImages } from "./pad_images.ts";
import { once } from "./once.ts";
import { storePanel } from "./store_panel.ts";
import { MOST_PRODUCTS } from "./tap_blocks.ts";
import { TILE_BYTES, TILE_COLUMNS, TILE_ROWS, tileFunction } from "./tile.ts";

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
      const [panel, weights, shift, to, tile] = made.locals("i32", 5);
      const writer: Writer = {
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
        locals: { panel, weights, shift, to, tile },
      };
      made.add(cellTable(writer), unitLoop(writer, buffers));
      return made;
    },
  };
}

/** What all that is written of one task has in common. */
interface Writer {
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

/** Fills the table: `[images][rows][cells of a row]`, and up to a whole tile with zeros. */
function cellTable({ made, plan, units, input, addresses }: Writer): Code {
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

function unitLoop(writer: Writer, { x, panels, out }: CorrelationBuffers): Code {
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
      partLoop(writer, part, { source, images, row, rows, tiles }),
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

/** The part of a unit that is computed: address of its planes, its images, its rows of cells from `row`, its tiles. */
type UnitLocals = Readonly<Record<"source" | "images" | "row" | "rows" | "tiles", Local>>;

/** Computes all panels of a part, and stores them. Expects and leaves `weights` at a panel. */
function partLoop(writer: Writer, part: Part, unit: UnitLocals): Code {
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
function startSums({ made, addresses, locals: { weights, tile } }: Writer, tiles: Local): Code {
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
function addProducts(writer: Writer, part: Part, { source, tiles }: UnitLocals): Code {
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
  { module, made, input, addresses, locals: { weights, shift, tile } }: Writer,
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
