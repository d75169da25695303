import {
  type Code,
  forEach,
  type FunctionBuilder,
  i32,
  type ModuleBuilder,
  sequence,
  v128,
} from "../assembler/mod.ts";
import { TILE_COLUMNS } from "./tile.ts";

/** A panel of weights, as plain data. */
export interface PackedPanel {
  readonly hasBias: boolean;
  readonly inChannels: number;
  /** Words in the weight from a channel of the input to the next, and from one of the result. */
  readonly steps: { readonly in: number; readonly out: number };
  /** Taps of each chunk. */
  readonly chunks: readonly number[];
  /** Places of a cell. */
  readonly places: number;
  /** The element of the kernel of each tap and place; null where the place does not read the tap. */
  readonly elements: readonly (readonly (number | null)[])[];
  /** Columns of the panel; the others are zeros. Column `channel * places + place` is of the place of the channel. */
  readonly columns: number;
}

/**
 * A function (weights, biases, panel) that packs the columns of a panel: addresses of the first column's weight and
 * bias, and of the panel's first row.
 */
export function packPanel(module: ModuleBuilder, packed: PackedPanel): FunctionBuilder {
  const { hasBias, inChannels, steps, places, elements, columns } = packed;
  const made = module.function({ parameters: ["i32", "i32", "i32"] });
  const [weights, biases, panel] = made.parameters;
  const [channel, from] = made.locals("i32", 2);
  const channelOf = (column: number) => Math.floor(column / places);
  const biasOf = (column: number) =>
    hasBias && column < columns
      ? { address: biases.get, offset: channelOf(column) * 4 }
      : undefined;
  const weightOf = (tap: readonly (number | null)[]) => (column: number) => {
    const element = tap[column % places];
    return column < columns && element !== null
      ? { address: from.get, offset: (channelOf(column) * steps.out + element) * 4 }
      : undefined;
  };
  made.add(row(panel, 0, biasOf), panel.increase(ROW));
  let first = 0;
  for (const count of packed.chunks) {
    const taps = elements.slice(first, first += count);
    made.add(
      from.set(weights.get),
      forEach(
        channel,
        { to: i32.const(inChannels) },
        ...taps.map((tap, t) => row(panel, t, weightOf(tap))),
        from.increase(steps.in * 4),
        panel.increase(count * ROW),
      ),
    );
  }
  return made;
}

const ROW = TILE_COLUMNS * 4;
const ZERO = v128.const([0, 0, 0, 0]);

/** Where a word is. */
interface Source {
  readonly address: Code;
  readonly offset: number;
}

/** Gathers a row of a panel; columns without a source are 0. */
function row(
  panel: { readonly get: Code },
  index: number,
  sourceOf: (column: number) => Source | undefined,
): Code {
  const vectors = Array.from({ length: TILE_COLUMNS / 4 }, (_, vector) => {
    let lanes = ZERO;
    for (let lane = 0; lane < 4; lane++) {
      const source = sourceOf(vector * 4 + lane);
      if (source) lanes = v128.load32_lane(source.address, lanes, lane, source.offset);
    }
    return v128.store(panel.get, lanes, index * ROW + vector * 16);
  });
  return sequence(...vectors);
}
