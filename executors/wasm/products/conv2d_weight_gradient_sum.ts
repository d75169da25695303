import {
  type Code,
  f32x4,
  forEach,
  type FunctionBuilder,
  i32,
  type Local,
  type ModuleBuilder,
  select,
  v128,
  when,
} from "../assembler/mod.ts";
import type { Buffer, Task } from "../compiled/task.ts";
import type { WeightGradientBlocks } from "./conv2d_weight_gradient_blocks.ts";
import type { WeightGradientShape } from "./conv2d_weight_gradient_shape.ts";
import { once } from "./once.ts";
import { TILE_BYTES, TILE_COLUMNS, TILE_ROWS } from "./tile.ts";
import { transposeBlock } from "./transpose_block.ts";
import { addressAfter, callUnits, split, unitsSignature, upTo } from "./unit_places.ts";

/** The sums of the slices, and where their total goes. */
export interface SliceSums {
  readonly shape: WeightGradientShape;
  readonly blocks: WeightGradientBlocks;
  /** `[slices][groups][panels][tiles][4 pairs (channel, tap)][16 outputs]`. */
  readonly sums: Buffer;
  /** `[groups][outputs][channels][taps]`. */
  readonly out: Buffer;
}

/** Tiles of a unit. */
const UNIT = 32;

/** The task that adds up the slices in their order, and transposes the total. A unit takes some tiles of a panel. */
export function sumSlicesTask(slices: SliceSums): Task {
  const { shape, blocks, sums, out } = slices;
  return {
    name: "conv2d_weight_gradient_sum",
    units: shape.groups * blocks.panels * Math.ceil(blocks.tiles / UNIT),
    reads: [sums],
    writes: [out],
    emit: (module) =>
      callUnits(module, once(module, unitsFunction, { shape, blocks }), [sums, out]),
  };
}

/** A function (first unit, end, sums, out). */
function unitsFunction(
  module: ModuleBuilder,
  { shape, blocks }: Pick<SliceSums, "shape" | "blocks">,
): FunctionBuilder {
  const { groups, channels, outChannels, kernel } = shape;
  const { panels, tiles, slices } = blocks;
  const made = module.function(unitsSignature(2));
  const [first, end, sums, out] = made.parameters;
  const [unit, rest, tile, panel, group, from, to, tileEnd] = made.locals("i32", 8);
  const vectors = made.locals("v128", 8);
  const pairs = channels * kernel[0] * kernel[1];
  const sliceBytes = groups * panels * tiles * TILE_BYTES;
  const total = (at: number): Code => {
    let sum = v128.load(from.get, at);
    for (let slice = 1; slice < slices; slice++) {
      sum = f32x4.add(sum, v128.load(from.get, slice * sliceBytes + at));
    }
    return sum;
  };
  /** One tile, of so many pairs and outputs. */
  const tileOf = (rows: number, outputs: number): Code => {
    const code: Code[] = [];
    for (let column = 0; column < outputs; column += 4) {
      code.push(transposeBlock(vectors, {
        load: (row) => total((Math.min(row, rows - 1) * TILE_COLUMNS + column) * 4),
        store: (output, value) =>
          column + output < outputs
            ? storeLanes(to, value, (column + output) * pairs * 4, rows)
            : [],
      }));
    }
    return [...code, ...from.increase(TILE_BYTES), ...to.increase(TILE_ROWS * 4)];
  };
  const whole = Math.floor(pairs / TILE_ROWS);
  const tilesOf = (outputs: number): Code => [
    ...forEach(
      tile,
      {
        from: tile.get,
        to: select(tileEnd.get, i32.const(whole), i32.lt_u(tileEnd.get, i32.const(whole))),
      },
      tileOf(TILE_ROWS, outputs),
    ),
    ...whole < tiles
      ? when(i32.lt_u(tile.get, tileEnd.get), tileOf(pairs % TILE_ROWS, outputs))
      : [],
  ];
  const last = outChannels % TILE_COLUMNS;
  const isWhole = i32.lt_u(panel.get, i32.const(Math.floor(outChannels / TILE_COLUMNS)));
  made.add(forEach(
    unit,
    { from: first.get, to: end.get },
    rest.set(unit.get),
    split(rest, tile, Math.ceil(tiles / UNIT)),
    split(rest, panel, panels),
    group.set(rest.get),
    tile.set(i32.mul(tile.get, i32.const(UNIT))),
    tileEnd.set(i32.add(tile.get, upTo(UNIT, i32.sub(i32.const(tiles), tile.get)))),
    from.set(addressAfter(sums, [
      [group, panels * tiles * TILE_BYTES],
      [panel, tiles * TILE_BYTES],
      [tile, TILE_BYTES],
    ])),
    to.set(addressAfter(out, [
      [group, outChannels * pairs * 4],
      [panel, TILE_COLUMNS * pairs * 4],
      [tile, TILE_ROWS * 4],
    ])),
    last === 0 ? tilesOf(TILE_COLUMNS) : when(isWhole, tilesOf(TILE_COLUMNS), tilesOf(last)),
  ));
  return made;
}

function storeLanes(to: Local, value: Code, at: number, lanes: number): Code {
  if (lanes === 4) return v128.store(to.get, value, at);
  return Array.from(
    { length: lanes },
    (_, lane) => v128.store32_lane(to.get, value, lane, at + lane * 4),
  ).flat();
}
